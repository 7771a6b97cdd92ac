import Clocks
import Foundation

/// Who is to come, and when: all that a run depends on. The same plan gives the same people on the same days.
package struct CohortPlan: Codable, Sendable, Equatable {
    package var patients: Int
    package var days: Int
    package var seed: Int
    /// When the first of them comes; RFC 3339.
    package var begins: String
    /// Where each person is left; without it everybody goes as far as the path does.
    package var stations: [Station]?

    /// - Parameter begins: the last of them comes `days` later.
    package init(patients: Int, days: Int, seed: Int, begins: Instant) {
        self.patients = patients
        self.days = days
        self.seed = seed
        self.begins = begins.rfc3339
    }

    /// Brings a person to each of these stations, all of them in the days that the longest way takes.
    package init(to stations: [Station], seed: Int, begins: Instant) {
        self.init(
            patients: stations.count, days: stations.map(\.days).max() ?? 1, seed: seed, begins: begins)
        self.stations = stations
    }

    var beginning: Instant { Instant(rfc3339: begins) ?? Instant(microsecondsSince1970: 0) }

    /// How long the way from the screening to the first day takes, with a weekend in it.
    private static let pathDays = 12

    /// When the run is over.
    package var ending: Instant { beginning + .hours(24 * days) }

    /// Person `number` of 0, 1, …: at even distances, so that every day has its people, and early enough that the
    /// last of them can come through.
    func arrival(of number: Int) -> Instant {
        if let stations { return ending - stations[number].leadTime }
        let usable = Duration.hours(24 * max(days / 3, days - Self.pathDays))
        return beginning + usable * number / max(1, patients)
    }

    /// When people look at their home screen and the care team at its queue: every eight hours, and at the very end.
    var rounds: [Instant] {
        let every = stride(from: 8, to: 24 * days, by: 8).map { beginning + .hours($0) }
        return every + [ending]
    }
}
