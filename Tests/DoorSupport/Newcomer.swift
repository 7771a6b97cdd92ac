import CareSupport
import Synchronization
import Wire

/// Somebody who comes to the program: what they answer, and what they give to register. Lives in Phoenix, and no
/// rule touches them, unless a test says otherwise.
package struct Newcomer: Sendable {
    /// What they say of themselves in the screening.
    package var answers = ScreeningAnswers()
    /// What they register with.
    package var given: String
    package var family: String
    package var email: String
    package var phone: String
    package var line1 = "12 Juniper Street"
    package var timeZone = "America/Phoenix"
    package var language = "en"

    /// - Parameter given: also the name in the e-mail address; the telephone is like nobody else's.
    package init(_ given: String, _ family: String = "Ortiz") {
        self.given = given
        self.family = family
        email = "\(given.lowercased())@example.org"
        phone = "+1602555\(1000 + Self.made.add(1, ordering: .relaxed).newValue)"
    }

    /// Whom the care team must look at first: bipolar disorder (rule E5).
    package static func toReview(_ given: String) -> Newcomer {
        var newcomer = Newcomer(given)
        newcomer.answers.mania = "bipolar"
        return newcomer
    }

    /// What they send to register with a screening.
    package func registration(on screening: String) -> RegistrationRequest {
        RegistrationRequest(
            screeningId: screening, name: .init(given: given, family: family), birthDate: answers.birthDate,
            address: .init(
                line1: line1, line2: nil, city: "Phoenix", state: answers.state, postalCode: "85004"),
            timeZone: timeZone, email: email, phone: phone, language: language, consentToMessages: true)
    }

    private static let made = Atomic(0)
}
