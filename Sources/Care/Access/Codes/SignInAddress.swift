import Clinic
import Foundation
import Postgres
import Sealing

/// Where a patient's one-time codes go.
///
/// The code is sent to exactly the text that is compared: two ways of writing that count as the same address
/// cannot reach two different people.
package enum SignInAddress: Sendable, Hashable {
    case email(EmailAddress)
    case text(PhoneNumber)

    /// By what way.
    package enum Channel: String, CaseIterable, Sendable, Codable, PostgresEncodable, PostgresDecodable {
        case email, text
    }

    /// Reads `email` or `text` with its address; `nil` where it is none.
    package init?(channel: Channel, _ address: String) {
        switch channel {
        case .email:
            guard let email = EmailAddress(address) else { return nil }
            self = .email(email)
        case .text:
            guard let phone = PhoneNumber(address) else { return nil }
            self = .text(phone)
        }
    }

    package var channel: Channel {
        switch self {
        case .email: .email
        case .text: .text
        }
    }

    /// What the carrier is told: the e-mail address, or the number in E.164.
    package var destination: String {
        switch self {
        case .email(let email): email.address
        case .text(let phone): phone.e164
        }
    }

    /// `m…@example.org`, `…42`.
    package var masked: String {
        switch self {
        case .email(let email): email.masked
        case .text(let phone): phone.masked
        }
    }

    /// The keyed hash under which the database knows the address.
    package func token(_ keyring: Keyring) -> SearchToken {
        switch self {
        case .email(let email): keyring.searchToken(for: .email, email.address)
        case .text(let phone): keyring.searchToken(for: .phone, phone.e164)
        }
    }
}

extension SignInAddress: CustomStringConvertible {
    package var description: String { masked }
}
