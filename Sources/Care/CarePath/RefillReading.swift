import Clinic
import Clocks
import Foundation
import Patients
import Postgres
import Prescriptions
import RefillReviews

/// A refill review as the care team lists it.
package struct RefillReviewLine: Sendable {
    package let review: RefillReview
    package let handle: String
    package let patient: QueueLine.Person
    /// The first one passed first.
    package let alarms: [RefillAlarm]
    package let fill: PlannedFill?
    /// The draft of `renewChanged`.
    package let prescription: String?
}

/// The supply of a review, as far as it has come.
package struct PlannedFill: Sendable {
    package let id: ID<Fill>
    package let state: Fill.State
    package let releaseOn: LocalDate
    package let notBefore: LocalDate
    package let expectedArrival: LocalDate
    /// Fixed at its release.
    package let lozenges: Int?
}

/// Which reviews are listed.
package struct RefillFilter: Sendable {
    package enum Which: Sendable { case underWay, atRisk, all }

    package let which: Which
    package let dueBy: LocalDate?
    package let patient: ID<Patient>?

    package init(_ which: Which, dueBy: LocalDate? = nil, patient: ID<Patient>? = nil) {
        self.which = which
        self.dueBy = dueBy
        self.patient = patient
    }
}

/// A page of reviews.
package struct RefillPage: Sendable {
    package let lines: [RefillReviewLine]
    package let next: Position?

    package struct Position: Codable, Sendable {
        package let dueOn: String
        package let id: UUID
    }
}

extension CarePath {
    /// Reviews by the day they are due. The reading is audited.
    package func refillReviews(
        _ filter: RefillFilter, after cursor: RefillPage.Position?, limit: Int, by actor: Actor
    ) async throws -> RefillPage {
        let audit = AuditEntry("refillReview.read", .init("refillReview"), by: actor, at: clock.now)
        let lines = try await database.read(
            by: actor, Self.selectReviewLines(filter, after: cursor, limit: limit + 1), audit: audit.insert,
            "refillReview.page"
        ) { row in try refillLine(row) }
        return RefillPage(
            lines: Array(lines.prefix(limit)),
            next: lines.count > limit
                ? lines.dropLast().last.map {
                    .init(dueOn: $0.review.dueOn.description, id: $0.review.id.uuid)
                } : nil)
    }

    /// The id behind a handle such as `rr-7k2mq`.
    package func refillReviewID(handle: String, by actor: Actor) async throws -> ID<RefillReview> {
        let found = try await database.read(
            by: actor, Self.selectReviewID(handle: handle), "refillReview.handle"
        ) { row in
            let id: ID<RefillReview> = try row["id"]
            return id
        }
        guard let id = found.first else { throw NotFound() }
        return id
    }

    func refillLine(_ id: ID<RefillReview>, on connection: Connection) throws -> RefillReviewLine {
        let line = try connection.fetchFirst(Self.selectReviewLine(id), "refillReview.line") { row in
            try refillLine(row)
        }
        guard let line else { throw NotFound() }
        return line
    }

    func refillLine(_ row: Row) throws -> RefillReviewLine {
        let review = try RefillReview(row)
        let patient = ID<Patient>(review.patient)
        let alarms: [String] = try row["alarms"]
        return RefillReviewLine(
            review: review, handle: try row["handle"],
            patient: .init(
                id: patient, handle: try row["patient_handle"],
                name: try Patient.openName(row, of: patient, keyring: keyring),
                state: try row["patient_state"], timeZone: try row["patient_time_zone"]),
            alarms: alarms.compactMap(RefillAlarm.init(text:)),
            fill: try PlannedFill(row, carrierDays: program.refills.percentiles.carrierDays),
            prescription: try row["draft_handle"])
    }
}
