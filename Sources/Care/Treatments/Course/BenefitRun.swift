import Clinic

/// How long benefit has held the dose where it is (T15), and whether it ever did: from then on a rise is never
/// automatic (T22).
package struct BenefitRun: Sendable, Hashable {
    /// The first date of the run that goes on; `nil` while T15 does not hold.
    package var since: LocalDate?
    package var heldBefore: Bool

    package init(since: LocalDate? = nil, heldBefore: Bool = false) {
        self.since = since
        self.heldBefore = heldBefore
    }
}
