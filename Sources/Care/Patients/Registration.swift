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

    /// Whether this is the person whose screening it was. The birth date and the state must be those of the
    /// screening, since its rules (E1, E2) judged them; the zone must be one of the state's.
    package func check(
        screenedBirthDate: LocalDate?, screenedState: StateCode?, zones: [String]
    ) throws(RegistrationRefusal) {
        guard screenedBirthDate == birthDate else { throw .birthDateDiffers }
        guard screenedState == state else { throw .stateDiffers }
        guard zones.contains(preferences.timeZone) else { throw .timeZoneNotInState }
    }
}

/// Why somebody could not register, beside what the screening itself says. A known e-mail is none of these: it
/// gets the same answer as an unknown one.
package enum RegistrationRefusal: Refusing, CaseIterable {
    case screeningUnknown
    case birthDateDiffers
    case stateDiffers
    case timeZoneNotInState

    package var code: String {
        switch self {
        case .screeningUnknown: "screening_unknown"
        case .birthDateDiffers: "birth_date_differs"
        case .stateDiffers: "state_differs"
        case .timeZoneNotInState: "time_zone_not_in_state"
        }
    }
}
