import Access
import CarePath
import CareSupport
import Clinic
import Clocks
import Foundation
import Intakes
import Patients
import Postgres
import Questionnaires
import Safety
import StrictJSON
import Support
import Testing
import Treatments

@Suite(.database) struct `An intake` {
    @Test func `is saved as it comes, and refuses what is out of date`() async throws {
        let clinic = try await TestClinic()
        let patient = try await clinic.newcomer()
        let form = clinic.carePath.program.intake.questionnaire
        var answers = IntakeAnswers()
        answers.values = ["height": ["999"]]
        answers.groups = [:]
        func save(_ version: Int?) async throws -> IntakeSaving {
            try await clinic.carePath.saveIntake(
                answers.response(to: form), of: patient, from: version, by: .patient(patient.uuid))
        }
        guard case .saved(let first) = try await save(nil) else { throw TestClinic.Unexpected() }
        #expect(first.progress.problems.map(\.subject) == ["height"])
        answers.values = ["height": ["170"], "weight": ["70"]]
        guard case .versionMissing = try await save(nil) else { throw TestClinic.Unexpected() }
        guard case .saved(let second) = try await save(1) else { throw TestClinic.Unexpected() }
        #expect(second.intake?.version == 2)
        #expect(second.progress.problems.isEmpty)
        #expect(second.progress.sections.first { $0.linkId == "body" }?.answered == 2)
        await #expect(throws: Stale.self) { try await save(1) }
        await #expect(throws: JSONProblems.self) {
            try await clinic.carePath.submitIntake(of: patient, once: nil, by: .patient(patient.uuid))
        }
    }

    @Test func `that is sent is frozen, scored and evaluated in one`() async throws {
        let clinic = try await TestClinic()
        let patient = try await clinic.newcomer()
        let view = try await clinic.submitted(IntakeAnswers().taking("Zoloft 50 mg"), by: patient)
        #expect(view.eligibility.result.outcome == .eligible)
        #expect(view.eligibility.result.ruleIds == ["E20"])
        #expect(
            try await clinic.count(
                "SELECT count(*) AS n FROM instrument_score JOIN intake ON intake.id = intake_id WHERE patient_id = \(patient)"
            ) == 3)
        await #expect(throws: PostgresError.self) {
            try await clinic.database.transaction(by: Actor.system("test")) { connection in
                try connection.run(
                    "UPDATE intake SET answers = '\\x00' WHERE patient_id = \(patient)", "test.edit")
            }
        }
        await #expect(throws: IntakeRefusal.alreadySubmitted) {
            try await clinic.carePath.submitIntake(of: patient, once: nil, by: .patient(patient.uuid))
        }
    }

    @Test func `sent by eight at once is sent once`() async throws {
        let clinic = try await TestClinic()
        let patient = try await clinic.newcomer()
        _ = try await clinic.carePath.saveIntake(
            IntakeAnswers().response(to: clinic.carePath.program.intake.questionnaire), of: patient,
            from: nil,
            by: .patient(patient.uuid))
        let sent = await withTaskGroup(of: Bool.self) { group in
            for _ in 0..<8 {
                group.addTask {
                    let outcome = try? await clinic.carePath.submitIntake(
                        of: patient, once: nil, by: .patient(patient.uuid))
                    return outcome != nil
                }
            }
            return await group.reduce(into: 0) { $0 += $1 ? 1 : 0 }
        }
        #expect(sent == 1)
        #expect(
            try await clinic.count("SELECT count(*) AS n FROM eligibility WHERE patient_id = \(patient)") == 1
        )
    }

    @Test func `with an unknown medicine waits for a navigator, and is evaluated again`() async throws {
        let clinic = try await TestClinic()
        let patient = try await clinic.newcomer()
        let navigator = try await clinic.colleague("nora-\(UUID().uuidString.prefix(8))")
        let view = try await clinic.submitted(IntakeAnswers().taking("the pink ones"), by: patient)
        #expect(view.eligibility.result.outcome == .incomplete)
        let work = try await clinic.carePath.chart(of: patient, in: .en, by: navigator.actor).work
        #expect(work.map(\.kind) == [.medicationUnknown])
        #expect(work.map(\.reasons) == [["E19"]])
        let review = try await clinic.carePath.intakeReview(of: patient, in: .en, by: navigator.actor)
        let medicine = try #require(review.medicines.first)
        let outcome = try await clinic.carePath.resolveMedication(
            medicine.id, as: .ingredients(["Lamotrigine"]), once: nil, by: navigator.actor)
        guard case .fresh(let again, _) = outcome else { throw TestClinic.Unexpected() }
        #expect(again.eligibility.result.outcome == .prescriberDecides)
        #expect(again.eligibility.result.ruleIds == ["E12"])
        let next = try await clinic.carePath.chart(of: patient, in: .en, by: navigator.actor).work
        #expect(next.map(\.kind) == [.eligibilityQuestion])
        let history = try await clinic.carePath.eligibilityHistory(of: patient, by: navigator.actor)
        #expect(history.map(\.outcome) == [.prescriberDecides, .incomplete])
        await #expect(throws: MedicationRefusal.notUnknown) {
            try await clinic.carePath.resolveMedication(
                medicine.id, as: .ingredients(["lithium"]), once: nil, by: navigator.actor)
        }
    }

    @Test func `that needs a letter goes from letter to answer`() async throws {
        let clinic = try await TestClinic()
        let patient = try await clinic.newcomer()
        let prescriber = try await clinic.colleague("amari-\(UUID().uuidString.prefix(8))", [.prescriber])
        _ = try await clinic.submitted(IntakeAnswers().taking("lisinopril"), by: patient)
        func answer() async throws {
            _ = try await clinic.carePath.answerEligibility(
                "E7", .accepted, words: "Treated.", of: patient, once: nil, by: prescriber)
        }
        await #expect(throws: RuleRefusal.self) { try await answer() }
        _ = try await clinic.carePath.receiveClearance(
            "E7", .init(document: "doc-17", from: "Dr. Amari"), of: patient, once: nil, by: prescriber.actor)
        try await answer()
        await #expect(throws: RuleRefusal.self) { try await answer() }
        let view = try #require(try await clinic.carePath.eligibility(of: patient, by: prescriber.actor))
        #expect(view.question("E7")?.answer?.words == "Treated.")
        #expect(view.question("E7")?.clearance?.letter?.from == "Dr. Amari")
    }

    @Test func `that speaks of a plan raises a flag in the same moment`() async throws {
        let clinic = try await TestClinic()
        let patient = try await clinic.newcomer()
        var answers = IntakeAnswers()
        answers["phq9-9"] = ["LA6569-3"]
        for item in 1...4 { answers["asq-\(item)"] = ["N"] }
        answers["suicide-plan"] = ["Y"]
        let view = try await clinic.submitted(answers, by: patient)
        #expect(view.eligibility.result.outcome == .ineligible)
        let nora = try await clinic.colleague("nora-\(UUID().uuidString.prefix(8))")
        let lin = try await clinic.colleague("okafor-\(UUID().uuidString.prefix(8))", [.prescriber])
        let flags = try await clinic.carePath.flags(
            FlagFilter(patient: patient), after: nil, limit: 10, by: nora.actor
        ).lines
        let flag = try #require(flags.first)
        #expect(flag.flag.rule == "E15")
        #expect(flag.flag.severity == .danger)
        #expect(flag.acknowledgeBy - flag.raisedAt == .minutes(15))
        await #expect(throws: FlagRefusal.prescriberCloses) {
            try await clinic.carePath.closeFlag(
                flag.flag.id, as: "noTreatment", note: "Called.", once: nil, by: nora)
        }
        _ = try await clinic.carePath.acknowledgeFlag(flag.flag.id, once: nil, by: nora.actor)
        _ = try await clinic.carePath.closeFlag(
            flag.flag.id, as: "noTreatment", note: "Called; with family.", once: nil, by: lin)
        #expect(
            try await clinic.carePath.flags(
                FlagFilter(patient: patient), after: nil, limit: 10, by: nora.actor
            ).lines.isEmpty
        )
        #expect(
            try await clinic.count(
                "SELECT count(*) AS n FROM work_item WHERE patient_id = \(patient) AND state <> 'resolved'")
                == 0)
    }

    @Test func `that is returned goes on in a new draft`() async throws {
        let clinic = try await TestClinic()
        let patient = try await clinic.newcomer()
        let nora = try await clinic.colleague("nora-\(UUID().uuidString.prefix(8))")
        _ = try await clinic.submitted(IntakeAnswers().taking("the pink ones"), by: patient)
        _ = try await clinic.carePath.returnIntake(
            of: patient, asking: "Please name the medicine.", once: nil, by: nora.actor)
        let draft = try await clinic.carePath.intake(of: patient, by: .patient(patient.uuid))
        #expect(draft.intake?.state == .inProgress)
        #expect(draft.intake?.request == "Please name the medicine.")
        #expect(draft.progress.answered == draft.progress.required)
        #expect(try await clinic.carePath.eligibility(of: patient, by: nora.actor) == nil)
        #expect(
            try await clinic.count(
                "SELECT count(*) AS n FROM work_item WHERE patient_id = \(patient) AND state <> 'resolved'")
                == 0)
        _ = try await clinic.carePath.saveIntake(
            IntakeAnswers().response(to: clinic.carePath.program.intake.questionnaire), of: patient, from: 1,
            by: .patient(patient.uuid))
        guard
            case .fresh(let view, _) = try await clinic.carePath.submitIntake(
                of: patient, once: nil, by: .patient(patient.uuid))
        else { throw TestClinic.Unexpected() }
        #expect(view.eligibility.result.outcome == .eligible)
    }

    @Test func `in a state where nobody may prescribe is not eligible`() async throws {
        let clinic = try await TestClinic(serving: ["AZ", "NY", "CO"])
        var answers = ScreeningAnswers()
        answers.state = "CO"
        let patient = try await clinic.registered(answers, email: "colorado@example.org").id
        let view = try await clinic.submitted(by: patient)
        #expect(view.eligibility.result.ruleIds == ["E2"])
    }

    @Test func `has states that the table has too`() async throws {
        let clinic = try await TestClinic()
        try await clinic.expectCheck("intake_state_known", toName: Intake.State.allCases.map(\.rawValue))
        try await clinic.expectCheck(
            "medication_state_known", toName: IntakeMedication.State.allCases.map(\.rawValue))
        try await clinic.expectCheck(
            "eligibility_outcome_known", toName: EligibilityOutcome.allCases.map(\.rawValue))
        try await clinic.expectCheck(
            "eligibility_occasion_known", toName: EligibilityOccasion.allCases.map(\.rawValue))
        try await clinic.expectCheck(
            "clearance_state_known", toName: EligibilityQuestion.Clearance.State.allCases.map(\.rawValue))
        try await clinic.expectCheck(
            "medicine_question_meaning_known", toName: NewMedicine.allCases.map(\.rawValue))
        try await clinic.expectCheck("flag_state_known", toName: Flag.State.Name.allCases.map(\.rawValue))
    }
}

@Suite(.database) struct `A consent` {
    @Test func `is signed by its text, once, and taken back where that may be`() async throws {
        let clinic = try await TestClinic()
        let patient = try await clinic.newcomer()
        func sign(_ name: String, _ sha256: String) async throws -> ConsentsView {
            let outcome = try await clinic.carePath.signConsent(
                name, version: 1, sha256: sha256, as: "Maya Ortiz", of: patient, once: nil,
                by: .patient(patient.uuid))
            guard case .fresh(let view, _) = outcome else { throw TestClinic.Unexpected() }
            return view
        }
        let document = try #require(clinic.carePath.program.consents["telehealth"])
        await #expect(throws: ConsentRefusal.notTheTextInForce) {
            try await sign("telehealth", String(repeating: "0", count: 64))
        }
        let signed = try await sign("telehealth", document.sha256(in: .es))
        #expect(signed.documents.filter { $0.signedAt != nil }.map(\.document.name) == ["telehealth"])
        await #expect(throws: ConsentRefusal.alreadySigned) {
            try await sign("telehealth", document.sha256(in: .en))
        }
        await #expect(throws: ConsentRefusal.notWithdrawable) {
            try await clinic.carePath.withdrawConsent(
                "privacy", of: patient, once: nil, by: .patient(patient.uuid))
        }
        _ = try await clinic.carePath.withdrawConsent(
            "telehealth", of: patient, once: nil, by: .patient(patient.uuid))
        await #expect(throws: ConsentRefusal.notSigned) {
            try await clinic.carePath.withdrawConsent(
                "telehealth", of: patient, once: nil, by: .patient(patient.uuid))
        }
    }
}
