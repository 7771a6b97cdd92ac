import API
import Access
import CarePath
import Clinic
import Consults
import HTTPTypes
import Intakes
import Patients
import PharmacyOrders
import Prescriptions
import Safety
import Shipments
import Testing
import Treatments

@Suite struct `A refusal of the program` {
    private static var all: [any Refusing] {
        AccessRefusal.allCases + StaffAccessRefusal.allCases + RegistrationRefusal.allCases
            + WorkItemRefusal.allCases + ShipmentRefusal.allCases + TreatmentRefusal.allCases
            + Screening.Refusal.allCases + WebhookRefusal.allCases + WebhookSecretRefusal.allCases
            + DeadLetterRefusal.allCases + FlagRefusal.allCases + RotaRefusal.allCases + PagerRefusal.allCases
            + [
                NotFound(), Stale(), OnceRefusal.stillRunning, OnceRefusal.otherRequest,
                StandingRefusal.needsNoReview,
                StandingRefusal.alreadyDecided, ServedStateRefusal.endsBeforeItBegins,
                ServedStateRefusal.overlapsAnother,
            ] + prescriptions + visits + people
    }

    private static var people: [any Refusing] {
        MoveRefusal.allCases + ContactRefusal.allCases + CorrectionRefusal.allCases + MergeRefusal.allCases
            + RequestRefusal.allCases + [
                ClosingBlocked(obstacles: [.visitBooked]), RecordEnded(), DisclosureAhead(),
            ]
    }

    private static var visits: [any Refusing] {
        ConsultRefusal.allCases + PrescriberRefusal.allCases + [ConsultNotReady(blocks: [.intakeMissing])]
    }

    private static var prescriptions: [any Refusing] {
        let refusals: [PrescriptionRefusal] = [
            .consultNotApproved, .alreadyDrafted, .termsWrong(PrescriptionTermFault.allCases),
            .protocolNotApproved, .protocolUnknown, .notReady, .voided, .alreadySigned, .notSigned,
            .notInForce,
            .cancelNotRequested, .ended, .gatesClosed([]), .codeWrong, .codeUsed, .deliveryNotPossible,
            .queryAhead,
        ]
        return refusals + FillRefusal.allCases
    }

    @Test func `is answered with its own code and a status of its own class`() {
        for refusal in Self.all {
            let rejection = Rejection(of: refusal)
            #expect(rejection.code.rawValue == refusal.code)
            #expect(refusal as? AccessRefusal == .busy || (400..<500).contains(rejection.code.status.code))
        }
    }

    @Test func `that may pass says when to ask again`() {
        for refusal in [AccessRefusal.busy, OnceRefusal.stillRunning] as [any Refusing] {
            #expect(Rejection(of: refusal).headers[.retryAfter] != nil)
        }
    }

    @Test func `is kept under a key unless it says nothing of the next try`() {
        #expect(ProblemCode.screeningExpired.mayBeKept)
        #expect(ProblemCode.workItemClaimedByAnother.mayBeKept)
        for code in ProblemCode.allCases
        where [400, 401, 403, 413, 415, 429, 500, 503].contains(code.status.code) {
            #expect(!code.mayBeKept, "\(code)")
        }
        #expect(!ProblemCode.idempotencyInProgress.mayBeKept)
    }
}
