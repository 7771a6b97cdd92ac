import Clocks
import Foundation
import HTTPTypes
import Hummingbird
import ServiceLifecycle

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
        case .timeoutAfterSuccess, nil: break
        }
        if let problem = TextProblem(in: form) { return problem.response }
        let text = TextMessage(form, account: account, at: clock.now)
        try sink.take(
            "text", from: text.sender, to: text.recipient, subject: nil, body: text.body, reference: text.sid)
        if fault == .timeoutAfterSuccess { try await Self.neverAnswer() }
        return answer(text.json, status: .created)
    }

    /// HTTP Basic with the account's id as user name.
    private func isSignedIn(_ request: Request, account: String) -> Bool {
        guard let field = request.headers[.authorization], field.hasPrefix("Basic "),
            let bytes = Data(base64Encoded: String(field.dropFirst(6)))
        else { return false }
        let parts = String(decoding: bytes, as: UTF8.self).split(separator: ":", maxSplits: 1)
        return parts.count == 2 && parts[0] == account && (authToken == nil || parts[1] == authToken ?? "")
    }

    /// Longer than any partner's deadline; cut short when the sandbox stops.
    private static func neverAnswer() async throws {
        try await cancelWhenGracefulShutdown { try await Task.sleep(for: .seconds(60)) }
    }
}
