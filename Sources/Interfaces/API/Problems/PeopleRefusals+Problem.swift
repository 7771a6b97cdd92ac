import Access
import CarePath
import Clinic
import Patients

extension Rejection {
    static func of(_ refusal: MoveRefusal) -> Rejection {
        switch refusal {
        case .dateOutOfRange: Rejection(.moveDateOutOfRange, at: "effectiveFrom")
        case .consequencesChanged: Rejection(.moveConsequencesChanged)
        }
    }

    static func of(_ refusal: ContactRefusal) -> Rejection {
        switch refusal {
        case .unchanged: Rejection(.contactUnchanged)
        case .taken: Rejection(.contactTaken)
        case .checklistIncomplete: Rejection(.identityChecklistIncomplete, at: "checklist")
        case .secondPersonRequired: Rejection(.secondPersonRequired)
        case .expired: Rejection(.contactChangeExpired)
        case .decided: Rejection(.contactChangeDecided)
        case .notForRecovery: Rejection(.contactChangeNotForRecovery)
        case .tooSoon: Rejection(.contactChangeTooSoon)
        }
    }

    static func of(_ refusal: CorrectionRefusal) -> Rejection {
        switch refusal {
        case .unchanged: Rejection(.correctionUnchanged)
        case .birthDateImpossible: Rejection(.birthDateImpossible, at: "birthDate")
        }
    }

    static func of(_ refusal: MergeRefusal) -> Rejection {
        switch refusal {
        case .sameRecord: Rejection(.mergeSameRecord, at: "into")
        case .bothPrescribed: Rejection(.mergeBothPrescribed)
        case .underWay: Rejection(.mergeUnderWay)
        case .partOfAnother: Rejection(.mergePartOfAnother)
        case .secondPersonRequired: Rejection(.secondPersonRequired)
        case .decided: Rejection(.mergeDecided)
        case .notMerged: Rejection(.mergeNotMerged)
        case .undoTooLate: Rejection(.mergeUndoTooLate)
        }
    }

    static func of(_ refusal: RequestRefusal) -> Rejection {
        switch refusal {
        case .resolved: Rejection(.requestResolved)
        case .notExtendable: Rejection(.requestNotExtendable)
        case .extendedAlready: Rejection(.requestExtendedAlready)
        case .late: Rejection(.requestLate)
        case .outcomeUnfit: Rejection(.requestOutcomeUnfit, at: "outcome")
        case .closingAsked: Rejection(.closingAsked)
        case .closingBlocked: Rejection(.closingBlocked)
        }
    }

    /// The obstacles' codes stand in the words, since they are no fields of the request.
    static func of(_ refusal: ClosingBlocked) -> Rejection {
        let codes = refusal.obstacles.map(\.rawValue).joined(separator: ", ")
        return Rejection(
            .closingBlocked,
            detail: Words(en: "It still goes on: \(codes).", es: "Sigue en curso: \(codes)."))
    }
}
