import Clocks
import Cohort
import Foundation

/// What was asked of `lozenged dev`, checked.
struct DevOptions: Sendable {
    var serveOnly: Bool
    var once: Bool
    var port: Int
    /// `nil` for the usual number, or for everybody in the file.
    var patients: Int?
    /// Whose answers people give.
    var people: CohortPeople?
    var days: Int
    var seed: Int
    var json: String?
    /// Where the clock begins and stands still; `nil` for days that end now.
    var start: Instant?

    /// Where a fresh folder's clock begins. Before real people's time, so that what is prepared there, with steps of
    /// half a minute for the authenticators, never puts the clock ahead of the host's.
    func clockStart(at host: Instant) -> Instant {
        if let start { return start }
        let stations = Station.allCases.map(\.days).max() ?? 0
        return host - .hours(24 * (serveOnly ? stations : stations + days)) - .minutes(45)
    }

    private var count: Int { people?.respondents.count ?? patients ?? 25 }

    /// The cohort to take through: the one that began in this folder, or a new one; `nil` for none.
    ///
    /// - Throws: `OtherCohort` where the folder has one with other numbers, `DaysArePast` where it was served without.
    func plan(beginning clock: DevClock, kept file: CohortFile) throws -> CohortPlan? {
        if serveOnly { return nil }
        let now = clock.now
        guard let kept = try file.plan() else {
            if clock.isRunning { throw DaysArePast(folder: file.folder.url.path(percentEncoded: false)) }
            return CohortPlan(
                patients: count, days: days, seed: seed, begins: now, file: people?.file)
        }
        guard
            (kept.patients, kept.days, kept.seed, kept.file?.sha256)
                == (count, days, seed, people?.file.sha256)
        else {
            throw OtherCohort(kept: kept, folder: file.folder.url.path(percentEncoded: false))
        }
        return kept
    }
}

/// The folder's clock shows real time already, and never goes back to the days in which a cohort would come.
struct DaysArePast: Error, CustomStringConvertible {
    let folder: String

    var description: String {
        "\(folder) was first served without a cohort, and its clock does not go back. "
            + "Give --serve-only again, or --data another folder."
    }
}

/// The folder's days are past; a cohort with other numbers needs a folder of its own.
struct OtherCohort: Error, CustomStringConvertible {
    let kept: CohortPlan
    let folder: String

    var description: String {
        "\(folder) holds a cohort already (\(kept.patients) patients, \(kept.days) days, seed \(kept.seed)"
            + (kept.file.map { ", \($0.path)" } ?? "") + "). "
            + "Ask for the same, or give --data another folder."
    }
}
