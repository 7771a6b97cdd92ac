import Clocks

/// Where a run is: told after every step, for a progress bar or a log.
package struct CohortProgress: Sendable {
    /// Steps of the clock done, and how many there are.
    package let done: Int
    package let of: Int
    package let now: Instant
    package let cameIn: Int
    package let registered: Int
    package let reviews: Int
    package let inTreatment: Int
}
