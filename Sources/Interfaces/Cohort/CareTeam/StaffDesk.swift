import Clocks
import Foundation
import Locks
import Wire

/// One of the care team at their desk: signs in with password and authenticator, and stays signed in over the day.
final class StaffDesk: Sendable {
    let client: ProgramClient
    let doors: DevDoors
    let person: StaffSignIn
    // The lock is the only way to the session; whoever holds the desk uses it alone.
    private let refreshToken = Locked<String?>(nil)

    init(client: ProgramClient, doors: DevDoors, person: StaffSignIn) {
        self.client = client
        self.doors = doors
        self.person = person
    }

    /// Ten minutes of access: from the session that is open, or by password and authenticator where that has ended. A code
    /// works once, so after one that was used the clock goes on to the next.
    func signIn() async throws -> String {
        if let open = refreshToken.withLock({ $0 }) {
            do {
                return keep(try await client.post("/v1/auth/token", TokenRequest.refresh(token: open)))
            } catch let refusal as UnexpectedAnswer where refusal.status == 401 {
                refreshToken.withLock { $0 = nil }
            }
        }
        return try await withFreshCode { code in
            keep(
                try await client.post(
                    "/v1/auth/token",
                    TokenRequest.password(email: person.email, password: person.password, totp: code)))
        }
    }

    private func keep(_ tokens: TokenAnswer) -> String {
        refreshToken.withLock { $0 = tokens.refreshToken }
        return tokens.accessToken
    }

    /// Goes home.
    func signOut() async throws {
        guard refreshToken.withLock({ $0 }) != nil else { return }
        let token = try await signIn()
        try await client.post("/v1/auth/revoke", RevokeRequest(everywhere: false), token: token)
        refreshToken.withLock { $0 = nil }
    }

    /// Does what asks for the authenticator. Where the code of this half minute was used, the next one is waited for.
    func withFreshCode<Answer: Sendable>(_ body: (String) async throws -> Answer) async throws -> Answer {
        guard let app = OneTimePassword(base32: person.totpSecret) else { throw NoSuchSecret() }
        var refusal: UnexpectedAnswer?
        for _ in 0..<3 {
            let now = try await doors.now()
            do {
                return try await body(app.code(at: now))
            } catch let no as UnexpectedAnswer
                where ["credentials_wrong", "totp_wrong", "second_factor_used"].contains(no.code)
            {
                refusal = no
                try await doors.advance(to: now + .seconds(30))
            }
        }
        throw refusal ?? NoSuchSecret()
    }
}

/// The authenticator's secret is not base 32.
struct NoSuchSecret: Error, CustomStringConvertible {
    var description: String { "an authenticator's secret is not base 32" }
}
