import Clinic
import Clocks
import Foundation
import Intakes
import Patients
import Postgres
import StrictJSON
import Treatments

/// Measurements of blood pressure and pulse that were sent, and what titration said after the last one.
package struct VitalsView: Sendable {
    package let readings: [Reading]
    /// `nil` where nothing hangs on them: before the first day.
    package let consequence: DecisionLine?
    /// Values at which one calls for help at once (T2).
    package let showsCrisisResources: Bool
}

extension CarePath {
    /// A patient measured, once or, five minutes later, again. What follows is in force at once.
    ///
    /// - Parameter readings: in their order; none ahead of now, none more than a day old.
    package func measure(
        _ readings: [Reading], once: Once<VitalsView>?, by patient: ID<Patient>
    ) async throws -> OnceOutcome<VitalsView> {
        let actor = Actor.patient(patient.uuid)
        return try await exactlyOnce(once, by: actor) { connection, now in
            try checkTimes(of: readings, now: now)
            var line: DecisionLine?
            for reading in readings.sorted(by: { $0.at < $1.at }) {
                line = try hear(reading, of: patient, by: actor, on: connection, now: now)
            }
            try AuditEntry(
                "vitals.report", .init("patient", patient.uuid), patient: patient.uuid, by: actor, at: now
            ).record(on: connection)
            return VitalsView(
                readings: readings, consequence: line,
                showsCrisisResources: line?.decision.flags.contains { $0.severity == 1 } ?? false)
        }
    }

    /// One measurement: of a course, if there is one; else it is kept for the people who treat this person.
    private func hear(
        _ reading: Reading, of patient: ID<Patient>, by actor: Actor, on connection: Connection, now: Instant
    ) throws -> DecisionLine? {
        do {
            return try hear(
                .reading, of: patient, by: actor, on: connection, now: now,
                keep: { heard in
                    try reading.insert(
                        ID(at: now), of: patient.uuid,
                        on: LocalDate(of: reading.at, in: heard.treatment.zone),
                        checkIn: nil, by: actor, on: connection, now: now)
                    return nil
                }
            ) { course in try course.measured(reading, now: now) }.line
        } catch let refusal as CourseRefusal where refusal == .notStarted || refusal == .ended {
            let zone = try connection.fetchFirst(Self.selectZone(of: patient), "patient.zone") { row in
                TimeZone(identifier: try row["time_zone"])
            }
            try reading.insert(
                ID(at: now), of: patient.uuid,
                on: LocalDate(of: reading.at, in: zone.flatMap(\.self) ?? program.calendar.zone),
                checkIn: nil, by: actor, on: connection, now: now)
            // In treatment titration looks at readings; before it, the eligibility rules do.
            if refusal == .notStarted {
                let person = try lockPerson(patient, on: connection, now: now)
                _ = try reevaluate(person, because: .reading, by: actor, on: connection, now: now)
            }
            return nil
        }
    }

    /// A measurement is of now or of the last day, and each of a moment of its own.
    private func checkTimes(of readings: [Reading], now: Instant) throws {
        let problems = readings.enumerated().compactMap { index, reading -> JSONProblem? in
            let place = JSONPointer(tokens: ["readings", "\(index)", "measuredAt"])
            if reading.at > now { return .measuredAhead(place) }
            if reading.at < now - .hours(24) { return .measuredLongAgo(place) }
            return nil
        }
        if !problems.isEmpty { throw JSONProblems(problems) }
    }

    /// What a patient measured since `date`, in the order in which it was measured.
    package func vitals(of patient: ID<Patient>, by actor: Actor) async throws -> VitalsView {
        let now = clock.now
        let audit = AuditEntry(
            "vitals.read", .init("patient", patient.uuid), patient: patient.uuid, by: actor, at: now)
        let readings = try await database.read(
            by: actor, Reading.select(of: patient.uuid, from: LocalDate(of: now, in: .gmt) - 90),
            audit: audit.insert, durable: actor != .patient(patient.uuid), "vitals.list", decode: Reading.init
        )
        return VitalsView(readings: readings, consequence: nil, showsCrisisResources: false)
    }
}

extension JSONProblem {
    fileprivate static func measuredAhead(_ place: JSONPointer) -> Self {
        Self(
            place, "time_ahead", "This moment has not come yet. Say when it was measured.",
            es: "Ese momento aún no ha llegado. Indique cuándo se midió.")
    }

    fileprivate static func measuredLongAgo(_ place: JSONPointer) -> Self {
        Self(
            place, "time_too_long_ago", "Send measurements of the last 24 hours.",
            es: "Envíe mediciones de las últimas 24 horas.")
    }
}
