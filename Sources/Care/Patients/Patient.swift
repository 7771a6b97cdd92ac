import Clinic
import Clocks
import Foundation

/// A person with an account in the program, as the care team and the person themselves see them.
///
/// Name, birth date, address and contact are sealed in the database with a key of the patient's own.
package struct Patient: Sendable {
    package let id: ID<Patient>
    /// `pt-7k2mq`: for the telephone.
    package let handle: String
    package let name: PersonName
    package let birthDate: LocalDate
    package let address: PostalAddress
    package let contact: Contact
    package let preferences: Preferences
    package let entry: Entry
    package let registeredAt: Instant
    /// Counts changes; the `ETag` of the record.
    package let version: Int

    /// How a person wants to be met; theirs to change at any time.
    package struct Preferences: Sendable, Hashable {
        /// IANA name, one of the zones of the state of residence; local dates of treatment are counted in it.
        package var timeZone: String
        package var language: Language
        package var consentToMessages: Bool

        package init(timeZone: String, language: Language, consentToMessages: Bool) {
            self.timeZone = timeZone
            self.language = language
            self.consentToMessages = consentToMessages
        }
    }

    /// The screening somebody came in with, and what became of it.
    package struct Entry: Sendable, Hashable {
        package let screening: UUID
        /// `qualified` or `needsReview`, as it was on the day.
        package let result: String
        package let rules: [String]
        package let standing: Standing

        package init(screening: UUID, result: String, rules: [String], standing: Standing) {
            self.screening = screening
            self.result = result
            self.rules = rules
            self.standing = standing
        }
    }
}

/// How a person is reached.
package struct Contact: Sendable, Hashable, Codable {
    package let email: EmailAddress
    package let phone: PhoneNumber

    package init(email: EmailAddress, phone: PhoneNumber) {
        self.email = email
        self.phone = phone
    }
}
