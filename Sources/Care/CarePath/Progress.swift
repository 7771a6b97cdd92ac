import Clinic
import Clocks
import Foundation
import Patients
import Postgres
import Treatments

/// How a patient's weeks went: dose, effects, blood pressure and scores by day, for a picture or a chart.
package struct Progress: Sendable {
    /// Today in the patient's zone.
    package let today: LocalDate
    package let days: [Day]
    /// Totals by instrument in the order in which they were given; the intake's first, which is the baseline.
    package let scores: [Score]

    /// One date of the treatment.
    package struct Day: Sendable {
        package let date: LocalDate
        package let cycle: Int
        /// 1 on the cycle's first day.
        package let cycleDay: Int
        /// In force on that date, whatever was taken.
        package let dose: Milligrams
        package let permission: TitrationDecision.Permission
        package let isOff: Bool
        package let isGap: Bool
        package let report: Report?
        /// The highest of the date.
        package let reading: Reading?
    }

    /// The version of a check-in that counts.
    package struct Report: Sendable {
        package let taken: CheckIn.Taken.Name
        package let amount: Milligrams
        package let isLate: Bool
        package let effects: EffectGrades
        package let mood: Int?
        package let benefit: String?
        package let wish: String?
    }

    package struct Score: Sendable {
        /// `phq9`, `gad7`, `pcl5`.
        package let instrument: String
        package let date: LocalDate
        package let total: Int
        package let isBaseline: Bool
    }
}

extension CarePath {
    /// Dose, effects, blood pressure and scores of a span of dates. The reading is audited; a patient's own does not wait
    /// for the disk.
    ///
    /// - Parameter dates: the last 60 where left out.
    package func progress(of patient: ID<Patient>, in dates: ClosedRange<LocalDate>?, by actor: Actor)
        async throws
        -> Progress
    {
        let now = clock.now
        let audit = AuditEntry(
            "progress.read", .init("patient", patient.uuid), patient: patient.uuid, by: actor, at: now)
        let zones = try await database.read(by: actor, Self.selectZone(of: patient), "progress.zone") { row in
            let zone: String = try row["time_zone"]
            return zone
        }
        guard let zone = zones.first.flatMap(TimeZone.init(identifier:)) else { throw NotFound() }
        let today = LocalDate(of: now, in: zone)
        let span = dates ?? (today - 59)...today
        async let scores = database.read(
            by: actor, Self.selectScores(of: patient, through: span.upperBound), "progress.scores",
            decode: Progress.Score.init)
        let days = try await database.read(
            by: actor, Self.selectProgress(of: patient, in: span), audit: audit.insert,
            durable: actor != .patient(patient.uuid), "progress.days", decode: Progress.Day.init)
        return Progress(today: today, days: days, scores: try await scores)
    }
}
