import Clinic
import Clocks
import Foundation
import Intakes
import Patients
import Postgres
import StrictJSON
import Treatments

/// A change that was reported, and what followed.
package struct HealthChangeView: Sendable {
    package let change: HealthChange
    package let consequence: NewFactView
    /// Whether whom to call in a crisis is shown with it.
    package let showsCrisisResources: Bool
}

extension CarePath {
    /// Something changed in somebody's health after the intake: a pregnancy, a diagnosis, an operation that is planned.
    /// The rules are asked again; where they say no now, a treatment pauses at once (T19).
    ///
    /// - Parameters:
    ///   - code: as the rules' data names it, `pregnant`.
    ///   - on: when it happened or is planned.
    ///   - note: in words, sealed.
    /// - Throws: `JSONProblems` for a code that the rules do not know.
    package func reportHealthChange(
        _ code: String, on date: LocalDate?, note: String?, of patient: ID<Patient>,
        once: Once<HealthChangeView>?, by actor: Actor
    ) async throws -> OnceOutcome<HealthChangeView> {
        try await exactlyOnce(once, by: actor) { connection, now in
            let person = try lockPerson(patient, on: connection, now: now)
            let kind = try healthChangeKind(code, on: connection)
            // Only what is planned lies ahead.
            if kind.withinDays == nil { try check(date, "on", of: person, now: now) }
            let change = HealthChange(
                id: ID(at: now), patient: person.id, code: code, on: date, note: note, reportedAt: now,
                reportedBy: actor.databaseSetting)
            _ = try change.insert(person.key, on: connection)
            try tell(.newFactReported, to: patient, on: connection, now: now)
            try AuditEntry(
                "healthChange.report", .init("healthChange", change.id.uuid), patient: person.id, by: actor,
                at: now
            ).record(on: connection)
            let view = try learn(
                code, because: .healthChange, asks: kind.answer == nil, of: person, by: actor, on: connection,
                now: now)
            return HealthChangeView(
                change: change, consequence: view,
                showsCrisisResources: view.consequence?.decision.flags.contains { $0.severity == 1 } ?? false)
        }
    }

    /// What was reported of a patient's health since the intake, in order. The reading is audited.
    package func healthChanges(of patient: ID<Patient>, by actor: Actor) async throws -> [HealthChange] {
        let audit = AuditEntry(
            "healthChange.read", .init("patient", patient.uuid), patient: patient.uuid, by: actor,
            at: clock.now)
        return try await database.read(
            by: actor, HealthChange.select(of: patient.uuid), audit: audit.insert,
            durable: actor != .patient(patient.uuid), "healthChange.list"
        ) { row in try HealthChange(row, keyring: keyring) }
    }

    /// What a check-in says of somebody's health is kept like a report of its own, and the rules are asked again. The dose
    /// has heard it already, with the check-in.
    func keepHealthChanges(
        _ warnings: Set<WarningSign>, on date: LocalDate, of patient: ID<Patient>, by actor: Actor,
        on connection: Connection, now: Instant
    ) throws {
        let codes = warnings.compactMap(\.healthChange).sorted()
        guard !codes.isEmpty else { return }
        let person = try lockPerson(patient, on: connection, now: now)
        var isNew = false
        for code in codes {
            let change = HealthChange(
                id: ID(at: now), patient: person.id, code: code, on: nil, note: nil, reportedAt: now,
                reportedBy: actor.databaseSetting)
            if try change.insert(person.key, checkIn: date, on: connection) { isNew = true }
        }
        if isNew { _ = try reevaluate(person, because: .checkIn, by: actor, on: connection, now: now) }
    }

    private func healthChangeKind(_ code: String, on connection: Connection) throws -> HealthChangeKind {
        let kinds = try rulesInForce(on: connection).changes
        if let kind = kinds.first(where: { $0.code == code }) { return kind }
        let known = kinds.map(\.code).joined(separator: ", ")
        throw JSONProblems([
            JSONProblem(
                JSONPointer(tokens: ["change"]), "unknown_value", "This must be one of: \(known).",
                es: "Debe ser uno de: \(known).")
        ])
    }
}

extension WarningSign {
    /// As the rules' data names what it says.
    fileprivate var healthChange: String? {
        switch self {
        case .maybePregnant: "pregnant"
        case .newDiagnosis: "otherDiagnosis"
        case .surgeryPlanned: "anesthesiaPlanned"
        case .confusion, .fainting, .chestPain, .troubleBreathing, .seizure, .hallucination, .mania,
            .bloodInUrine, .medicineChanged:
            nil
        }
    }
}
