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
import StrictJSON
import Support
import Testing

@Suite(.database) struct `An amended intake` {
    private func save(
        _ answers: IntakeAnswers, of patient: ID<Patient>, from version: Int?, in clinic: TestClinic
    ) async throws -> IntakeView {
        let form = clinic.carePath.program.intake.questionnaire
        guard
            case .saved(let view) = try await clinic.carePath.saveIntake(
                answers.response(to: form), of: patient, from: version, by: .patient(patient.uuid))
        else { throw TestClinic.Unexpected() }
        return view
    }

    @Test func `is a new version, and the old one holds until it is sent`() async throws {
        let clinic = try await TestClinic()
        let patient = try await clinic.newcomer()
        let actor = Actor.patient(patient.uuid)
        let nora = try await clinic.colleague("nora-\(UUID().uuidString.prefix(8))")
        let first = try await clinic.submitted(IntakeAnswers().taking("Zoloft"), by: patient)
        let draft = try await clinic.carePath.amendIntake(of: patient, once: nil, by: actor).value
        let amended = try #require(draft.intake)
        #expect(amended.state == .inProgress)
        #expect(amended.amends == first.eligibility.intake)
        #expect(draft.progress.answered == draft.progress.required)
        // What was decided holds while nothing else was sent.
        let held = try await clinic.carePath.eligibility(of: patient, by: nora.actor)
        #expect(held?.eligibility.id == first.eligibility.id)
        // Asked again, it is the same draft.
        let again = try await clinic.carePath.amendIntake(of: patient, once: nil, by: actor).value
        #expect(again.intake?.id == amended.id)

        _ = try await save(
            IntakeAnswers().taking("lisinopril"), of: patient, from: amended.version, in: clinic)
        let second = try await clinic.carePath.submitIntake(of: patient, once: nil, by: actor).value
        #expect(second.eligibility.result.ruleIds == ["E7"])
        let versions = try await clinic.carePath.intakeVersions(of: patient, by: nora.actor)
        #expect(versions.map(\.state) == [.submitted, .superseded])
        #expect(versions.map(\.amends) == [first.eligibility.intake, nil])
        #expect(versions.map(\.rules) == [["E7"], ["E20"]])
        #expect(versions.map(\.outcome) == [.clearance, .eligible])
        let old = try await clinic.carePath.intakeReview(
            of: patient, version: first.eligibility.intake, in: .en, by: nora.actor)
        #expect(old.medicines.map(\.name) == ["Zoloft"])
        let new = try await clinic.carePath.intakeReview(of: patient, in: .en, by: nora.actor)
        #expect(new.medicines.map(\.name) == ["lisinopril"])
    }

    @Test func `needs something that was sent`() async throws {
        let clinic = try await TestClinic()
        let patient = try await clinic.newcomer()
        let actor = Actor.patient(patient.uuid)
        func amend() async throws {
            _ = try await clinic.carePath.amendIntake(of: patient, once: nil, by: actor)
        }
        await #expect(throws: IntakeRefusal.notSubmitted) { try await amend() }
        _ = try await save(IntakeAnswers(), of: patient, from: nil, in: clinic)
        await #expect(throws: IntakeRefusal.notSubmitted) { try await amend() }
    }

    @Test func `that the care team asks more of keeps what the patient has changed`() async throws {
        let clinic = try await TestClinic()
        let patient = try await clinic.newcomer()
        let actor = Actor.patient(patient.uuid)
        let nora = try await clinic.colleague("nora-\(UUID().uuidString.prefix(8))")
        _ = try await clinic.submitted(by: patient)
        let begun = try await clinic.carePath.amendIntake(of: patient, once: nil, by: actor).value
        let version = try #require(begun.intake?.version)
        let changed = try await save(
            IntakeAnswers().taking("lisinopril"), of: patient, from: version, in: clinic)
        _ = try await clinic.carePath.returnIntake(
            of: patient, asking: "Please add your weight.", once: nil, by: nora.actor)
        let draft = try #require(try await clinic.carePath.intake(of: patient, by: actor).intake)
        #expect(draft.id == begun.intake?.id)
        #expect(draft.request == "Please add your weight.")
        #expect(draft.answers == changed.intake?.answers)
        // Somebody who saves over the request without having read it is told so.
        await #expect(throws: Stale.self) {
            _ = try await save(IntakeAnswers(), of: patient, from: version + 1, in: clinic)
        }
        #expect(try await clinic.carePath.eligibility(of: patient, by: nora.actor) == nil)
        let sent = try await clinic.carePath.submitIntake(of: patient, once: nil, by: actor).value
        #expect(sent.eligibility.result.ruleIds == ["E7"])
    }

    @Test func `saved by eight at once is saved once, and the others are told`() async throws {
        let clinic = try await TestClinic()
        let patient = try await clinic.newcomer()
        _ = try await clinic.submitted(by: patient)
        let begun = try await clinic.carePath.amendIntake(
            of: patient, once: nil, by: .patient(patient.uuid)
        ).value
        let version = try #require(begun.intake?.version)
        let outcomes = await withTaskGroup(of: Bool?.self) { group in
            for number in 0..<8 {
                group.addTask {
                    var answers = IntakeAnswers()
                    answers["weight"] = ["\(70 + number)"]
                    do {
                        _ = try await save(answers, of: patient, from: version, in: clinic)
                        return true
                    } catch is Stale {
                        return false
                    } catch {
                        return nil
                    }
                }
            }
            return await group.reduce(into: [Bool?]()) { $0.append($1) }
        }
        #expect(outcomes.filter { $0 == true }.count == 1)
        #expect(outcomes.filter { $0 == false }.count == 7)
        let draft = try await clinic.carePath.intake(of: patient, by: .patient(patient.uuid)).intake
        #expect(draft?.version == version + 1)
    }

    @Test func `begun by eight at once is one draft`() async throws {
        let clinic = try await TestClinic()
        let patient = try await clinic.newcomer()
        _ = try await clinic.submitted(by: patient)
        let drafts = try await withThrowingTaskGroup(of: ID<Intake>?.self) { group in
            for _ in 0..<8 {
                group.addTask {
                    try await clinic.carePath.amendIntake(of: patient, once: nil, by: .patient(patient.uuid))
                        .value.intake?.id
                }
            }
            return try await group.reduce(into: Set<ID<Intake>?>()) { $0.insert($1) }
        }
        #expect(drafts.count == 1)
    }

    @Test func `points to an intake of the same patient, and each is amended once`() async throws {
        let clinic = try await TestClinic()
        let (patient, other) = (try await clinic.newcomer(), try await clinic.newcomer())
        let first = try await clinic.submitted(by: patient).eligibility.intake
        _ = try await clinic.submitted(by: other)
        func amend(_ intake: UUID, as state: String, of owner: ID<Patient>) async throws {
            try await clinic.database.transaction(by: Actor.system("test")) { connection in
                let draft = Intake(
                    of: owner.uuid, to: "q|1", ["item": []], amending: intake, at: clinic.clock.now)
                try connection.run(
                    """
                    INSERT INTO intake (id, patient_id, questionnaire, state, answers, amends, started_at, saved_at,
                        submitted_at, version)
                    VALUES (\(draft.id), \(owner), 'q|1', \(state), '\\x00', \(intake), \(draft.startedAt),
                        \(draft.startedAt), \(state == "inProgress" ? nil : draft.startedAt), 1)
                    """, "test.amend")
            }
        }
        await #expect { try await amend(first, as: "inProgress", of: other) } throws: {
            ($0 as? PostgresError)?.constraint == "intake_amends_own"
        }
        try await amend(first, as: "returned", of: patient)
        await #expect { try await amend(first, as: "returned", of: patient) } throws: {
            ($0 as? PostgresError)?.constraint == "intake_amended_once"
        }
    }
}
