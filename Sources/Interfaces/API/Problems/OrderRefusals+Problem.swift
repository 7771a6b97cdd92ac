import Clinic
import PharmacyOrders
import StrictJSON

extension Rejection {
    static func of(_ refusal: PharmacyOrderRefusal) -> Rejection {
        switch refusal {
        case .dispensed: Rejection(.orderDispensed)
        case .over: Rejection(.orderOver)
        case .submissionOpen: Rejection(.orderSubmissionOpen)
        case .notUnknown: Rejection(.orderNotUnknown)
        case .secondPersonNeeded: Rejection(.orderSecondPersonNeeded)
        case .notInTriage: Rejection(.orderNotInTriage)
        case .cancelRefused: Rejection(.orderCancelRefused)
        case .notGivenUp: Rejection(.orderNotGivenUp)
        case .transferNeeded: Rejection(.orderTransferNeeded)
        case .anotherLives: Rejection(.orderAnotherLives)
        case .noPrescription: Rejection(.orderWithoutPrescription)
        case .pharmacyUnfit: Rejection(.pharmacyUnfit)
        }
    }

    static func of(_ refusal: PharmacyRefusal) -> Rejection {
        switch refusal {
        case .hasOrders: Rejection(.pharmacyHasOrders)
        case .licenceOverlaps: Rejection(.pharmacyLicenceOverlaps)
        case .licenceEndsBeforeItBegins: Rejection(.pharmacyLicenceEndsBeforeItBegins)
        }
    }

    /// Every rule that keeps the fill back stands in `errors`, with its id as the code.
    static func of(_ refusal: ReleaseRefusal) -> Rejection {
        Rejection(
            .fillReleaseRefused,
            fields: refusal.rules.map { rule in
                JSONProblem(
                    JSONPointer(tokens: ["fill"]), rule.rawValue, "\(rule.rawValue): \(rule.code)",
                    es: "\(rule.rawValue): \(rule.code)")
            })
    }
}
