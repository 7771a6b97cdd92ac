import Clocks
import HTTPTypes
import Hummingbird

/// A stand-in for a provider of texts, in Twilio's form of interface.
struct TextRoutes: Sendable {
    let sink: MessageSink
    let faults: SandboxFaults
    let clock: any ProgramClock
    /// The only token that is accepted; `nil` accepts any.
    let authToken: String?

    func add(to router: Router<BasicRequestContext>) {
        router.post("2010-04-01/Accounts/{sid}/Messages.json") { request, context in
            try await send(request, account: try context.parameters.require("sid"))
        }
    }

    private func send(_ request: Request, account: String) async throws -> Response {
        guard isSignedIn(request, account: account) else { return TextProblem.notSignedIn.response }
        let bytes = try await request.body.collect(upTo: 1 << 20)
        guard let form = FormFields(bytes.readableBytesView) else { return TextProblem.noBody.response }
        let fault = faults.take(.textSend)
        switch fault {
        case .error500: return TextProblem.broken.response
        case .delay(let duration): try await Task.sleep(for: duration)
        default: break
        }
        if let problem = TextProblem(in: form) { return problem.response }
        let text = TextMessage(form, account: account, at: clock.now)
        try sink.take(
            "text", from: text.sender, to: text.recipient, subject: nil, body: text.body, reference: text.sid)
        if fault == .error500AfterSuccess { return TextProblem.broken.response }
        if fault == .timeoutAfterSuccess { try await neverAnswer() }
        return answer(text.json, status: .created)
    }

    /// HTTP Basic with the account's id as user name.
    private func isSignedIn(_ request: Request, account: String) -> Bool {
        guard let given = BasicCredentials(of: request) else { return false }
        return given.user == account && (authToken == nil || given.password == authToken)
    }
}
