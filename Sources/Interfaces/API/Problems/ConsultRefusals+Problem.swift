import CarePath
import Clinic
import Consults
import StrictJSON

/// Refusals around visits and prescribers.
extension Rejection {
    static func of(_ refusal: ConsultNotReady) -> Rejection {
        Rejection(
            .consultNotReady,
            fields: refusal.blocks.map { block in
                let words = block.words
                return JSONProblem(.root, block.rawValue, words.en, es: words.es)
            })
    }

    static func of(_ refusal: ConsultRefusal) -> Rejection {
        switch refusal {
        case .timeNotOffered: Rejection(.timeNotOffered, at: "startsAt")
        case .slotTaken: Rejection(.slotTaken)
        case .holdExpired: Rejection(.holdExpired)
        case .notConfirmed: Rejection(.consultNotConfirmed)
        case .notStarted: Rejection(.consultNotStarted)
        case .alreadyStarted: Rejection(.consultAlreadyStarted)
        case .alreadyCompleted: Rejection(.consultAlreadyCompleted)
        case .notCompleted: Rejection(.consultNotCompleted)
        case .ended: Rejection(.consultEnded)
        case .tooEarly: Rejection(.consultTooEarly)
        case .tooLateToMove: Rejection(.consultTooLateToMove)
        case .ofAnotherPrescriber: Rejection(.consultOfAnotherPrescriber)
        case .prescriberNotLicensed: Rejection(.prescriberNotLicensed, at: "attestedState")
        case .prescriberInactive: Rejection(.prescriberInactive)
        case .outcomeDetailMissing: Rejection(.outcomeDetailMissing, at: "detail")
        }
    }

    static func of(_ refusal: PrescriberRefusal) -> Rejection {
        switch refusal {
        case .notAPrescriber: Rejection(.notAPrescriber)
        case .identifierTaken: Rejection(.npiTaken)
        case .overlapsAnother: Rejection(.prescriberSpellOverlaps)
        case .endsBeforeItBegins: Rejection(.prescriberSpellEndsBeforeItBegins, at: "until")
        case .coverUnfit: Rejection(.coverUnfit, at: "coverId")
        case .visitsAhead: Rejection(.prescriberHasVisits)
        }
    }
}

extension ConsultBlock {
    /// What is missing, for the person who wanted the visit.
    fileprivate var words: Words {
        switch self {
        case .intakeMissing:
            Words(en: "The intake is not submitted.", es: "El cuestionario médico no se ha enviado.")
        case .ineligible:
            Words(en: "The rules say no to this treatment.", es: "Las reglas no permiten este tratamiento.")
        case .eligibilityIncomplete:
            Words(
                en: "An answer that a rule needs is missing.",
                es: "Falta una respuesta que una regla necesita.")
        case .clearanceMissing:
            Words(en: "A clearance has not come yet.", es: "Aún no ha llegado una autorización médica.")
        case .consentsMissing:
            Words(en: "A consent is not signed.", es: "Falta firmar un consentimiento.")
        }
    }
}
