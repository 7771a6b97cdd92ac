import Hummingbird
import Locks
import Logging
import StrictJSON

/// Takes partners' messages as the program's server would, and answers as it is told.
final class Inbox: Sendable {
    struct Letter: Sendable {
        let path: String
        let fields: [String: String]
        let body: String

        var json: JSONValue { (try? JSONValue(parsing: body.utf8)) ?? .null }
        var type: String { json["type"]?.stringValue ?? json["result"]?["status"]?.stringValue ?? "" }
        var id: String { fields["webhook-id"] ?? json["id"]?.stringValue ?? "" }
    }

    private struct State {
        var letters: [Letter] = []
        var refusals: [Int] = []
    }

    private let state = Locked(State())
    private let listening = AsyncStream.makeStream(of: Int.self)

    var letters: [Letter] { state.withLock { $0.letters } }

    /// The next deliveries get these statuses instead of 204.
    func answer(_ statuses: [Int]) { state.withLock { $0.refusals += statuses } }

    func port() async throws -> Int {
        for await port in listening.stream { return port }
        throw CancellationError()
    }

    func run(_ logger: Logger) async throws {
        let router = Router(context: BasicRequestContext.self)
        router.post("**") { request, _ in
            let body = try await request.body.collect(upTo: 1 << 20)
            let fields = Dictionary(
                request.headers.map { ($0.name.canonicalName, $0.value) }, uniquingKeysWith: { $1 })
            let letter = Letter(
                path: request.uri.path, fields: fields, body: String(buffer: body))
            let status = self.state.withLock { state in
                state.letters.append(letter)
                return state.refusals.isEmpty ? 204 : state.refusals.removeFirst()
            }
            return Response(status: .init(code: status))
        }
        let continuation = listening.continuation
        let application = Application(
            router: router, configuration: .init(address: .hostname("127.0.0.1", port: 0)),
            onServerRunning: { continuation.yield($0.localAddress?.port ?? 0) }, logger: logger)
        try await application.run()
    }
}
