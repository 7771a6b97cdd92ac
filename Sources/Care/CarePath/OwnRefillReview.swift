import Clinic
import Clocks
import Foundation
import Patients
import Postgres
import Prescriptions
import RefillReviews
import Safety

/// How far the decision on a patient's next 30 days has come, as the patient reads it.
package struct OwnRefillReview: Sendable {
    package let review: RefillReview?
    package let visit: Visit
    /// When the next one opens; `nil` while one is under way, or without a treatment.
    package let opensOn: LocalDate?
    package let runOut: LocalDate?
    package let fill: PlannedFill?
    /// Whether whom to call in a crisis is shown with it.
    package var showsCrisisResources = false

    package enum Visit: String, Sendable { case none, booked, completed }

    /// Which sentence says it (`messages/refill.json`).
    package var sentence: String {
        guard let review else { return "none" }
        return switch review.state {
        case .open: "open"
        case .answered: "answered.\(visit.rawValue)"
        case .decided: "decided.\(review.decision?.outcome.rawValue ?? "continueOnHand")"
        case .closed: "closed"
        }
    }

    /// Every sentence that can be needed, for the check of the file of words.
    package static var sentences: [String] {
        ["none", "open", "answered.none", "answered.booked", "answered.completed", "closed"]
            + RefillReview.Outcome.allCases.map { "decided.\($0.rawValue)" }
            + ["basisEnds", "basisEnded", "refillsLeft", "lastFillDate", "flagOpen"].map { "warning.\($0)" }
    }
}

/// What becomes of a wish for the next supply.
package enum EarlyRefill: Sendable {
    /// It leaves by itself on its date; the care team asks why it is wanted now.
    case tooSoon(until: LocalDate)
    /// It is on its way, or leaves today.
    case underWay(PlannedFill)
}

extension CarePath {
    /// A patient's own review. The reading is audited without waiting for the disk.
    package func ownRefillReview(of patient: ID<Patient>, by actor: Actor) async throws -> OwnRefillReview {
        let audit = AuditEntry(
            "refillReview.read", .init("patient", patient.uuid), patient: patient.uuid, by: actor,
            at: clock.now)
        let found = try await database.read(
            by: actor, Self.selectOwnReview(of: patient), audit: audit.insert,
            durable: actor != .patient(patient.uuid), "refillReview.own"
        ) { row in try ownReview(row) }
        guard let view = found.first else { throw NotFound() }
        return view
    }

    /// The same within a transaction, for the answer of a change.
    func ownRefillReview(
        of patient: ID<Patient>, speaksOfSelfHarm: Bool, on connection: Connection, now: Instant
    ) throws -> OwnRefillReview {
        let found = try connection.fetchFirst(
            Self.selectOwnReview(of: patient), "refillReview.own"
        ) { row in try ownReview(row) }
        guard var view = found else { throw NotFound() }
        view.showsCrisisResources = speaksOfSelfHarm
        return view
    }

    /// The patient asks for the next supply now. The ledger alone times it: asked too soon, however often, nothing changes
    /// but that a person asks why.
    ///
    /// - Throws: `RefillReviewRefusal.notDecided` while nobody has decided on one.
    package func requestRefill(
        once: Once<EarlyRefill>?, by patient: ID<Patient>
    ) async throws -> OnceOutcome<EarlyRefill> {
        let actor = Actor.patient(patient.uuid)
        return try await exactlyOnce(once, by: actor) { connection, now in
            let zone = try connection.fetchFirst(Self.lockPatientZone(patient), "refill.patient") { row in
                TimeZone(identifier: try row["time_zone"])
            }
            let today = LocalDate(of: now, in: zone?.flatMap(\.self) ?? program.calendar.zone)
            let days = program.refills.percentiles.carrierDays
            let awaited = try connection.fetchFirst(
                Self.selectAwaitedFill(of: patient), "refill.awaited"
            ) { row in try PlannedFill(row, carrierDays: days) }
            guard let fill = awaited.flatMap(\.self) else { throw RefillReviewRefusal.notDecided }
            guard fill.state == .planned, fill.releaseOn > today else { return .underWay(fill) }
            try askAboutSupply(of: patient, because: ["earlyRefill"], on: connection, now: now)
            try AuditEntry(
                "refill.request", .init("fill", fill.id.uuid), patient: patient.uuid, by: actor, at: now
            ).record(on: connection)
            return .tooSoon(until: fill.notBefore)
        }
    }

    private func ownReview(_ row: Row) throws -> OwnRefillReview {
        let hasReview: Bool = try row["has_review"]
        let review = hasReview ? try RefillReview(row) : nil
        let visit: String? = try row["visit_state"]
        let firstDay: LocalDate? = try row["cycle_first_day"]
        let today = firstDay.map { $0 + (program.refills.opensOnDay - 1) }
        var opensOn: LocalDate?
        if let today, review?.isUnderWay != true {
            opensOn = review.map { $0.openedOn >= today ? today + 30 : today } ?? today
        }
        return OwnRefillReview(
            review: review, visit: visit.map { $0 == "completed" ? .completed : .booked } ?? .none,
            opensOn: opensOn, runOut: try row["course_run_out"],
            fill: try PlannedFill(row, carrierDays: program.refills.percentiles.carrierDays))
    }
}
