import Clinic

/// Why a visit cannot be held, moved or ended as asked.
package enum ConsultRefusal: Refusing, CaseIterable {
    /// No such time in the prescriber's hours: too soon, too far, outside of them, or not for this patient's state.
    case timeNotOffered
    /// Somebody else has it, or the patient has another visit then.
    case slotTaken
    /// The ten minutes are over.
    case holdExpired
    /// It was only held: it must be confirmed first.
    case notConfirmed
    /// It has not begun.
    case notStarted
    /// It has begun already, with other attestations; or it is too late to call it off.
    case alreadyStarted
    case alreadyCompleted
    /// There is no signed note to add to.
    case notCompleted
    /// It is over: cancelled, moved, expired or missed.
    case ended
    /// Before the time at which this can happen.
    case tooEarly
    /// The time has passed at which it could be moved.
    case tooLateToMove
    /// Only the prescriber of the visit may.
    case ofAnotherPrescriber
    /// P1: no licence of the prescriber there and then.
    case prescriberNotLicensed
    /// The prescriber has left.
    case prescriberInactive
    /// The outcome asks for a word of why, what or when.
    case outcomeDetailMissing

    package var code: String {
        switch self {
        case .timeNotOffered: "time_not_offered"
        case .slotTaken: "slot_taken"
        case .holdExpired: "hold_expired"
        case .notConfirmed: "consult_not_confirmed"
        case .notStarted: "consult_not_started"
        case .alreadyStarted: "consult_already_started"
        case .alreadyCompleted: "consult_already_completed"
        case .notCompleted: "consult_not_completed"
        case .ended: "consult_ended"
        case .tooEarly: "consult_too_early"
        case .tooLateToMove: "consult_too_late_to_move"
        case .ofAnotherPrescriber: "consult_of_another_prescriber"
        case .prescriberNotLicensed: "prescriber_not_licensed"
        case .prescriberInactive: "prescriber_inactive"
        case .outcomeDetailMissing: "outcome_detail_missing"
        }
    }
}

/// Why a prescriber's record cannot be as asked.
package enum PrescriberRefusal: Refusing, CaseIterable {
    /// The account is not that of an active colleague who holds the role of prescriber.
    case notAPrescriber
    /// Another prescriber has this NPI.
    case identifierTaken
    /// Licence, DEA registration or hours overlap what stands already.
    case overlapsAnother
    /// It would end before it begins.
    case endsBeforeItBegins
    /// Who stands in has no profile, or is the prescriber themselves.
    case coverUnfit
    /// They have visits that are not over: those are moved or called off first.
    case visitsAhead

    package var code: String {
        switch self {
        case .notAPrescriber: "not_a_prescriber"
        case .identifierTaken: "npi_taken"
        case .overlapsAnother: "prescriber_spell_overlaps"
        case .endsBeforeItBegins: "prescriber_spell_ends_before_it_begins"
        case .coverUnfit: "cover_unfit"
        case .visitsAhead: "prescriber_has_visits"
        }
    }
}
