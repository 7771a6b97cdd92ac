import Clinic
import Clocks
import Foundation
import Patients
import Postgres
import Treatments

/// A treatment under way as a chart shows it: where it stands today, what it is taken by, what is left.
package struct CourseSummary: Sendable {
    package let state: String
    /// Today in the patient's zone, with the cycle it lies in; none before the first day.
    package let today: LocalDate
    package let cycle: (number: Int, day: Int)?
    package let strength: Milligrams
    package let start: Milligrams
    package let maximum: Milligrams
    package let standingOrder: Bool
    /// In force today.
    package let plan: Plan?
    /// Today's, where its morning has been.
    package let permission: TitrationDecision.Permission?
    package let isReported: Bool
    package let pause: Pause?
    package let supply: Supply
    package let review: Review?
    /// What is on offer.
    package let offer: DoseChange?
    /// What titration said last.
    package let decision: DecisionLine?
    /// The days of the cycle under way.
    package let progress: Progress

    package struct Plan: Sendable {
        package let dose: Milligrams
        package let since: LocalDate
        package let cause: String
        package let rules: [String]
        /// A rise that a prescriber agreed to, not the standing order.
        package let wasAgreed: Bool
    }

    package struct Pause: Sendable {
        package let cause: String
        package let rules: [String]
        package let from: LocalDate
        package let until: LocalDate?
    }

    package struct Supply: Sendable {
        package let onHand: Milligrams
        /// Of the lot that is taken first.
        package let lot: String?
        package let useBy: LocalDate?
    }

    package struct Review: Sendable {
        package let handle: String
        package let state: String
        package let dueOn: LocalDate
    }
}

extension CarePath {
    /// The treatment that a chart shows; `nil` where none is under way. Part of `chart`, whose reading is audited.
    func courseSummary(of patient: ID<Patient>, by actor: Actor, now: Instant) async throws -> CourseSummary?
    {
        async let decisions = database.read(
            by: actor, Self.selectDecisions(of: patient, on: nil, after: nil, limit: 1), "chart.decision",
            decode: DecisionRow.init)
        async let offers = database.read(
            by: actor, Self.selectOpenOffer(of: patient), "chart.offer", decode: DoseChange.init)
        async let scores = database.read(
            by: actor, Self.selectScores(of: patient, through: Self.anyDate), "chart.scores",
            decode: Progress.Score.init)
        let rows = try await database.read(
            by: actor, Self.selectCourse(of: patient, now: now), "chart.course",
            decode: CourseRow.init)
        guard let row = rows.first else {
            _ = try await (decisions, offers, scores)
            return nil
        }
        let first = row.cycle.map { row.today - $0.day + 1 } ?? row.today
        let days = try await database.read(
            by: actor, Self.selectProgress(of: patient, in: first...max(first, row.today)), "chart.days",
            decode: Progress.Day.init)
        return CourseSummary(
            state: row.state, today: row.today, cycle: row.cycle, strength: row.strength, start: row.start,
            maximum: row.maximum, standingOrder: row.standingOrder, plan: row.plan,
            permission: row.permission,
            isReported: row.isReported, pause: row.pause, supply: row.supply, review: row.review,
            offer: try await offers.first, decision: try await decisions.first?.line,
            progress: Progress(today: row.today, days: days, scores: try await scores))
    }

    private static let anyDate = LocalDate(daysSince1970: 2_932_896)
}
