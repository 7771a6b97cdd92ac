import CarePath
import Intakes
import Safety
import StrictJSON

extension Rejection {
    static func of(_ refusal: IntakeRefusal) -> Rejection {
        switch refusal {
        case .notYet: Rejection(.intakeNotYet)
        case .notStarted: Rejection(.intakeNotStarted)
        case .alreadySubmitted: Rejection(.intakeAlreadySubmitted)
        case .notSubmitted: Rejection(.intakeNotSubmitted)
        }
    }

    static func of(_ refusal: MedicationRefusal) -> Rejection {
        switch refusal {
        case .notUnknown: Rejection(.medicationNotUnknown)
        case .ingredientUnknown: Rejection(.medicationIngredientUnknown, at: "ingredients")
        case .alreadyEnded: Rejection(.medicationAlreadyEnded)
        case .endsBeforeItStarts: Rejection(.medicationEndsBeforeItStarts, at: "endedOn")
        case .noQuestion: Rejection(.medicationNoQuestion)
        }
    }

    static func of(_ refusal: EligibilityRefusal) -> Rejection {
        switch refusal {
        case .notEvaluated: Rejection(.eligibilityNotEvaluated)
        case .ineligible: Rejection(.eligibilityIneligible)
        case .incomplete: Rejection(.eligibilityIncomplete)
        case .noQuestion: Rejection(.eligibilityNoQuestion)
        case .noClearance: Rejection(.eligibilityNoClearance)
        case .clearanceMissing: Rejection(.eligibilityClearanceMissing)
        case .alreadyReceived: Rejection(.eligibilityClearanceReceived)
        case .alreadyAnswered: Rejection(.eligibilityAlreadyAnswered)
        case .letterOutOfDate: Rejection(.eligibilityLetterOutOfDate)
        case .letterOfAnother: Rejection(.eligibilityLetterOfAnother)
        case .rulesUnknown: Rejection(.eligibilityRulesUnknown, at: "sha256")
        }
    }

    /// The same, with each rule that stands in the way named beside it.
    static func of(_ refusal: RuleRefusal) -> Rejection {
        var rejection = of(refusal.refusal)
        rejection.fields = refusal.rules.map { rule in
            JSONProblem(JSONPointer(tokens: ["rules", rule]), rejection.code.rawValue, rule, es: rule)
        }
        return rejection
    }

    static func of(_ refusal: ConsentRefusal) -> Rejection {
        switch refusal {
        case .notTheTextInForce: Rejection(.consentNotInForce, at: "sha256")
        case .alreadySigned: Rejection(.consentAlreadySigned)
        case .notSigned: Rejection(.consentNotSigned)
        case .notWithdrawable: Rejection(.consentNotWithdrawable)
        }
    }

    static func of(_ refusal: FlagRefusal) -> Rejection {
        switch refusal {
        case .alreadyClosed: Rejection(.flagAlreadyClosed)
        case .outcomeUnknown: Rejection(.flagOutcomeUnknown, at: "outcome")
        case .outcomeUnfit: Rejection(.flagOutcomeUnfit, at: "outcome")
        case .prescriberCloses: Rejection(.flagPrescriberCloses)
        case .notGraver: Rejection(.flagNotGraver, at: "severity")
        }
    }
}
