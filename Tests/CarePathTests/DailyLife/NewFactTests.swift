import Access
import CareSupport
import Clinic
import Clocks
import Foundation
import Intakes
import Patients
import Postgres
import Safety
import StrictJSON
import Support
import Testing
import Treatments

@testable import CarePath

/// Medicines begun and stopped, and changes of health, of somebody in treatment.
@Suite(.database) struct `Something new about somebody in treatment` {
    /// Somebody in treatment whose intake the rules have judged, and a prescriber.
    private func begin(_ answers: IntakeAnswers = IntakeAnswers()) async throws -> (Life, Caller) {
        let life = try await Life.begin()
        try await life.clinic.judged(answers, of: life.patient)
        let prescriber = try await life.clinic.colleague("lin-\(UUID().uuidString.prefix(8))", [.prescriber])
        life.goTo(day: 3, hour: 9)
        return (life, prescriber)
    }

    private func take(_ name: String, _ life: Life) async throws -> MedicineView {
        try await life.path.reportMedicine(
            name, since: nil, of: life.patient, once: nil, by: .patient(life.patient.uuid)
        ).value
    }

    private func stop(_ medicine: ID<IntakeMedication>, _ life: Life) async throws -> MedicineView {
        let outcome = try await life.path.endMedicine(
            medicine, on: nil, of: life.patient, once: nil, by: .patient(life.patient.uuid))
        return try outcome.value
    }

    private func permission(_ life: Life) async throws -> TitrationDecision.Permission? {
        try await life.treatment().day?.permission
    }

    @Test func `an opioid skips the dose until a prescriber has answered in writing`() async throws {
        let (life, prescriber) = try await begin()
        let taken = try await take("tramadol 50 mg", life)
        #expect(taken.line.isOpen)
        #expect(taken.line.questions.map(\.meaning) == ["depressant"])
        let consequence = try #require(taken.consequence.consequence)
        #expect(consequence.decision.permission == .skip)
        #expect(consequence.decision.rules.contains(.t11))
        #expect(taken.consequence.eligibility?.eligibility.result.ruleIds == ["E11"])
        #expect(try await life.flags().contains { $0.contains("T11") })
        life.goTo(day: 4, hour: 9)
        try await life.begin()
        #expect(try await permission(life) == .skip)
        let answered = try await life.path.answerMedicine(
            taken.line.medicine.id, .accepted, words: "Six hours apart.", once: nil, by: prescriber
        ).value
        #expect(!answered.line.isOpen)
        #expect(answered.consequence.consequence?.decision.permission == .take)
        #expect(try await permission(life) == .take)
        // The same words answer E11, and its flag is closed; E11 is a rule of today's from now on.
        let view = try #require(
            try await life.path.eligibility(of: life.patient, by: prescriber.actor))
        #expect(view.question("E11")?.answer?.words == "Six hours apart.")
        #expect(try await !life.flags().contains { $0.contains("T11") })
        await #expect(throws: MedicationRefusal.noQuestion) {
            try await life.path.answerMedicine(
                taken.line.medicine.id, .accepted, words: "Again.", once: nil, by: prescriber)
        }
        let stored = try await life.clinic.texts(
            "SELECT decision AS line FROM medicine_question WHERE patient_id = \(life.patient)")
        #expect(stored == ["accepted"])
    }

    @Test func `of two prescribers who answer at once one does`() async throws {
        let (life, prescriber) = try await begin()
        let other = try await life.clinic.colleague("kim-\(UUID().uuidString.prefix(8))", [.prescriber])
        let taken = try await take("lorazepam", life)
        let path = life.path
        let answered = await withTaskGroup(of: Bool.self) { group in
            for caller in [prescriber, other, prescriber, other] {
                group.addTask {
                    let outcome = try? await path.answerMedicine(
                        taken.line.medicine.id, .accepted, words: "Yes.", once: nil, by: caller)
                    return outcome != nil
                }
            }
            return await group.reduce(into: 0) { $0 += $1 ? 1 : 0 }
        }
        #expect(answered == 1)
        // The database lets nobody rewrite an answer.
        await #expect(throws: PostgresError.self) {
            try await life.clinic.database.transaction(by: Actor.system("test")) { connection in
                try connection.run(
                    """
                    UPDATE medicine_question SET decision = 'notAccepted' WHERE patient_id = \(life.patient)
                    """, "test.edit")
            }
        }
    }

    @Test func `its flag is closed by a prescriber, whose note is the answer`() async throws {
        let (life, prescriber) = try await begin()
        let nora = try await life.clinic.colleague("nora-\(UUID().uuidString.prefix(8))")
        let taken = try await take("codeine", life)
        let flag = try #require(
            try await life.path.flags(
                FlagFilter(patient: life.patient), after: nil, limit: 10, by: nora.actor
            ).lines.first)
        await #expect(throws: FlagRefusal.prescriberCloses) {
            try await life.path.closeFlag(
                flag.flag.id, as: "settled", note: "All right.", once: nil, by: nora)
        }
        _ = try await life.path.closeFlag(
            flag.flag.id, as: "settled", note: "Three days only.", once: nil, by: prescriber)
        let lines = try await life.path.medicines(of: life.patient, by: prescriber.actor)
        #expect(lines.first { $0.medicine.id == taken.line.medicine.id }?.isOpen == false)
        #expect(try await permission(life) == .take)
    }

    @Test func `a prescriber's no pauses`() async throws {
        let (life, prescriber) = try await begin()
        let taken = try await take("phenelzine", life)
        #expect(taken.line.questions.map(\.meaning) == ["depressant"])
        _ = try await life.path.answerMedicine(
            taken.line.medicine.id, .notAccepted, words: "Not together.", once: nil, by: prescriber)
        #expect(try await life.treatment().pause != nil)
    }

    @Test func `another medicine of E12 holds, an unknown one until it is named`() async throws {
        let (life, prescriber) = try await begin()
        let lithium = try await take("lithium", life)
        #expect(lithium.consequence.consequence?.decision.permission == .take)
        #expect(lithium.consequence.consequence?.decision.rules.contains(.t11) == true)
        let unknown = try await take("the green drops", life)
        #expect(unknown.line.questions.map(\.meaning) == ["cautious"])
        let work = try await life.path.chart(of: life.patient, in: .en, by: prescriber.actor).work
        #expect(Set(work.map(\.kind)).isSuperset(of: [.medicationUnknown, .medicineQuestion]))
        _ = try await life.path.resolveMedication(
            unknown.line.medicine.id, as: .ingredients(["oxycodone"]), once: nil, by: prescriber.actor)
        #expect(try await permission(life) == .skip)
        let lines = try await life.path.medicines(of: life.patient, by: prescriber.actor)
        #expect(lines.last?.questions.map(\.meaning).sorted() == ["cautious", "depressant"])
    }

    @Test func `a medicine that means nothing to the dose changes nothing`() async throws {
        let (life, _) = try await begin()
        let taken = try await take("ibuprofen", life)
        #expect(taken.line.questions.isEmpty)
        #expect(taken.consequence.consequence == nil)
        #expect(try await life.flags() == [])
    }

    @Test func `an antidepressant that is stopped waits for an answer`() async throws {
        let (life, prescriber) = try await begin(IntakeAnswers().taking("sertraline"))
        let before = try await life.path.medicines(of: life.patient, by: prescriber.actor)
        let medicine = try #require(before.first?.medicine)
        await #expect(throws: NotFound.self) {
            try await life.path.endMedicine(
                medicine.id, on: nil, of: ID(UUID()), once: nil, by: .patient(UUID()))
        }
        let ended = try await stop(medicine.id, life)
        #expect(ended.line.questions.map(\.meaning) == ["antidepressantStopped"])
        #expect(ended.consequence.consequence?.decision.rules.contains(.t11) == true)
        #expect(ended.consequence.eligibility?.eligibility.result.ruleIds == [])
        let again = try await stop(medicine.id, life)
        #expect(again.line.medicine.endedOn == ended.line.medicine.endedOn)
        await #expect(throws: MedicationRefusal.alreadyEnded) {
            try await life.path.endMedicine(
                medicine.id, on: life.date(1), of: life.patient, once: nil, by: .patient(life.patient.uuid))
        }
        await #expect(throws: JSONProblems.self) {
            try await life.path.endMedicine(
                medicine.id, on: life.date(30), of: life.patient, once: nil, by: .patient(life.patient.uuid))
        }
    }

    @Test(arguments: [
        ("pregnant", 1, "E3"), ("psychosis", 1, "E4"), ("mania", 1, "E5"), ("severeLiverDisease", 2, "E14"),
    ])
    func `what the rules refuse pauses at once`(_ code: String, _ severity: Int, _ rule: String)
        async throws
    {
        let (life, prescriber) = try await begin()
        let told = try await life.path.reportHealthChange(
            code, on: nil, note: "Since last week.", of: life.patient, once: nil,
            by: .patient(life.patient.uuid)
        ).value
        let decision = try #require(told.consequence.consequence?.decision)
        #expect(decision.permission == .pause)
        #expect(decision.rules.contains(.t19))
        #expect(decision.flags.map(\.severity) == [severity])
        #expect(told.consequence.eligibility?.eligibility.result.ineligibleRules == [rule])
        #expect(told.showsCrisisResources == (severity == 1))
        let standing = try await life.clinic.database.transaction(by: Actor.system("test")) { connection in
            try life.path.eligibilityStanding(of: life.patient, on: connection)
        }
        #expect(standing?.outcome == .ineligible)
        let kept = try await life.path.healthChanges(of: life.patient, by: prescriber.actor)
        #expect(kept.map(\.note) == ["Since last week."])
        // Nobody answers an ineligible evaluation.
        await #expect(throws: RuleRefusal.self) {
            try await life.path.answerEligibility(
                rule, .accepted, words: "All the same.", of: life.patient, once: nil, by: prescriber)
        }
    }

    @Test(arguments: [
        ("arrhythmia", "E7"), ("anesthesiaPlanned", "E25"), ("otherDiagnosis", "otherDiagnosis"),
    ])
    func `what asks for a letter or an answer holds`(_ code: String, _ reason: String) async throws {
        let (life, _) = try await begin()
        let told = try await life.path.reportHealthChange(
            code, on: nil, note: nil, of: life.patient, once: nil, by: .patient(life.patient.uuid)
        ).value
        let decision = try #require(told.consequence.consequence?.decision)
        #expect(decision.permission == .take)
        #expect(decision.rules.contains(.t19))
        #expect(decision.flags.map(\.severity) == [2])
        let reasons = try await life.clinic.texts(
            """
            SELECT array_to_string(reasons, ' ') AS line FROM flag
            WHERE patient_id = \(life.patient) AND rule = 'T19'
            """)
        #expect(reasons == [reason])
        await #expect(throws: JSONProblems.self) {
            try await life.path.reportHealthChange(
                "toothache", on: nil, note: nil, of: life.patient, once: nil,
                by: .patient(life.patient.uuid))
        }
    }

    @Test func `a check-in that speaks of it is heard by the rules, once`() async throws {
        let (life, prescriber) = try await begin()
        try await life.report(day: 3) { $0.warnings = [.maybePregnant] }
        try await life.amend(day: 3) { $0.warnings = [.maybePregnant] }
        let view = try #require(try await life.path.eligibility(of: life.patient, by: prescriber.actor))
        #expect(view.eligibility.result.ineligibleRules == ["E3"])
        #expect(view.eligibility.occasion == .checkIn)
        #expect(
            try await life.path.healthChanges(of: life.patient, by: prescriber.actor).map(\.code) == [
                "pregnant"
            ])
    }

    @Test func `a rule that arises makes a rise need agreement`() async throws {
        let (life, prescriber) = try await begin()
        let taken = try await take("zolpidem", life)
        _ = try await life.path.answerMedicine(
            taken.line.medicine.id, .accepted, words: "At night only.", once: nil, by: prescriber)
        let rules = try await life.clinic.database.transaction(by: Actor.system("test")) { connection in
            try life.path.lockCourse(
                of: life.patient, on: connection, now: life.clinic.clock.now)?.course?.terms.eligibilityRules
        }
        #expect(rules == ["E11"])
    }
}
