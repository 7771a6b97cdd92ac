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
    /// Whose answers they give; without it they are made up.
    package var file: File?

    /// A file of people, and how its columns are read. The plan keeps where it is, never what it says.
    package struct File: Codable, Sendable, Equatable {
        package var path: String
        /// The mapping's name in `Schema/mappings/`.
        package var mapping: String
        package var sha256: String

        package init(path: String, mapping: String, sha256: String) {
            self.path = path
            self.mapping = mapping
            self.sha256 = sha256
        }
    }

    /// - Parameter begins: the last of them comes `days` later.
    package init(patients: Int, days: Int, seed: Int, begins: Instant, file: File? = nil) {
        self.patients = patients
        self.days = days
        self.seed = seed
        self.begins = begins.rfc3339
        self.file = file
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

    /// The second supply comes some 40 days after the first day; a run that is long enough lets everybody see it.
    private static let secondSupplyDays = 38

    /// Over how many days people come.
    private var arrivalDays: Int {
        days >= Self.pathDays + Self.secondSupplyDays
            ? max(days / 10, days - Self.pathDays - Self.secondSupplyDays)
            : max(days / 3, days - Self.pathDays)
    }

    /// Person `number` of 0, 1, …: at even distances, so that every day has its people, and early enough that the
    /// last of them can come through.
    func arrival(of number: Int) -> Instant {
        if let stations { return ending - stations[number].leadTime }
        return beginning + Duration.hours(24 * arrivalDays) * number / max(1, patients)
    }

    /// When people look at their home screens and the care team at its queue, by the minute of the day in UTC: in the
    /// evening of all states that the program serves, in the morning and in the afternoon, and at the very end.
    ///
    /// Each has a minute of the hour of its own, and none a visit's: what one of them leads to after whole hours is then
    /// never at the minute of another, where the seconds that a sign-in takes would decide whether it comes before.
    var rounds: [(at: Instant, isEvening: Bool)] {
        let midnight = Instant(microsecondsSince1970: beginning.secondsSince1970 / 86_400 * 86_400_000_000)
        let minutes = [(3 * 60 + 10, true), (15 * 60 + 25, false), (21 * 60 + 40, false)]
        let inside = (0...days).flatMap { day in
            minutes.map { (at: midnight + .minutes(24 * 60 * day + $0.0), isEvening: $0.1) }
        }
        return inside.filter { $0.at > beginning && $0.at < ending } + [(ending, false)]
    }
}
