import Clinic
import Clocks
import Consults
import Foundation
import Intakes
import Patients
import Postgres
import Treatments

/// The steps with what a home screen shows beside them.
package struct HomeScreen: Sendable {
    package let asOf: Instant
    package let timeZone: String
    package let language: Language
    package let steps: NextSteps
}

extension CarePath {
    /// What `patient` does next. One reading, audited without waiting for the disk.
    package func nextSteps(of patient: ID<Patient>, by actor: Actor) async throws -> HomeScreen {
        let now = clock.now
        let audit = AuditEntry(
            "next.read", .init("patient", patient.uuid), patient: patient.uuid, by: actor, at: now)
        let found = try await database.read(
            by: actor, PathPosition.select(of: patient, required: program.consents.required, now: now),
            audit: audit.insert, durable: actor != .patient(patient.uuid), "next.position"
        ) { row in
            let name: String = try row["time_zone"]
            return HomeScreen(
                asOf: now, timeZone: name, language: try row["language"],
                steps: NextSteps(
                    try PathPosition(row), rules: stepRules, now: now,
                    zone: TimeZone(identifier: name) ?? program.calendar.zone))
        }
        guard let screen = found.first else { throw NotFound() }
        return screen
    }

    /// Where `patient` stands, with the stage's name, as part of a reading that is audited by itself.
    func position(of patient: ID<Patient>, by actor: Actor, now: Instant) async throws -> (
        PathPosition, NextSteps.Stage
    )? {
        try await database.read(
            by: actor, PathPosition.select(of: patient, required: program.consents.required, now: now),
            "chart.position"
        ) { row in
            let position = try PathPosition(row)
            let steps = NextSteps(position, rules: stepRules, now: now, zone: program.calendar.zone)
            return (position, steps.stage)
        }.first
    }

    private var stepRules: NextSteps.Rules {
        NextSteps.Rules(
            checkInLead: program.visits.lead, chooseWithinDays: program.treatmentStart.chooseWithinDays,
            reviewOnDay: program.treatmentStart.reviewOnDay)
    }
}
