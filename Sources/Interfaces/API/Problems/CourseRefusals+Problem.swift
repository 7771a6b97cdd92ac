import Treatments

extension Rejection {
    static func of(_ refusal: SupplyRefusal) -> Rejection {
        switch refusal {
        case .notArrived: Rejection(.supplyNotArrived)
        case .recalledAlready: Rejection(.lotRecalledAlready)
        case .notReplaceable: Rejection(.supplyNotReplaceable)
        case .halfImpossible: Rejection(.halfImpossible, at: "half")
        }
    }

    static func of(_ refusal: CourseRefusal) -> Rejection {
        switch refusal {
        case .dateAhead: Rejection(.checkInDateAhead, at: "date")
        case .dateTooOld: Rejection(.checkInDateTooOld, at: "date")
        case .notStarted: Rejection(.treatmentNotStarted)
        case .ended: Rejection(.treatmentEnded)
        case .alreadyReported: Rejection(.checkInExists)
        case .amendedTooLate: Rejection(.checkInClosed)
        case .notReported: Rejection(.checkInMissing)
        case .takenDoesNotFit: Rejection(.takenDoesNotFitDose, at: "takenMg")
        case .offerGone: Rejection(.doseChangeGone)
        case .offerExpired: Rejection(.doseChangeExpired)
        case .notPaused: Rejection(.treatmentNotPaused)
        case .alreadyPaused: Rejection(.treatmentAlreadyPaused)
        case .prescriberResumes: Rejection(.prescriberResumes)
        case .flagOpen: Rejection(.flagOpen)
        case .doseNotAllowed: Rejection(.doseNotAllowed, at: "doseMg")
        case .pauseTooLong: Rejection(.pauseTooLong, at: "until")
        case .resumeDateNotAllowed: Rejection(.resumeDateNotAllowed, at: "from")
        case .readingNeeded: Rejection(.readingNeeded)
        }
    }
}
