import Access
import CarePath
import Clinic
import Consults
import Intakes
import Patients
import PharmacyOrders
import Postgres
import Prescriptions
import RefillReviews
import Safety
import Shipments
import StrictJSON
import Treatments

/// The one place where a refusal of the program becomes an answer of HTTP. A new refusal does not compile until it
/// stands here.
extension Rejection {
    /// What to answer to an error: a refusal by its own code, a database that is away with "later", anything else
    /// with nothing but the request's id.
    package init(of error: any Error) {
        self =
            switch error {
            case let rejection as Rejection: rejection
            case let problems as JSONProblems: Rejection(.validationFailed, fields: problems.problems)
            case is NotFound: Rejection(.notFound)
            case is Stale: Rejection(.stale)
            case let refusal as OnceRefusal: Self.of(refusal)
            case let refusal as AccessRefusal: Self.of(refusal)
            case let refusal as StaffAccessRefusal: Self.of(refusal)
            case let refusal as RegistrationRefusal: Self.of(refusal)
            case let refusal as Screening.Refusal: Self.of(refusal)
            case let refusal as StandingRefusal: Self.of(refusal)
            case let refusal as WorkItemRefusal: Self.of(refusal)
            case let refusal as WorkItemSettledElsewhere:
                Rejection(.workItemSettledElsewhere, detail: refusal.by)
            case let refusal as ServedStateRefusal: Self.of(refusal)
            // Intake and eligibility.
            case let refusal as IntakeRefusal: Self.of(refusal)
            case let refusal as MedicationRefusal: Self.of(refusal)
            case let refusal as EligibilityRefusal: Self.of(refusal)
            case let refusal as RuleRefusal: Self.of(refusal)
            case let refusal as ConsentRefusal: Self.of(refusal)
            case let refusal as FlagRefusal: Self.of(refusal)

            // People's changes.
            case let refusal as MoveRefusal: Self.of(refusal)
            case let refusal as ContactRefusal: Self.of(refusal)
            case let refusal as CorrectionRefusal: Self.of(refusal)
            case let refusal as MergeRefusal: Self.of(refusal)
            case let refusal as RequestRefusal: Self.of(refusal)
            case let refusal as ClosingBlocked: Self.of(refusal)
            case is RecordEnded: Rejection(.recordEnded)
            case is DisclosureAhead: Rejection(.disclosureAhead, at: "disclosedOn")
            // On call.
            case let refusal as RotaRefusal: Self.of(refusal)
            case let refusal as PagerRefusal: Self.of(refusal)

            // Visits.
            case let refusal as ConsultNotReady: Self.of(refusal)
            case let refusal as ConsultRefusal: Self.of(refusal)
            case let refusal as PrescriberRefusal: Self.of(refusal)

            // Prescriptions.
            case let refusal as PrescriptionRefusal: Self.of(refusal)
            case let refusal as FillRefusal: Self.of(refusal)

            // Pharmacy orders.
            case let refusal as PharmacyOrderRefusal: Self.of(refusal)
            case let refusal as PharmacyRefusal: Self.of(refusal)
            case let refusal as ReleaseRefusal: Self.of(refusal)

            // Shipments and treatments.
            case let refusal as ShipmentRefusal: Self.of(refusal)
            case let refusal as TreatmentRefusal: Self.of(refusal)
            case let refusal as CourseRefusal: Self.of(refusal)

            // Refill reviews and the supply at home.
            case let refusal as RefillReviewRefusal: Self.of(refusal)
            case let refusal as SupplyRefusal: Self.of(refusal)

            // Partners' messages.
            case let refusal as WebhookRefusal: Self.of(refusal)
            case let refusal as WebhookSecretRefusal: Self.of(refusal)

            // The program's machinery.
            case let refusal as DeadLetterRefusal: Self.of(refusal)

            case let fault as PostgresError: Self.of(fault)
            default: Rejection(.internalError)
            }
    }

    private static func of(_ refusal: OnceRefusal) -> Rejection {
        switch refusal {
        case .stillRunning: Rejection(.idempotencyInProgress).retry(after: 1)
        case .otherRequest: Rejection(.idempotencyKeyReused)
        }
    }

    private static func of(_ refusal: AccessRefusal) -> Rejection {
        switch refusal {
        case .codeWrong: Rejection(.codeWrong)
        case .codeExpired: Rejection(.codeExpired)
        case .tooManyTries: Rejection(.tooManyTries)
        case .credentialsWrong: Rejection(.credentialsWrong)
        case .tokenExpired: Rejection(.tokenExpired)
        case .tokenInvalid: Rejection(.tokenInvalid)
        case .refreshReused: Rejection(.refreshReused)
        case .busy: Rejection(.busy).retry(after: 2)
        }
    }

    private static func of(_ refusal: StaffAccessRefusal) -> Rejection {
        switch refusal {
        case .linkUnknown: Rejection(.linkUnknown)
        case .linkExpired: Rejection(.linkExpired)
        case .linkUsed: Rejection(.linkUsed)
        case .totpWrong: Rejection(.totpWrong, at: "totp")
        case .passwordTooWeak: Rejection(.passwordTooWeak, at: "password")
        case .identityMissing: Rejection(.identityMissing, at: "name")
        case .emailTaken: Rejection(.emailTaken)
        case .roleNotGrantable: Rejection(.roleNotGrantable, at: "roles")
        case .alreadyGranted: Rejection(.alreadyGranted)
        case .accountInactive: Rejection(.accountInactive)
        case .grantNotPending: Rejection(.grantNotPending)
        case .secondPersonRequired: Rejection(.secondPersonRequired)
        case .lastAdministrator: Rejection(.lastAdministrator)
        case .alreadySetUp: Rejection(.alreadySetUp)
        }
    }

    private static func of(_ refusal: ServedStateRefusal) -> Rejection {
        switch refusal {
        case .endsBeforeItBegins: Rejection(.serviceEndsBeforeItBegins, at: "until")
        case .overlapsAnother: Rejection(.serviceOverlapsAnother)
        }
    }

    private static func of(_ refusal: RegistrationRefusal) -> Rejection {
        switch refusal {
        case .screeningUnknown: Rejection(.screeningUnknown, at: "screeningId")
        case .birthDateDiffers: Rejection(.birthDateDiffers, at: "birthDate")
        case .stateDiffers: Rejection(.stateDiffers, at: "address", "state")
        case .timeZoneNotInState: Rejection(.timeZoneNotInState, at: "timeZone")
        }
    }

    private static func of(_ refusal: Screening.Refusal) -> Rejection {
        switch refusal {
        case .expired: Rejection(.screeningExpired)
        case .usedByAnother: Rejection(.screeningUsed)
        case .notQualified: Rejection(.screeningNotQualified)
        case .notYetExpired: Rejection(.screeningNotYetExpired)
        }
    }

    private static func of(_ refusal: StandingRefusal) -> Rejection {
        switch refusal {
        case .needsNoReview: Rejection(.screeningNeedsNoReview)
        case .alreadyDecided: Rejection(.screeningAlreadyDecided)
        }
    }

    private static func of(_ refusal: WorkItemRefusal) -> Rejection {
        switch refusal {
        case .claimedByAnother: Rejection(.workItemClaimedByAnother)
        case .notClaimed: Rejection(.workItemNotClaimed)
        case .alreadyResolved: Rejection(.workItemAlreadyResolved)
        case .outcomeUnknown: Rejection(.workItemOutcomeUnknown, at: "outcome")
        case .snoozeOutOfRange: Rejection(.snoozeOutOfRange, at: "until")
        case .colleagueUnfit: Rejection(.colleagueUnfit, at: "to")
        }
    }

    /// A lost answer to COMMIT is "later" too: whoever asks again with the same key learns what became of it.
    ///
    /// A second later, since it is refused quickly while the database is away, and everybody is to be back soon after it
    /// (`Deploy/failover-drill`).
    private static func of(_ fault: PostgresError) -> Rejection {
        fault.isUnavailable || fault.kind == .outcomeUnknown
            ? Rejection(.unavailable).retry(after: 1) : Rejection(.internalError)
    }

    /// A refusal that is about one field of the body, so that an app can show it there.
    init(_ code: ProblemCode, at field: String, _ inner: String...) {
        self.init(
            code,
            fields: [
                JSONProblem(
                    JSONPointer(tokens: [field] + inner), code.rawValue, code.words.detail.en,
                    es: code.words.detail.es)
            ])
    }
}
