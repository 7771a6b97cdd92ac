import Clinic
import Clocks
import Foundation
import Patients
import Postgres
import Treatments

/// A page of a patient's decisions, the latest first.
package struct DecisionPage: Sendable {
    package let lines: [DecisionLine]
    /// Where the next page starts; `nil` on the last.
    package let next: Position?

    package struct Position: Sendable, Codable {
        package let at: Instant
        package let id: UUID

        package init(at: Instant, id: UUID) {
            self.at = at
            self.id = id
        }
    }
}

/// A rise on offer, or what became of one, with whom it is for.
package struct DoseChangeLine: Sendable {
    package let change: DoseChange
    package let strength: Milligrams
    package let patient: QueueLine.Person
}

/// A page of dose changes, what was decided first at the top.
package struct DoseChangePage: Sendable {
    package let lines: [DoseChangeLine]
    package let next: DecisionPage.Position?
}

extension CarePath {
    /// What titration said of a patient, each time that it was asked, with its reasons. The reading is audited.
    ///
    /// - Parameter date: only what was asked on this date of the patient's.
    package func decisions(
        of patient: ID<Patient>, on date: LocalDate?, after cursor: DecisionPage.Position?, limit: Int,
        by actor: Actor
    ) async throws -> DecisionPage {
        let audit = AuditEntry(
            "decision.read", .init("patient", patient.uuid), patient: patient.uuid, by: actor, at: clock.now)
        let rows = try await database.read(
            by: actor, Self.selectDecisions(of: patient, on: date, after: cursor, limit: limit + 1),
            audit: audit.insert, durable: actor != .patient(patient.uuid), "decision.page",
            decode: DecisionRow.init)
        let page = rows.prefix(limit)
        var offers: [Instant: DoseChange] = [:]
        if let last = page.first, let first = page.last {
            let span = first.line.decidedAt...last.line.decidedAt
            for offer in try await database.read(
                by: actor, Self.selectOffers(of: patient, decidedIn: span), "decision.offers",
                decode: DoseChange.init)
            {
                offers[offer.decidedAt] = offer
            }
        }
        return DecisionPage(
            lines: page.map { $0.line.offering(offers[$0.line.decidedAt]) },
            next: rows.count > limit
                ? page.last.map { .init(at: $0.line.decidedAt, id: $0.line.id) } : nil)
    }

    /// Changes of the dose of all patients in one state: rises on offer, those that need a prescriber's agreement among
    /// them. The reading is audited.
    package func doseChanges(
        in state: DoseChange.State, awaitingAgreement: Bool, after cursor: DecisionPage.Position?, limit: Int,
        by actor: Actor
    ) async throws -> DoseChangePage {
        let audit = AuditEntry("doseChange.read", .init("doseChange"), by: actor, at: clock.now)
        let lines = try await database.read(
            by: actor,
            Self.selectDoseChanges(
                in: state, awaitingAgreement: awaitingAgreement, after: cursor, limit: limit + 1),
            audit: audit.insert, "doseChange.page"
        ) { row in try doseChangeLine(row) }
        return DoseChangePage(
            lines: Array(lines.prefix(limit)),
            next: lines.count > limit
                ? lines.dropLast().last.map { .init(at: $0.change.decidedAt, id: $0.change.id) } : nil)
    }

    /// What titration said last, in the transaction that made it be asked.
    func latestDecision(of patient: ID<Patient>, on connection: Connection) throws -> DecisionLine {
        let found = try connection.fetchFirst(
            Self.selectDecisions(of: patient, on: nil, after: nil, limit: 1), "decision.latest",
            decode: DecisionRow.init)
        guard let line = found?.line else { throw NotFound() }
        let offers = try connection.fetch(
            Self.selectOffers(of: patient, decidedIn: line.decidedAt...line.decidedAt), "decision.offer",
            decode: DoseChange.init)
        return line.offering(offers.first)
    }

    private func doseChangeLine(_ row: Row) throws -> DoseChangeLine {
        let patient: ID<Patient> = try row["patient_id"]
        return DoseChangeLine(
            change: try DoseChange(row), strength: try row["strength_mg"],
            patient: .init(
                id: patient, handle: try row["patient_handle"],
                name: try Patient.openName(row, of: patient, keyring: keyring),
                state: try row["patient_state"], timeZone: try row["patient_time_zone"]))
    }
}

extension DecisionLine {
    fileprivate func offering(_ offer: DoseChange?) -> DecisionLine {
        DecisionLine(
            id: id, date: date, occasion: occasion, decision: decision, strength: strength,
            titrationProtocol: titrationProtocol, decidedAt: decidedAt, askedBy: askedBy, offer: offer)
    }
}
