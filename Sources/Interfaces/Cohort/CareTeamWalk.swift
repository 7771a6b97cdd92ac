import Clocks
import Foundation
import Wire

/// The care navigator at work: signs in, goes through the queue, decides, signs out.
struct CareTeamWalk: Sendable {
    let client: ProgramClient
    let doors: DevDoors
    let navigator: StaffSignIn

    /// Claims and resolves every screening that waits, as `decide` says of each patient. Those of people it does not
    /// know stay where they are.
    ///
    /// - Returns: the patients decided on.
    func workThroughQueue(token: String, decide: (_ patient: String) -> Bool?) async throws -> [String: Bool]
    {
        var decided: [String: Bool] = [:]
        let queue: QueueAnswer = try await client.get(
            "/v1/staff/queue?kind=screeningReview&limit=200", token: token)
        for item in queue.items where item.state != "resolved" {
            guard let patient = item.patient, let isAccepted = decide(patient.id) else { continue }
            let path = "/v1/staff/work-items/\(item.id)"
            try await client.post("\(path)/claim", token: token, key: UUID())
            let resolution = ResolveRequest(
                outcome: isAccepted ? "accepted" : "declined",
                note: isAccepted
                    ? "Read the answers and spoke with the person." : "Not now; told the person why.")
            try await client.post("\(path)/resolve", resolution, token: token, key: UUID())
            decided[patient.id] = isAccepted
        }
        return decided
    }

    /// How many accounts a search for this e-mail finds.
    func accounts(of email: String, token: String) async throws -> [PatientHit] {
        let page: Page<PatientHit> = try await client.post(
            "/v1/staff/patients/search", PatientSearch(text: email), token: token)
        return page.items
    }

    /// Signs in with password and authenticator; a code works once, so after one that was used the clock goes on to
    /// the next.
    func signIn() async throws -> String {
        guard let app = OneTimePassword(base32: navigator.totpSecret) else { throw NoSuchSecret() }
        var refusal: UnexpectedAnswer?
        for _ in 0..<3 {
            let now = try await doors.now()
            let request = TokenRequest.password(
                email: navigator.email, password: navigator.password, totp: app.code(at: now))
            do {
                let tokens: TokenAnswer = try await client.post("/v1/auth/token", request)
                return tokens.accessToken
            } catch let no as UnexpectedAnswer where no.status < 500 {
                refusal = no
                try await doors.advance(to: now + .seconds(30))
            }
        }
        throw refusal ?? NoSuchSecret()
    }

    func signOut(token: String) async throws {
        try await client.post("/v1/auth/revoke", RevokeRequest(everywhere: false), token: token)
    }
}

/// The navigator's authenticator secret is not base 32.
struct NoSuchSecret: Error, CustomStringConvertible {
    var description: String { "the navigator's authenticator secret is not base 32" }
}
