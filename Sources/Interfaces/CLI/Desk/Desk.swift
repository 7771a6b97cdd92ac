import Foundation
import Wire

/// Where one command works: the terminal before it, the server it speaks to, the sign-in kept on this
/// computer.
struct Desk: Sendable {
    let terminal: Terminal
    let json: Bool
    let folder: ConfigFolder
    let server: ServerAddress
    let store: SessionStore
    let client: ServerClient

    /// The server is the one named, else `LOZENGE_SERVER`, else the last sign-in's.
    init(_ options: ScreenOptions, server named: String? = nil) throws(ToolFailure) {
        let folder = try ConfigFolder()
        let last = try LastSignIn.load(from: folder)?.server
        let chosen = named ?? options.server ?? ProcessInfo.processInfo.environment["LOZENGE_SERVER"]
        guard let known = chosen ?? last else {
            throw .notSignedIn(
                "Nobody has signed in on this computer yet: lozenge sign-in --server https://…")
        }
        self.folder = folder
        server = try ServerAddress(known)
        terminal = Terminal(plain: options.plain)
        json = options.json
        store = SessionStore(folder: folder, server: server)
        client = ServerClient(server)
    }

    var conversation: Conversation { Conversation(terminal: terminal) }
    private var signedIn: SignedInClient { SignedInClient(client: client, store: store) }

    /// Sends a call as the person who is signed in.
    func send(_ call: ServerCall) async throws -> ServerAnswer { try await signedIn.send(call) }

    /// Who looks at the screen, and the program's time; `nil` with `--json`, which has no screen.
    func reader() async throws -> Reader? {
        guard !json else { return nil }
        return try await Reader(send(.get("/v1/staff/me")).decoded(StaffAnswer.self), server: server)
    }

    /// Makes a change and shows what became of it. The head is asked for first, so that a change that was
    /// made is never reported as a failure for the head's sake. With `--dry-run` it only says what would be
    /// sent.
    func carryOut<Changed: Decodable>(
        _ call: ServerCall, _ options: ChangeOptions, as changed: Changed.Type,
        _ tell: (Changed, Reader, inout Screen) throws -> Void
    ) async throws {
        guard !options.dryRun else { return try rehearse(call) }
        let reader = try await reader()
        let answer = try await send(call)
        guard let reader else { return terminal.show(json: answer.body) }
        var screen = reader.screen()
        screen.rule()
        try tell(answer.decoded(changed), reader, &screen)
        terminal.show(screen)
    }

    /// The same for a change whose answer says nothing that is worth showing.
    func carryOut(
        _ call: ServerCall, _ options: ChangeOptions, _ tell: (Reader, inout Screen) -> Void
    ) async throws {
        guard !options.dryRun else { return try rehearse(call) }
        let reader = try await reader()
        let answer = try await send(call)
        guard let reader else { return terminal.show(json: answer.body) }
        var screen = reader.screen()
        screen.rule()
        tell(reader, &screen)
        terminal.show(screen)
    }

    /// The handle or id that a person named, from the last list where they gave a row.
    func name(_ text: String, of noun: Noun) throws(ToolFailure) -> String {
        switch try Reference(text, to: noun) {
        case .name(let name): return name
        case .row(let row):
            guard let list = try LastList.load(from: folder, for: server) else {
                throw .usage("there is no last list for \(server.name) to take row \(row) from")
            }
            return try list.name(inRow: row, of: noun)
        }
    }

    /// Keeps what the rows of a list stand for, for the next command.
    func remember(_ rows: [[Noun: String]]) throws(ToolFailure) {
        try LastList(rows).save(in: folder, for: server)
    }
}
