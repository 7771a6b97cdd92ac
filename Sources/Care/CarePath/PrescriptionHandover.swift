import Clinic
import Clocks
import Foundation
import Patients
import Postgres
import Prescriptions
import RefillReviews
import Treatments

extension CarePath {
    /// A prescription counts from now on, in the place of another: a treatment under way goes on under it, with the dose in
    /// force where its range and its lozenge allow that, else with the nearest lower one. Its first fill is timed by the
    /// ledger, as any refill.
    ///
    /// - Returns: the fill's dates and the review that led to it; `nil` where no treatment is under way.
    func handOver(
        to prescription: Prescription, by actor: Actor, on connection: Connection, now: Instant
    ) throws -> (dates: FillDates, review: UUID?)? {
        let patient = ID<Patient>(prescription.patient)
        try connection.execute(
            Self.moveTreatment(of: patient, to: prescription.id), "treatment.handOver")
        guard let course = try lockCourse(of: patient, on: connection, now: now)?.course else { return nil }
        let zone = course.terms.zone
        let from = course.nextDose(after: now, in: zone)
        if let dose = course.plan(on: from)?.dose, let next = course.terms.nearest(to: dose), next != dose {
            try hear(.doseSet, of: patient, by: actor, on: connection, now: now) { course in
                try course.doseSet(next, from: from, now: now)
            }
        }
        let review = try connection.fetchFirst(
            Self.selectChangingReview(of: prescription.consult), "refill.changing"
        ) { row in try row["id"] as UUID }
        return (try fillDates(of: patient, course, zone, on: connection, now: now), review)
    }
}

extension CourseTerms {
    /// The dose itself where it can be taken, else the highest step below it, else the lowest there is.
    fileprivate func nearest(to dose: Milligrams) -> Milligrams? {
        let steps = ladder.steps.filter { $0 <= maximum }
        if steps.contains(dose) { return dose }
        return steps.last { $0 < dose } ?? steps.first
    }
}
