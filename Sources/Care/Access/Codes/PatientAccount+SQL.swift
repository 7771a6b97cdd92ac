import Clinic
import Clocks
import Foundation
import Postgres
import Sealing

/// The account that a person gets by registering. Its id is the patient's id.
package enum PatientAccount {
    /// What became of opening one.
    package enum Opening: Sendable, Equatable {
        case opened
        /// A patient has this e-mail. Nothing was written; whoever asked must not learn of it.
        case emailTaken
    }

    /// Opens an account that signs in by e-mail, and by text unless the telephone is somebody else's already.
    ///
    /// Of sixty registrations with one e-mail at once the database lets a single one through; the others wait for
    /// its commit and then hear `emailTaken`. The account's row follows its address (the key between them is
    /// checked at the commit), so nothing has to be undone.
    package static func open(
        id: UUID, email: EmailAddress, phone: PhoneNumber, keyring: Keyring, on connection: Connection,
        now: Instant
    ) throws -> Opening {
        let (email, phone) = (SignInAddress.email(email), SignInAddress.text(phone))
        let added = try connection.run(
            """
            INSERT INTO sign_in_address (token, account_id, channel, added_at)
            VALUES (\(email.token(keyring)), \(id), \(email.channel), \(now))
            ON CONFLICT (token) DO NOTHING
            """, "signInAddress.claimEmail")
        guard added == 1 else { return .emailTaken }
        try connection.execute(
            """
            INSERT INTO account (id, kind, state, opened_at)
            VALUES (\(id), \(AccountKind.patient), \(AccountState.active), \(now))
            """, "account.openPatient")
        try connection.execute(
            """
            INSERT INTO sign_in_address (token, account_id, channel, added_at)
            VALUES (\(phone.token(keyring)), \(id), \(phone.channel), \(now))
            ON CONFLICT (token) DO NOTHING
            """, "signInAddress.addPhone")
        return .opened
    }
}
