import Access
import Clinic
import Clocks
import Foundation
import Patients
import Postgres

extension CarePath {
    /// Somebody asks for a code. The answer is the same whether the address is known or not; a code goes out only
    /// if it is, and not within a minute of the one before.
    package func requestCode(to address: SignInAddress, in language: Language) async throws -> CodeRequested {
        defer { wakeWorkers() }
        return try await database.transaction(by: Actor.anonymous) { connection in
            try sendCode(to: address, in: language, on: connection, now: clock.now)
        }
    }

    /// The same inside another transaction: registration ends with it, for a new patient and for a known one.
    func sendCode(
        to address: SignInAddress, in language: Language, on connection: Connection, now: Instant
    ) throws -> CodeRequested {
        let issue = try SignInCode.issue(
            for: address, from: access.codes, keyring: keyring, on: connection, now: now)
        if case .send(let code, let account, _) = issue {
            let channel: MessageChannel =
                switch address.channel {
                case .email: .email
                case .text: .text
                }
            try queueMessage(
                .signInCode,
                to: .init(channel: channel, address: address.destination, patient: ID<Patient>(account)),
                language: language,
                values: ["code": code, "minutes": "\(SignInCode.life.components.seconds / 60)"],
                on: connection,
                now: now)
            try AuditEntry(
                "signInCode.send", .init("account", account), detail: ["channel": address.channel.rawValue],
                by: .anonymous, at: now
            ).record(on: connection)
        }
        return CodeRequested(
            channel: address.channel, sentTo: address.masked, resendAfter: issue.resendAfter)
    }

    /// A patient signs in with the code that was sent to `address`.
    ///
    /// A code works once: of many clients that have it, one signs in, the others hear `codeExpired`.
    ///
    /// - Throws: `AccessRefusal.codeWrong`, `.codeExpired`, `.tooManyTries`.
    package func signIn(withCode code: String, at address: SignInAddress) async throws -> SignedIn {
        let outcome: Result<SessionHolder, AccessRefusal> = try await database.transaction(
            by: Actor.anonymous
        ) {
            connection in
            let now = clock.now
            switch try SignInCode.present(code, at: address, keyring: keyring, on: connection, now: now) {
            case .accepted(let owner):
                // Whose record was merged into another signs in to that one.
                let account = try survivor(of: owner, on: connection)
                let means = Session.Means(address.channel)
                return .success(try openSession(for: account, .patient, by: means, on: connection, now: now))
            case .refused(let refusal, let account):
                let means = Session.Means(address.channel).rawValue
                try recordRefusal(refusal, by: means, account: account, on: connection, now: now)
                return .failure(refusal)
            }
        }
        return try await signedIn(outcome.get())
    }
}
