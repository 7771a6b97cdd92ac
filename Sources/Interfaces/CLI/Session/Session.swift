import Clocks
import Foundation
import Wire

/// A sign-in as kept on this computer: who, where, and the two tokens. Never shown, never logged.
struct Session: Codable, Sendable {
    var server: String
    var environment: String
    var account: TokenAnswer.Account
    var accessToken: String
    /// Seconds since 1970 on this computer's clock. Only a hint that saves a refused call; the server
    /// decides.
    var accessEnds: Int64
    var refreshToken: String
    /// The key under which the refresh token is being exchanged. Kept before it is sent: if the answer is
    /// lost, or this process is killed, the next command repeats the same exchange instead of looking like a
    /// thief.
    var refreshKey: String?

    init(_ answer: TokenAnswer, server: ServerAddress) {
        self.server = server.description
        environment = answer.environment
        account = answer.account
        accessToken = answer.accessToken
        accessEnds = Self.clock + Int64(answer.expiresIn)
        refreshToken = answer.refreshToken
    }

    /// Ten seconds before its end a token is no longer worth sending.
    var accessIsFresh: Bool { Self.clock < accessEnds - 10 }

    private static var clock: Int64 { HostClock().now.secondsSince1970 }
}

/// The kept sign-in for one server.
struct SessionStore: Sendable {
    let folder: ConfigFolder
    let server: ServerAddress

    private var file: String { "session-\(server.fileName).json" }

    func load() throws(ToolFailure) -> Session? {
        guard let data = try folder.read(file) else { return nil }
        return try? JSONDecoder().decode(Session.self, from: data)
    }

    func save(_ session: Session) throws(ToolFailure) {
        guard let data = try? JSONEncoder().encode(session) else {
            throw .here("The sign-in could not be written down.")
        }
        try folder.write(data, to: file)
    }

    func forget() throws(ToolFailure) { try folder.remove(file) }

    /// Runs `body` while no other command changes this sign-in.
    func locked<Result>(_ body: () async throws -> Result) async throws -> Result {
        try folder.make()
        return try await FileLock.holding("\(folder.path)/session-\(server.fileName).lock", body)
    }
}
