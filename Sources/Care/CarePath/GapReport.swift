import Clinic
import Clocks
import Postgres
import RefillReviews

/// Dose dates without medicine in a span of dates, and whose delay made them so.
package struct GapReport: Sendable {
    package let from: LocalDate
    package let to: LocalDate
    /// All dates of all treatments in the span, pauses included.
    package let treatmentDays: Int
    /// Treatments with a gap day.
    package let treatments: Int
    /// The most days first.
    package let causes: [Cause]

    /// Gap days of one owner and one reason.
    package struct Cause: Sendable, Hashable {
        package let owner: DelayOwner
        package let reason: Reason
        package let days: Int
        package let treatments: Int
    }

    /// The first missed step of the chain; without one, what took the medicine. A CHECK of the treatment_day table holds
    /// the same words.
    package enum Reason: String, Sendable, CaseIterable {
        case book, decide, submit, ship, deliver
        case recalled, expired, lost
        /// The chain was kept, and medicine was missing all the same.
        case unexplained
    }

    package var gapDays: Int { causes.reduce(0) { $0 + $1.days } }

    /// Gap days in a thousand treatment days, to a tenth.
    package var perThousand: Double {
        guard treatmentDays > 0 else { return 0 }
        return (Double(gapDays) * 10_000 / Double(treatmentDays)).rounded() / 10
    }

    /// Days by owner, every owner named.
    package func days(of owner: DelayOwner) -> Int {
        causes.reduce(0) { $1.owner == owner ? $0 + $1.days : $0 }
    }
}

extension CarePath {
    /// How many dose dates had no medicine, and why. It names nobody.
    ///
    /// - Parameter dates: the last 90 days at the clinic where it is left out.
    package func gaps(in dates: ClosedRange<LocalDate>?, by actor: Actor) async throws -> GapReport {
        let now = clock.now
        let today = program.today(at: now)
        let span = dates ?? today - 89...today
        let audit = AuditEntry("report.gaps", .init("treatmentDay"), by: actor, at: now)
        async let causes = database.read(
            by: actor, Self.selectGaps(from: span.lowerBound, to: span.upperBound), "gaps.causes",
            decode: GapReport.Cause.init)
        let all = try await database.read(
            by: actor, Self.countTreatmentDays(from: span.lowerBound, to: span.upperBound),
            audit: audit.insert,
            "gaps.days"
        ) { (try $0["days"] as Int, try $0["with_gaps"] as Int) }
        return GapReport(
            from: span.lowerBound, to: span.upperBound, treatmentDays: all.first?.0 ?? 0,
            treatments: all.first?.1 ?? 0, causes: try await causes)
    }
}
