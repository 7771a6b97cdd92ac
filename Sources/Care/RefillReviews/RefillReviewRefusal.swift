import Clinic

/// Why a refill review cannot go on so: the program's no.
package enum RefillReviewRefusal: Refusing, Hashable {
    /// There is no review under way.
    case notOpen
    case alreadyDecided
    /// The treatment ended first.
    case closed
    /// A renewal lacks something.
    case gatesClosed([RenewalGate])
    /// `continueOnHand` and `pause` say when to look again: from tomorrow on, within so many days.
    case lookAgainOutOfRange(ClosedRange<LocalDate>)
    /// Nobody has decided on the next supply yet.
    case notDecided
    /// `renewChanged` needs a visit of its own, completed with approval and without a prescription.
    case visitMissing
    /// Nothing was taken for more than 90 days: a consult comes before anything else.
    case consultFirst

    package var code: String {
        switch self {
        case .notOpen: "refill_review_not_open"
        case .alreadyDecided: "refill_review_decided"
        case .closed: "refill_review_closed"
        case .gatesClosed: "renewal_gates_closed"
        case .lookAgainOutOfRange: "look_again_out_of_range"
        case .notDecided: "refill_not_decided"
        case .visitMissing: "refill_visit_missing"
        case .consultFirst: "consult_first"
        }
    }
}
