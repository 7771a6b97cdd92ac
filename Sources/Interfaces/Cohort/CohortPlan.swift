import Clocks
import Foundation

/// Who is to come, and when: all that a run depends on. The same plan gives the same people on the same days.
package struct CohortPlan: Codable, Sendable, Equatable {
    package var patients: Int
    package var days: Int
    package var seed: Int
    /// When the first of them comes; RFC 3339.
    package var begins: String

    /// - Parameter begins: the last of them comes `days` later.
    package init(patients: Int, days: Int, seed: Int, begins: Instant) {
        self.patients = patients
        self.days = days
        self.seed = seed
        self.begins = begins.rfc3339
    }

    var beginning: Instant { Instant(rfc3339: begins) ?? Instant(microsecondsSince1970: 0) }

    /// When the run is over.
    package var ending: Instant { beginning + .hours(24 * days) }

    /// Person `number` of 0, 1, …: at even distances, so that every day has its people, and early enough that the
    /// care team still sees the last of them.
    func arrival(of number: Int) -> Instant {
        let usable = Duration.hours(24 * days) * 9 / 10
        return beginning + usable * number / max(1, patients)
    }

    /// When the care team looks at its queue: every eight hours, and at the very end.
    var rounds: [Instant] {
        let every = stride(from: 8, to: 24 * days, by: 8).map { beginning + .hours($0) }
        return every + [ending]
    }
}
