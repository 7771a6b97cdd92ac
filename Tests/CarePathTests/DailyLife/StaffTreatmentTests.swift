import Access
import CareSupport
import Clinic
import Clocks
import Foundation
import Postgres
import Safety
import Support
import Testing
import Treatments

@testable import CarePath

/// What the care team does at a treatment: doses, agreement, pauses, flags.
@Suite(.database) struct `The care team at a treatment` {
    private func treated(_ number: Int) async throws -> Scene {
        let clinic = try await TestClinic()
        let maya = try await clinic.inTreatment(email: "orders-\(number)@example.org")
        return Scene(
            clinic: clinic, maya: maya, nora: try await clinic.colleague("nora-orders-\(number)"))
    }

    @Test func `sets a dose within what is signed, and says why under seal`() async throws {
        let scene = try await treated(1)
        let (care, maya) = (scene.clinic.carePath, scene.maya)
        let before = try await scene.tomorrow(30)
        #expect(before.occasion == .doseSet && before.askedBy == "staff")
        await #expect(throws: CourseRefusal.doseNotAllowed) { try await scene.tomorrow(60) }
        await #expect(throws: CourseRefusal.doseNotAllowed) { try await scene.tomorrow(20) }
        await #expect(throws: CourseRefusal.resumeDateNotAllowed) {
            try await care.setDose(
                Milligrams(30), from: maya.firstDay - 1, because: "Late.", of: maya.patient, once: nil,
                by: maya.person.prescriber)
        }
        // A flag of severity 2 lets nothing rise, and nothing else stand in the way.
        _ = try await scene.clinic.answer(maya.flag("T6", 2))
        await #expect(throws: CourseRefusal.flagOpen) { try await scene.tomorrow(45) }
        _ = try await scene.tomorrow(15)
        let page = try await care.decisions(
            of: maya.patient, on: maya.firstDay, after: nil, limit: 1, by: scene.nora.actor)
        #expect(page.lines.map(\.occasion) == [.doseSet] && page.next != nil)
        let rest = try await care.decisions(
            of: maya.patient, on: nil, after: page.next, limit: 10, by: scene.nora.actor)
        #expect(rest.lines.count == 1 && rest.next == nil)
        let sealed = try await scene.clinic.count(
            """
            SELECT count(*) AS n FROM dose_change
            WHERE patient_id = \(maya.patient) AND reason IS NOT NULL
                AND position('better' IN encode(reason, 'escape')) = 0
            """)
        #expect(sealed == 2)
        let chart = try await care.chart(of: maya.patient, in: .en, by: scene.nora.actor)
        let course = try #require(chart.course)
        #expect(
            course.cycle?.day == 1 && course.state == "active" && course.supply.onHand == Milligrams(1215))
        #expect(course.progress.days.map(\.dose) == [Milligrams(15)])
        #expect(course.progress.scores.map(\.total) == [11, 16])
    }

    @Test func `agrees to a rise, or says no to it`() async throws {
        let scene = try await treated(2)
        let (clinic, maya) = (scene.clinic, scene.maya)
        for (agrees, state) in [(true, "offered"), (false, "withdrawn")] {
            let offer = UUID()
            _ = try await clinic.answer(
                "UPDATE dose_change SET state = 'expired', ended_at = now(), end_code = 'expired' WHERE state = 'offered'"
            )
            #expect(try await clinic.answer(maya.offer(offer)) == .committed)
            #expect(
                try await clinic.answer("UPDATE dose_change SET needs_agreement = true WHERE id = \(offer)")
                    == .committed)
            let waiting = try await clinic.carePath.doseChanges(
                in: .offered, awaitingAgreement: true, after: nil, limit: 50, by: scene.nora.actor)
            #expect(waiting.lines.map(\.change.id).contains(offer))
            _ = try await clinic.carePath.answerOffer(
                offer, agrees: agrees, because: agrees ? nil : "Pressure first.", once: nil,
                by: maya.person.prescriber)
            #expect(
                try await clinic.texts("SELECT state AS line FROM dose_change WHERE id = \(offer)") == [state]
            )
        }
        await #expect(throws: NotFound.self) {
            try await clinic.carePath.answerOffer(
                UUID(), agrees: true, because: nil, once: nil, by: maya.person.prescriber)
        }
    }

    @Test func `pauses, and lets go on with no more than before`() async throws {
        let scene = try await treated(3)
        let (care, maya) = (scene.clinic.carePath, scene.maya)
        let paused = try await scene.pause(.careTeam)
        #expect(paused.decision.permission == .pause && paused.decision.rules.contains(.prescriberPaused))
        await #expect(throws: CourseRefusal.alreadyPaused) { try await scene.pause(.careTeam) }
        await #expect(throws: CourseRefusal.alreadyPaused) { try await scene.tomorrow(15) }
        await #expect(throws: CourseRefusal.doseNotAllowed) { try await scene.resume(30) }
        let resumed = try await scene.resume(15)
        #expect(resumed.decision.permission == .take || resumed.decision.forDate == maya.firstDay)
        await #expect(throws: CourseRefusal.notPaused) { try await scene.resume(15) }
        let chart = try await care.chart(of: maya.patient, in: .en, by: scene.nora.actor)
        #expect(chart.course?.pause == nil && chart.course?.state == "active")
        #expect(
            try await scene.clinic.texts(
                """
                SELECT code AS line FROM timeline_entry WHERE patient_id = \(maya.patient)
                    AND code IN ('treatmentPaused', 'treatmentResumed') ORDER BY at, id
                """) == ["treatmentPaused", "treatmentResumed"])
    }

    /// T2: the pause of a rule waits for its flag, and then for a reading.
    @Test func `closes a flag, and resumes apart from it`() async throws {
        let scene = try await treated(4)
        let (clinic, care, maya) = (scene.clinic, scene.clinic.carePath, scene.maya)
        try await scene.measure(182, 98)
        let flags = try await care.flags(
            FlagFilter(patient: maya.patient), after: nil, limit: 5, by: scene.nora.actor
        ).lines
        let flag = try #require(flags.first)
        #expect(flag.flag.rule == "T2" && flag.flag.severity == .danger)
        #expect(flag.outcomes == ["resume", "staysPaused", "taper", "discharge"])
        await #expect(throws: CourseRefusal.flagOpen) { try await scene.resume(15) }
        await #expect(throws: FlagRefusal.prescriberCloses) {
            try await care.closeFlag(
                flag.flag.id, as: "resume", note: "Fine.", once: nil, by: scene.nora)
        }
        await #expect(throws: FlagRefusal.outcomeUnfit) {
            try await care.closeFlag(
                flag.flag.id, as: "noTreatment", note: "Fine.", once: nil, by: maya.person.prescriber)
        }
        _ = try await care.acknowledgeFlag(flag.flag.id, once: nil, by: scene.nora.actor)
        let work = try #require(
            try await care.chart(of: maya.patient, in: .en, by: scene.nora.actor).work.first {
                $0.kind == .safetyFlag
            })
        #expect(work.due == flag.closeBy)
        _ = try await care.closeFlag(
            flag.flag.id, as: "resume", note: "Measured wrongly.", once: nil, by: maya.person.prescriber)
        // The outcome says what shall be; the treatment goes on by the resume itself.
        #expect(
            try await clinic.texts("SELECT state AS line FROM treatment WHERE id = \(maya.treatment)") == [
                "paused"
            ])
        await #expect(throws: CourseRefusal.readingNeeded) { try await scene.resume(15) }
        try await scene.measure(138, 86)
        _ = try await scene.resume(15)
        #expect(
            try await clinic.texts("SELECT state AS line FROM treatment WHERE id = \(maya.treatment)") == [
                "active"
            ])
        #expect(
            try await clinic.count(
                """
                SELECT count(*) AS n FROM titration_decision
                WHERE treatment_id = \(maya.treatment) AND occasion = 'flag'
                """) == 1)
    }
}

/// Somebody in treatment, with a prescriber and a navigator.
private struct Scene {
    let clinic: TestClinic
    let maya: TestClinic.InTreatment
    let nora: Caller

    /// The prescriber sets a dose from tomorrow on.
    @discardableResult
    func tomorrow(_ dose: Int) async throws -> DecisionLine {
        try await clinic.carePath.setDose(
            Milligrams(dose), from: maya.firstDay + 1, because: "Sleeps better.", of: maya.patient, once: nil,
            by: maya.person.prescriber
        ).value
    }

    @discardableResult
    func pause(_ wish: PauseWish) async throws -> DecisionLine {
        try await clinic.carePath.pauseTreatment(
            of: maya.patient, wishedBy: wish, until: nil, because: "Fell twice.", once: nil, by: nora
        ).value
    }

    @discardableResult
    func resume(_ dose: Int) async throws -> DecisionLine {
        try await clinic.carePath.resumeTreatment(
            of: maya.patient, dose: Milligrams(dose), from: maya.firstDay + 1, because: "Well again.",
            once: nil,
            by: maya.person.prescriber
        ).value
    }

    /// A reading of the patient's, as their door records it.
    func measure(_ systolic: Int, _ diastolic: Int) async throws {
        clinic.clock.advance(by: .minutes(10))
        let (care, patient, now) = (clinic.carePath, maya.patient, clinic.clock.now)
        let reading = Reading(systolic: systolic, diastolic: diastolic, at: now)
        try await clinic.database.transaction(by: Actor.patient(patient.uuid)) { connection in
            try connection.execute(
                """
                INSERT INTO vital_reading (id, patient_id, measured_at, local_date, systolic, diastolic, reported_at,
                    reported_by)
                VALUES (\(UUID()), \(patient), \(now), \(maya.firstDay), \(systolic), \(diastolic), \(now), 'test')
                """, "test.reading")
            try care.hear(.reading, of: patient, by: .patient(patient.uuid), on: connection, now: now) {
                course in
                try course.measured(reading, now: now)
            }
        }
    }
}
