import CareSupport
import Synchronization
import Wire

/// Somebody who comes to the program: what they answer, and what they give to register. Lives in Phoenix, and no
/// rule touches them, unless a test says otherwise.
struct Newcomer: Sendable {
    var answers = ScreeningAnswers()
    var given: String
    var family: String
    var email: String
    var phone: String
    var line1 = "12 Juniper Street"
    var timeZone = "America/Phoenix"
    var language = "en"

    /// - Parameter given: also the name in the e-mail address; the telephone is like nobody else's.
    init(_ given: String, _ family: String = "Ortiz") {
        self.given = given
        self.family = family
        email = "\(given.lowercased())@example.org"
        phone = "+1602555\(1000 + Self.made.add(1, ordering: .relaxed).newValue)"
    }

    /// Whom the care team must look at first: bipolar disorder (rule E5).
    static func toReview(_ given: String) -> Newcomer {
        var newcomer = Newcomer(given)
        newcomer.answers.mania = "bipolar"
        return newcomer
    }

    func registration(on screening: String) -> RegistrationRequest {
        RegistrationRequest(
            screeningId: screening, name: .init(given: given, family: family), birthDate: answers.birthDate,
            address: .init(
                line1: line1, line2: nil, city: "Phoenix", state: answers.state, postalCode: "85004"),
            timeZone: timeZone, email: email, phone: phone, language: language, consentToMessages: true)
    }

    private static let made = Atomic(0)
}
