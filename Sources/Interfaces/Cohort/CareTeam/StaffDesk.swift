import Clocks
import Foundation
import Wire

/// One of the care team at their desk: signs in with password and authenticator, works, signs out.
struct StaffDesk: Sendable {
    let client: ProgramClient
    let doors: DevDoors
    let person: StaffSignIn

    /// Signs in. A code works once, so after one that was used the clock goes on to the next.
    func signIn() async throws -> String {
        try await withFreshCode { code in
            let tokens: TokenAnswer = try await client.post(
                "/v1/auth/token",
                TokenRequest.password(email: person.email, password: person.password, totp: code))
            return tokens.accessToken
        }
    }

    func signOut(token: String) async throws {
        try await client.post("/v1/auth/revoke", RevokeRequest(everywhere: false), token: token)
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
