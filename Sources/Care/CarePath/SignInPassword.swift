import Access
import Clinic
import Clocks
import Foundation
import Postgres

extension CarePath {
    /// Somebody of the care team signs in with password and authenticator, always both.
    ///
    /// An unknown e-mail, a wrong password and a wrong or used code give one answer after the same work, so that
    /// nothing tells which it was. The password is checked before the transaction, which holds nothing meanwhile.
    ///
    /// - Throws: `AccessRefusal.credentialsWrong`; `.busy` while too many passwords are being checked.
    package func signIn(email: EmailAddress, password: String, totp: String) async throws -> SignedIn {
        let found = try await database.read(
            by: Actor.anonymous, StaffCredential.select(email: email, keyring: keyring),
            "staffCredential.find"
        ) { row in try StaffCredential(row, keyring: keyring) }.first
        let isPasswordRight = try await access.passwords.isRight(password, for: found?.password)
        let outcome: Result<SessionHolder, AccessRefusal> = try await database.transaction(
            by: Actor.anonymous
        ) {
            connection in
            let now = clock.now
            let step = (found?.totp ?? TOTPSecret()).step(showing: totp, at: now)
            func refuse() throws -> Result<SessionHolder, AccessRefusal> {
                try recordRefusal(
                    .credentialsWrong, by: Session.Means.passwordAndTOTP.rawValue, account: found?.account,
                    on: connection, now: now)
                return .failure(.credentialsWrong)
            }
            guard let found, isPasswordRight else { return try refuse() }
            guard let step else {
                try StaffCredential.countWrongCode(of: found.account, on: connection, now: now)
                return try refuse()
            }
            guard try found.use(step: step, on: connection, now: now) else {
                return try refuse()
            }
            return .success(
                try openSession(for: found.account, .staff, by: .passwordAndTOTP, on: connection, now: now))
        }
        return try await signedIn(outcome.get())
    }
}
