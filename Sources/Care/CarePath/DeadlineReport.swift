import Clinic
import Clocks
import Foundation
import Postgres
import Safety

/// How the care team kept its deadlines between two moments: flags by severity, work by kind.
package struct DeadlineReport: Sendable {
    package let from: Instant
    package let to: Instant
    package let lines: [Line]
    /// What was or is late, the longest first; at most a hundred.
    package let late: [Late]

    /// One deadline of one sort of thing.
    package struct Line: Sendable, Equatable {
        package let what: What
        /// A severity, or a kind of work.
        package let kind: String
        /// All that arose in that time.
        package let count: Int
        package let met: Int
        /// Done too late, or not done though the time is over.
        package let late: Int
        /// Not done, and still in time.
        package let waiting: Int
        /// From arising to done, of what is done.
        package let medianMinutes: Int?
    }

    /// Which deadline.
    package enum What: String, Sendable, CaseIterable, PostgresDecodable {
        case flagAcknowledged, flagClosed, workItem
    }

    /// One thing that was late.
    package struct Late: Sendable {
        package let what: What
        package let kind: String
        package let handle: String
        package let due: Instant
        /// `nil` while it is not done.
        package let done: Instant?
    }
}

extension CarePath {
    /// How deadlines were kept, of what arose between two moments; the last 30 days if nothing is said. The reading is
    /// audited.
    package func deadlineReport(from: Instant?, to: Instant?, by actor: Actor) async throws -> DeadlineReport
    {
        let now = clock.now
        let ends = to ?? now
        let begins = from ?? ends - .hours(24 * 30)
        let audit = AuditEntry("report.deadlines", .init("workItem"), by: actor, at: now)
        let lines = try await database.read(
            by: actor, Self.selectDeadlines(from: begins, to: ends, now: now), audit: audit.insert,
            "report.deadlines"
        ) { row in
            DeadlineReport.Line(
                what: try row["what"], kind: try row["kind"], count: try row["count"], met: try row["met"],
                late: try row["late"], waiting: try row["waiting"], medianMinutes: try row["median_minutes"])
        }
        let late = try await database.read(
            by: actor, Self.selectLate(from: begins, to: ends, now: now, limit: 100), "report.late"
        ) { row in
            DeadlineReport.Late(
                what: try row["what"], kind: try row["kind"], handle: try row["handle"],
                due: try row["due_at"],
                done: try row["done_at"])
        }
        return DeadlineReport(from: begins, to: ends, lines: lines, late: late)
    }
}
