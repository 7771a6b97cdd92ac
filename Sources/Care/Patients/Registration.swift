import Clinic
import Clocks
import Foundation

/// What a person gives to become a patient.
package struct Registration: Sendable {
    package let screening: UUID
    package let name: PersonName
    package let birthDate: LocalDate
    package let address: PostalAddress
    package let state: StateCode
    package let contact: Contact
    package let preferences: Patient.Preferences

    package init(
        screening: UUID, name: PersonName, birthDate: LocalDate, address: PostalAddress, state: StateCode,
        contact: Contact, preferences: Patient.Preferences
    ) {
        self.screening = screening
        self.name = name
        self.birthDate = birthDate
        self.address = address
        self.state = state
        self.contact = contact
        self.preferences = preferences
    }

    /// What registration needs to know of the screening; the stage that keeps screenings fills it in.
    package struct ScreeningFacts: Sendable {
        package let result: String
        package let rules: [String]
        package let needsReview: Bool
        package let mayRegister: Bool
        package let expiresAt: Instant
        package let used: Bool
        package let birthDate: LocalDate?
        package let state: StateCode?

        package init(
            result: String, rules: [String], needsReview: Bool, mayRegister: Bool, expiresAt: Instant, used: Bool,
            birthDate: LocalDate?, state: StateCode?
        ) {
            self.result = result
            self.rules = rules
            self.needsReview = needsReview
            self.mayRegister = mayRegister
            self.expiresAt = expiresAt
            self.used = used
            self.birthDate = birthDate
            self.state = state
        }
    }

    /// Whether this person may register on this screening now, and with which standing.
    ///
    /// The birth date and the state must be those of the screening, since its rules (E1, E2) judged them.
    package func standing(
        after screening: ScreeningFacts?, zones: [String], now: Instant
    ) throws(RegistrationRefusal) -> Standing {
        guard let screening else { throw .screeningUnknown }
        guard !screening.used else { throw .screeningUsed }
        guard now < screening.expiresAt else { throw .screeningExpired }
        guard screening.mayRegister else { throw .notQualified }
        guard screening.birthDate == birthDate else { throw .birthDateDiffers }
        guard screening.state == state else { throw .stateDiffers }
        guard zones.contains(preferences.timeZone) else { throw .timeZoneNotInState }
        return screening.needsReview ? .inReview : .qualified
    }
}

/// Why somebody could not register. A known e-mail is none of these: it gets the same answer as an unknown one.
package enum RegistrationRefusal: Refusing, CaseIterable {
    case screeningUnknown
    case screeningUsed
    /// A screening counts for 30 days.
    case screeningExpired
    case notQualified
    case birthDateDiffers
    case stateDiffers
    case timeZoneNotInState

    package var code: String {
        switch self {
        case .screeningUnknown: "screening_unknown"
        case .screeningUsed: "screening_used"
        case .screeningExpired: "screening_expired"
        case .notQualified: "screening_not_qualified"
        case .birthDateDiffers: "birth_date_differs"
        case .stateDiffers: "state_differs"
        case .timeZoneNotInState: "time_zone_not_in_state"
        }
    }
}
