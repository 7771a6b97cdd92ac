import AnswerFiles
import CarePath
import CareSupport
import Clinic
import Clocks
import Foundation
import Intakes
import Patients
import Postgres
import Questionnaires
import Sealing
import StrictJSON
import Support
import Testing

@Suite(.database) struct `An imported intake` {
    /// A response as a file of them has it.
    private func line(
        _ answers: IntakeAnswers = IntakeAnswers(), ref: String, subject: String? = nil, of clinic: TestClinic
    ) throws -> ImportedIntake {
        let form = clinic.carePath.program.intake.questionnaire
        var object = try #require(answers.response(to: form, status: "completed").objectValue)
        object["id"] = .string(ref)
        if let subject { object["subject"] = ["reference": .string(subject)] }
        let bytes = Array(JSONValue.object(object).text.utf8)
        var rest = bytes
        var records = RecordReader(.lines) {
            defer { rest = [] }
            return rest
        }
        let record = records.next()
        let program = clinic.carePath.program
        let judge = IntakeJudge(
            form: program.intake, rules: program.eligibility, medications: program.medications,
            library: program.questionnaires,
            today: program.today(at: clinic.clock.now))
        let judged = judge.judge(response: try #require(record))
        return try #require(
            try ImportedIntake(judged, line: bytes, keyring: clinic.carePath.keyring, at: clinic.clock.now),
            "\(judged.problems)")
    }

    private let actor = Actor.system("intakeImport")

    private func handle(of patient: ID<Patient>, _ clinic: TestClinic) async throws -> String {
        try #require(
            try await clinic.texts("SELECT handle AS line FROM patient WHERE id = \(patient)").first)
    }

    @Test func `is taken over once, whoever else imports the same file`() async throws {
        let clinic = try await TestClinic()
        let lines = try (1...40).map { try line(ref: "r\($0)", of: clinic) }
        let again = try (1...40).map { try line(ref: "r\($0)", of: clinic) }
        let both = try await withThrowingTaskGroup(of: [ImportOutcome].self) { group in
            for batch in [lines, again] {
                group.addTask { try await clinic.carePath.importIntakes(batch, from: "race", by: actor) }
            }
            return try await group.reduce(into: []) { $0 += $1 }
        }
        #expect(both.count { $0 == .imported } == 40)
        #expect(both.count { $0 == .known } == 40)
        #expect(
            try await clinic.count("SELECT count(*) AS n FROM imported_intake WHERE source = 'race'") == 40)
        let changed = try line(IntakeAnswers().taking("Xanax"), ref: "r7", of: clinic)
        #expect(
            try await clinic.carePath.importIntakes([changed], from: "race", by: actor) == [.changed])
        #expect(
            try await clinic.carePath.importIntakes([changed], from: "another", by: actor) == [.imported])
        #expect(
            try await clinic.count(
                "SELECT count(*) AS n FROM imported_intake WHERE source = 'race' AND ref = 'r7' AND rules = '{}'"
            ) == 1)
    }

    @Test func `about a patient of ours becomes what it is when they send it`() async throws {
        let clinic = try await TestClinic()
        let patient = try await clinic.newcomer()
        let handle = try await self.handle(of: patient, clinic)
        var answers = IntakeAnswers().taking("Zzyvoquel")
        for (item, answer) in [
            ("phq9-9", "LA6569-3"), ("asq-1", "N"), ("asq-2", "N"), ("asq-3", "N"), ("asq-4", "N"),
            ("suicide-plan", "N"),
        ] {
            answers[item] = [answer]
        }
        let made = try line(answers, ref: "p1", subject: "Patient/\(handle)", of: clinic)
        #expect(try await clinic.carePath.importIntakes([made], from: "clinic", by: actor) == [.submitted])
        #expect(
            try await clinic.texts(
                """
                SELECT 'intake ' || state AS line FROM intake WHERE patient_id = \(patient)
                UNION ALL SELECT outcome || ' ' || array_to_string(rules, ' ') FROM eligibility
                    WHERE patient_id = \(patient)
                UNION ALL SELECT rule || ' ' || severity FROM flag WHERE patient_id = \(patient)
                UNION ALL SELECT kind FROM work_item WHERE patient_id = \(patient)
                UNION ALL SELECT 'imported ' || ref FROM imported_intake WHERE patient_id = \(patient)
                ORDER BY line
                """) == [
                    "E16 2", "imported p1", "incomplete E16 E19", "intake submitted", "medicationUnknown",
                    "safetyFlag",
                ])
        let cause = made.id.description
        #expect(
            try await clinic.texts(
                "SELECT state AS line FROM work_item WHERE kind = 'importedConcern' AND cause = \(cause)")
                == ["resolved"])
        // Their own intake is never replaced.
        let other = try line(ref: "p2", subject: "Patient/\(handle)", of: clinic)
        #expect(try await clinic.carePath.importIntakes([other], from: "clinic", by: actor) == [.imported])
        await #expect(throws: ImportRefusal.hasIntake) {
            try await clinic.carePath.claimImported("p2", from: "clinic", for: handle, by: actor)
        }
    }

    @Test func `of nobody's yet waits, and says at once what cannot wait`() async throws {
        let clinic = try await TestClinic()
        var answers = IntakeAnswers()
        for (item, answer) in [
            ("phq9-9", "LA6570-1"), ("asq-1", "Y"), ("asq-2", "N"), ("asq-3", "N"), ("asq-4", "N"),
            ("asq-5", "Y"), ("suicide-plan", "N"),
        ] {
            answers[item] = [answer]
        }
        let acute = try line(answers, ref: "a", of: clinic)
        var half = IntakeAnswers()
        half["psychosis"] = nil
        let open = try line(half, ref: "b", subject: "Patient/pt-none-99", of: clinic)
        #expect(
            try await clinic.carePath.importIntakes([acute, open], from: "waiting", by: actor)
                == [.imported, .imported])
        let cause = acute.id.description
        func concerns() async throws -> [String] {
            try await clinic.texts(
                "SELECT state AS line FROM work_item WHERE kind = 'importedConcern' AND cause = \(cause)")
        }
        #expect(try await concerns() == ["open"])
        let patient = try await clinic.newcomer()
        let handle = try await self.handle(of: patient, clinic)
        await #expect(throws: NotFound.self) {
            try await clinic.carePath.claimImported("c", from: "waiting", for: handle, by: actor)
        }
        #expect(
            try await clinic.carePath.claimImported("b", from: "waiting", for: handle, by: actor) == .drafted)
        await #expect(throws: ImportRefusal.alreadyClaimed) {
            try await clinic.carePath.claimImported("b", from: "waiting", for: handle, by: actor)
        }
        let second = try await clinic.newcomer()
        #expect(
            try await clinic.carePath.claimImported(
                "a", from: "waiting", for: self.handle(of: second, clinic), by: actor) == .submitted)
        #expect(try await concerns() == ["resolved"])
        #expect(
            try await clinic.count(
                "SELECT count(*) AS n FROM flag WHERE patient_id = \(second) AND rule = 'E15' AND severity = 1"
            ) == 1)
    }
}
