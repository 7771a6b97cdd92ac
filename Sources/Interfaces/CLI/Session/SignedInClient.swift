import Foundation
import Wire

/// Calls the server as the person who signed in, renewing the access token when it has ended.
struct SignedInClient: Sendable {
    let client: ServerClient
    let store: SessionStore

    /// The answer to `call`. An access token that the server no longer takes is renewed once.
    func send(_ call: ServerCall) async throws -> ServerAnswer {
        let token = try await accessToken()
        do {
            return try await client.send(call, bearer: token)
        } catch ToolFailure.refused(let problem, _) where problem.status == 401 {
            return try await client.send(call, bearer: accessToken(insteadOf: token))
        }
    }

    /// A token that should work: the kept one, or after its end (or when the server refused `stale`) a new
    /// one. Several commands at once exchange the refresh token once: the first does it, the others find the
    /// result.
    private func accessToken(insteadOf stale: String? = nil) async throws -> String {
        if let kept = try usable(insteadOf: stale) { return kept }
        return try await store.locked {
            if let kept = try usable(insteadOf: stale) { return kept }
            return try await renewed().accessToken
        }
    }

    private func usable(insteadOf stale: String?) throws -> String? {
        guard let session = try store.load() else { throw notSignedIn }
        return session.accessIsFresh && session.accessToken != stale ? session.accessToken : nil
    }

    private func renewed() async throws -> Session {
        guard var session = try store.load() else { throw notSignedIn }
        let key = session.refreshKey ?? UUID().uuidString.lowercased()
        session.refreshKey = key
        try store.save(session)
        do {
            let answer = try await client.send(
                .change("/v1/auth/token", TokenRequest.refresh(token: session.refreshToken), key: key))
            let fresh = Session(try answer.decoded(TokenAnswer.self), server: client.server)
            try store.save(fresh)
            return fresh
        } catch ToolFailure.refused(let problem, _) where problem.status == 401 {
            try store.forget()
            throw ToolFailure.notSignedIn(
                "Your sign-in at \(client.server.name) has ended. Sign in again: lozenge sign-in")
        }
    }

    private var notSignedIn: ToolFailure {
        .notSignedIn("Nobody is signed in at \(client.server.name). Sign in first: lozenge sign-in")
    }
}
