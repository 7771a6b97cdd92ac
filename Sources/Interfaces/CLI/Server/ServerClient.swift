import Foundation
import Outbound
import Wire

/// What the server answered, when it did what it was asked.
struct ServerAnswer: Sendable {
    let server: ServerAddress
    let status: Int
    let body: Data

    /// The answer as the contract's type. Fields that this tool does not know yet are ignored.
    func decoded<Value: Decodable>(_ type: Value.Type) throws(ToolFailure) -> Value {
        do {
            return try JSONDecoder().decode(type, from: body)
        } catch {
            throw .unreachable(
                "The answer of \(server.name) was not understood: it is no Lozenge server, or another version."
            )
        }
    }
}

/// The way to one Lozenge server, over libcurl.
struct ServerClient: Sendable {
    let server: ServerAddress
    private let http: HTTPClient

    /// Two repeats after a lost connection, the second after a longer breath.
    private static let repeats = RetryPolicy(
        tries: 3, firstDelay: .milliseconds(300), longestDelay: .milliseconds(900), jitter: 0.2,
        busyStatuses: [], total: .seconds(47))
    /// While what was sent before the connection broke is still being done.
    private static let pauses: [Duration] = [.milliseconds(300), .milliseconds(900)]

    init(_ server: ServerAddress, environment: [String: String] = ProcessInfo.processInfo.environment) {
        self.server = server
        http = HTTPClient(
            policy: OutboundPolicy(
                hosts: [server.bareHost], reach: .anywhere, authorities: environment["LOZENGE_CA_FILE"]))
    }

    /// Sends `call`, again under the same key where the connection was lost and a repeat is harmless.
    ///
    /// Throws `refused` with the program's own words, or `unreachable`.
    func send(_ call: ServerCall, bearer: String? = nil) async throws -> ServerAnswer {
        do {
            var response = try await http.send(request(call, bearer), retrying: Self.repeats)
            // Its answer comes under the same key.
            for pause in Self.pauses where isStillBeingDone(response) {
                try await Task.sleep(for: pause)
                response = try await http.send(request(call, bearer), retrying: Self.repeats)
            }
            return try answer(response)
        } catch let error as TransferError {
            throw unreachable(error, call)
        }
    }

    private func isStillBeingDone(_ response: OutboundResponse) -> Bool {
        response.status == 409 && problem(in: response)?.code == "idempotency_in_progress"
    }

    private func request(_ call: ServerCall, _ bearer: String?) -> OutboundRequest {
        var headers = [
            (name: "Accept", value: "application/json, application/problem+json"), ("Accept-Language", "en"),
            ("User-Agent", "lozenge"),
        ]
        if call.body != nil { headers.append(("Content-Type", "application/json")) }
        if let key = call.idempotencyKey { headers.append(("Idempotency-Key", key)) }
        if let version = call.version { headers.append(("If-Match", "\"v\(version)\"")) }
        if let bearer { headers.append(("Authorization", "Bearer \(bearer)")) }
        return OutboundRequest(
            method: .init(rawValue: call.method.rawValue), url: server.description + call.target,
            headers: headers,
            body: call.body ?? Data(), isRepeatable: call.repeatable)
    }

    private func answer(_ response: OutboundResponse) throws(ToolFailure) -> ServerAnswer {
        if (200..<300).contains(response.status) {
            return ServerAnswer(server: server, status: response.status, body: response.body)
        }
        if let problem = problem(in: response) { throw .refused(problem, document: response.body) }
        throw .unreachable(
            "\(server.name) answered \(response.status) without saying why; is it a Lozenge server?")
    }

    private func problem(in response: OutboundResponse) -> Problem? {
        try? JSONDecoder().decode(Problem.self, from: response.body)
    }

    private func unreachable(_ error: TransferError, _ call: ServerCall) -> ToolFailure {
        let name = server.name
        let words =
            switch error.kind {
            case .resolve: "There is no server called \(name)."
            case .connect, .circuitOpen: "\(name) does not answer."
            case .tls: "\(name) has no certificate that this computer trusts."
            case .timeout: "\(name) did not answer in time."
            case .notAllowed: "\(name) cannot be called from here."
            case .connectionLost, .cancelled, .shutDown, .sourceFailed: "The connection to \(name) was lost."
            case .unavailable: "This computer cannot make connections just now."
            case .tooLarge, .badAnswer, .mailRefused: "The answer of \(name) was not understood."
            }
        let doubt = (call.idempotencyKey != nil || !call.repeatable) && error.outcome == .unknown
        return .unreachable(
            doubt ? words + " Whether it was done is not known; look before you repeat it." : words)
    }
}
