import CareSupport
import Clinic
import Clocks
import Foundation
import Postgres
import StrictJSON
import Support
import Testing
import Treatments

@testable import CarePath

/// What patients decide themselves, and what they measure.
@Suite(.database) struct `A patient's own word` {
    @Test func `pauses and goes on`() async throws {
        let life = try await Life.begin()
        try await life.report(day: 1)
        life.goTo(day: 2, hour: 8)
        await #expect(throws: CourseRefusal.pauseTooLong) {
            _ = try await life.path.pauseOwnTreatment(
                because: nil, until: life.date(2) + 61, once: nil, by: life.patient)
        }
        let paused = try await life.path.pauseOwnTreatment(
            because: "I travel", until: life.date(5), once: nil, by: life.patient
        ).value
        #expect(paused.pause?.cause == .patient && paused.day?.permission == .pause)
        await #expect(throws: CourseRefusal.alreadyPaused) {
            _ = try await life.path.pauseOwnTreatment(because: nil, until: nil, once: nil, by: life.patient)
        }
        // Check-ins go on without a dose.
        try await life.report(day: 2) { $0.taken = .none }
        life.goTo(day: 5, hour: 8)
        let resumed = try await life.path.resumeOwnTreatment(from: nil, once: nil, by: life.patient).value
        #expect(resumed.pause == nil && resumed.day?.permission == .take)
        #expect(resumed.treatment?.state.name == .active)
        #expect(
            try await life.clinic.texts(
                """
                SELECT code AS line FROM timeline_entry
                WHERE patient_id = \(life.patient) AND code LIKE 'treatment%' ORDER BY at, id
                """) == ["treatmentPaused", "treatmentResumed"])
    }

    @Test func `stops, once, and leaves nothing open`() async throws {
        let life = try await Life.begin()
        for day in 1...3 { try await life.report(day: day) }
        let farewell = Farewell(reason: "well enough", phq9: nil, gad7: nil)
        let stopped = try await life.path.stopOwnTreatment(farewell, once: nil, by: life.patient).value
        #expect(stopped.view.treatment?.state.name == .stopped && stopped.view.offer == nil)
        #expect(!stopped.view.hasLastScores && !stopped.showsCrisisResources)
        let scores = Farewell(
            reason: nil, phq9: [1, 1, 1, 1, 1, 1, 1, 1, 1], gad7: [0, 0, 0, 0, 0, 0, 0])
        let again = try await life.path.stopOwnTreatment(scores, once: nil, by: life.patient).value
        #expect(again.view.hasLastScores && again.showsCrisisResources)
        #expect(try await life.flags() == ["T1 2"])
        #expect(
            try await life.clinic.texts(
                "SELECT state AS line FROM prescription WHERE id = \(life.treated.person.prescription)")
                != ["active"])
        #expect(
            try await life.clinic.count(
                "SELECT count(*) AS n FROM dose_change WHERE patient_id = \(life.patient) AND state = 'offered'"
            )
                == 0)
        await #expect(throws: CourseRefusal.ended) { try await life.report(day: 4) }
        // The morning's job finds nothing to do.
        try await life.begin()
        #expect(
            try await life.clinic.count(
                "SELECT count(*) AS n FROM treatment WHERE id = \(life.treated.treatment) AND next_day_at IS NULL"
            )
                == 1)
    }

    @Test func `sends a measurement, which skips the dose or lets it through`() async throws {
        let life = try await Life.begin()
        try await life.report(day: 1)
        life.goTo(day: 2, hour: 8)
        func measure(_ systolic: Int, _ diastolic: Int) async throws -> VitalsView {
            life.clinic.clock.advance(by: .minutes(5))
            let reading = Reading(
                systolic: systolic, diastolic: diastolic, pulse: 70, at: life.clinic.clock.now)
            return try await life.path.measure([reading], once: nil, by: life.patient).value
        }
        let high = try await measure(165, 95)
        #expect(high.consequence?.decision.permission == .skip)
        #expect(try await life.treatment().day?.permission == .skip)
        #expect(try await measure(132, 84).consequence?.decision.permission == .take)
        #expect(try await life.flags() == ["T5 2"])
        let danger = try await measure(182, 98)
        #expect(danger.consequence?.decision.permission == .pause && danger.showsCrisisResources)
        await #expect(throws: JSONProblems.self) {
            let tomorrow = Reading(pulse: 70, at: life.clinic.clock.now + .hours(1))
            _ = try await life.path.measure([tomorrow], once: nil, by: life.patient)
        }
        #expect(
            try await life.path.vitals(of: life.patient, by: .patient(life.patient.uuid)).readings.count == 3)
    }
}
