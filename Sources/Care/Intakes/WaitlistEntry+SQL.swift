import Clinic
import Clocks
import Foundation
import Postgres
import Sealing

/// An address left by somebody whose state is not served, to write to when it is.
package struct WaitlistEntry: Sendable {
    package let email: EmailAddress
    package let state: StateCode
    package let language: Language

    package init(email: EmailAddress, state: StateCode, language: Language) {
        self.email = email
        self.state = state
        self.language = language
    }

    /// Keeps the address, queued. The same address for the same state is kept once.
    package func save(keyring: Keyring, on connection: Connection, now: Instant) throws {
        let id = ID<WaitlistEntry>(at: now)
        let place = SealedPlace(table: "waitlist_entry", column: "email", row: id.description)
        let sealed = try Sealed(email.address, with: keyring.derivedKey(for: "waitlist_entry"), at: place)
        try connection.execute(
            """
            INSERT INTO waitlist_entry (id, state, email, email_token, language, created_at)
            VALUES (\(id), \(state.code), \(sealed), \(keyring.searchToken(for: .email, email.address)),
                \(language), \(now))
            ON CONFLICT ON CONSTRAINT waitlist_entry_once DO NOTHING
            """, "waitlist.save")
    }
}
