import Access
import CareSupport
import Clinic
import Clocks
import Foundation
import Intakes
import Patients
import Postgres
import Safety
import Support
import Testing
import Treatments

@testable import CarePath

/// How a decision of the rules, its answers and its letters live on as facts change.
@Suite(.database) struct `What the rules decided` {
    private func begin(_ answers: IntakeAnswers) async throws -> (TestClinic, ID<Patient>, Caller) {
        let clinic = try await TestClinic()
        let patient = try await clinic.newcomer()
        let prescriber = try await clinic.colleague("amari-\(UUID().uuidString.prefix(8))", [.prescriber])
        _ = try await clinic.submitted(answers, by: patient)
        return (clinic, patient, prescriber)
    }

    private func take(_ name: String, _ patient: ID<Patient>, _ clinic: TestClinic) async throws
        -> MedicineView
    {
        try await clinic.carePath.reportMedicine(
            name, since: nil, of: patient, once: nil, by: .patient(patient.uuid)
        ).value
    }

    private func answer(
        _ rule: String, _ patient: ID<Patient>, _ clinic: TestClinic, _ prescriber: Caller
    ) async throws {
        _ = try await clinic.carePath.answerEligibility(
            rule, .accepted, words: "Weighed.", of: patient, once: nil, by: prescriber)
    }

    private func standing(_ patient: ID<Patient>, _ clinic: TestClinic) async throws -> EligibilityStanding {
        try #require(
            try await clinic.database.transaction(by: Actor.system("test")) { connection in
                try clinic.carePath.eligibilityStanding(of: patient, on: connection)
            })
    }

    @Test func `an answer covers what it weighed, and no fact more`() async throws {
        let (clinic, patient, prescriber) = try await begin(IntakeAnswers().taking("tramadol"))
        try await answer("E11", patient, clinic, prescriber)
        #expect(try await standing(patient, clinic).unanswered == [])
        let added = try await take("oxycodone", patient, clinic)
        #expect(try await standing(patient, clinic).unanswered == ["E11"])
        let work = try await clinic.carePath.chart(of: patient, in: .en, by: prescriber.actor).work
        #expect(work.map(\.kind) == [.eligibilityQuestion])
        try await answer("E11", patient, clinic, prescriber)
        #expect(try await standing(patient, clinic).unanswered == [])
        // A fact less asks nothing anew.
        _ = try await clinic.carePath.endMedicine(
            added.line.medicine.id, on: nil, of: nil, once: nil, by: prescriber.actor)
        #expect(try await standing(patient, clinic).unanswered == [])
        let history = try await clinic.carePath.eligibilityHistory(of: patient, by: prescriber.actor)
        #expect(history.map(\.occasion) == [.medicine, .medicine, .intake])
        #expect(history.filter { $0.supersededAt == nil }.count == 1)
    }

    @Test func `a new reading does not ask again what was answered, another case does`() async throws {
        var answers = IntakeAnswers()
        (answers["bp-systolic"], answers["bp-again-systolic"]) = (["150"], ["148"])
        (answers["bp-again-diastolic"], answers["bp-again-pulse"]) = (["80"], ["70"])
        let (clinic, patient, prescriber) = try await begin(answers)
        _ = try await clinic.carePath.receiveClearance(
            "E7", .init(document: "doc-1", from: "Dr. Amari"), of: patient, once: nil, by: prescriber.actor)
        try await answer("E7", patient, clinic, prescriber)
        clinic.clock.advance(by: .hours(1))
        func measure(_ systolic: Int, _ pulse: Int) async throws {
            _ = try await clinic.carePath.measure(
                [.init(systolic: systolic, diastolic: 82, pulse: pulse, at: clinic.clock.now)], once: nil,
                by: patient)
        }
        try await measure(144, 70)
        let again = try await standing(patient, clinic)
        #expect(again.unanswered == [] && again.uncleared == [])
        clinic.clock.advance(by: .hours(1))
        try await measure(144, 112)
        let more = try await standing(patient, clinic)
        #expect(more.unanswered == ["E7"] && more.uncleared == ["E7"])
        let states = try await clinic.texts(
            "SELECT state AS line FROM clearance WHERE patient_id = \(patient) ORDER BY requested_at")
        #expect(states == ["reviewed", "requested"])
        clinic.clock.advance(by: .hours(1))
        try await measure(170, 70)
        #expect(try await standing(patient, clinic).outcome == .ineligible)
        clinic.clock.advance(by: .hours(1))
        try await measure(120, 70)
        #expect(try await standing(patient, clinic).outcome == .eligible)
    }

    @Test func `a letter has a date, a writer of the kind asked for, and an end`() async throws {
        let (clinic, patient, prescriber) = try await begin(IntakeAnswers().taking("lisinopril"))
        let today = clinic.carePath.program.today(at: clinic.clock.now)
        func receive(_ specialty: String?, _ dated: LocalDate?) async throws {
            _ = try await clinic.carePath.receiveClearance(
                "E7", .init(document: "doc-1", from: "Dr. Amari", specialty: specialty), dated: dated,
                of: patient, once: nil, by: prescriber.actor)
        }
        for (specialty, dated, why) in [
            ("dentistry", today, EligibilityRefusal.letterOfAnother),
            ("cardiology", today + 1, .letterOutOfDate),
            ("cardiology", today - 366, .letterOutOfDate),
        ] {
            await #expect(throws: RuleRefusal.self, "\(why)") { try await receive(specialty, dated) }
        }
        try await receive("cardiology", today - 360)
        try await answer("E7", patient, clinic, prescriber)
        let view = try #require(try await clinic.carePath.eligibility(of: patient, by: prescriber.actor))
        #expect(view.question("E7")?.clearance?.state == .reviewed)
        #expect(view.question("E7")?.clearance?.validUntil == today + 5)
        clinic.clock.advance(by: .hours(24 * 6))
        _ = try await take("ibuprofen", patient, clinic)
        let later = try await standing(patient, clinic)
        #expect(later.uncleared == ["E7"] && later.unanswered == ["E7"])
        let states = try await clinic.texts(
            "SELECT state AS line FROM clearance WHERE patient_id = \(patient) ORDER BY requested_at")
        #expect(states == ["expired", "requested"])
    }

    @Test func `a letter received by eight at once is received once`() async throws {
        let (clinic, patient, prescriber) = try await begin(IntakeAnswers().taking("lisinopril"))
        let received = await withTaskGroup(of: Bool.self) { group in
            for _ in 0..<8 {
                group.addTask {
                    let outcome = try? await clinic.carePath.receiveClearance(
                        "E7", .init(document: "doc-1", from: "Dr. Amari"), of: patient, once: nil,
                        by: prescriber.actor)
                    return outcome != nil
                }
            }
            return await group.reduce(into: 0) { $0 += $1 ? 1 : 0 }
        }
        #expect(received == 1)
    }

    @Test func `facts reported at once are all judged, one evaluation in force`() async throws {
        let (clinic, patient, _) = try await begin(IntakeAnswers())
        try await withThrowingTaskGroup { group in
            for name in ["tramadol", "lithium", "lisinopril", "levothyroxine"] {
                group.addTask { _ = try await take(name, patient, clinic) }
            }
            for code in ["arrhythmia", "anesthesiaPlanned"] {
                group.addTask {
                    _ = try await clinic.carePath.reportHealthChange(
                        code, on: nil, note: nil, of: patient, once: nil, by: .patient(patient.uuid))
                }
            }
            try await group.waitForAll()
        }
        let now = try await standing(patient, clinic)
        #expect(now.rules == ["E7", "E11", "E12", "E25"])
        #expect(
            try await clinic.count("SELECT count(*) AS n FROM eligibility WHERE patient_id = \(patient)") == 7
        )
        #expect(
            try await clinic.count(
                """
                SELECT count(*) AS n FROM eligibility
                WHERE patient_id = \(patient) AND superseded_at IS NULL AND facts_hash ~ '^[0-9a-f]{32}$'
                """) == 1)
    }

    /// This checkout's data with a second version of the rules, in which a pulse of 100 is fast.
    private func withSecondVersion(_ body: (URL) async throws -> Void) async throws {
        let files = FileManager.default
        let folder = files.temporaryDirectory.appending(path: "lozenge-\(UUID().uuidString)")
        defer { try? files.removeItem(at: folder) }
        try files.copyItem(at: Checkout.folder.appending(path: "Schema"), to: folder)
        let screening = folder.appending(path: "screening")
        let first = try String(
            contentsOf: screening.appending(path: "eligibility-1.json"), encoding: .utf8)
        let second = first.replacing("\"version\": \"1\"", with: "\"version\": \"2\"")
            .replacing(
                "\"measure\": \"pulse\", \"value\": 110", with: "\"measure\": \"pulse\", \"value\": 100")
        try second.write(
            to: screening.appending(path: "eligibility-2.json"), atomically: true, encoding: .utf8)
        try await body(folder)
    }

    @Test func `a version of the rules counts once it is approved, and asks whom another judged`()
        async throws
    {
        try await withSecondVersion { folder in
            var answers = IntakeAnswers()
            answers["bp-pulse"] = ["104"]
            let clinic = try await TestClinic(schema: folder)
            let patient = try await clinic.newcomer()
            let signed = try await clinic.person(at: .signed, email: "\(UUID().uuidString)@example.org")
            #expect(try await clinic.submitted(answers, by: patient).eligibility.result.outcome == .eligible)
            let director = try await clinic.colleague(
                "dora-\(UUID().uuidString.prefix(8))", [.medicalDirector])
            let versions = try await clinic.carePath.eligibilityVersions(by: director.actor)
            #expect(versions.map(\.isInForce) == [true, false])
            #expect(versions[1].peopleToAsk > 0)
            await #expect(throws: EligibilityRefusal.rulesUnknown) {
                try await clinic.carePath.approveRules(
                    version: 2, sha256: versions[0].sha256, once: nil, by: director)
            }
            await #expect(throws: NotFound.self) {
                try await clinic.carePath.approveRules(
                    version: 9, sha256: versions[0].sha256, once: nil, by: director)
            }
            // Nothing changes before the yes.
            #expect(try await clinic.carePath.askRulesAgain(after: nil, by: .system("test")) == nil)
            #expect(try await standing(patient, clinic).outcome == .eligible)
            for _ in 1...2 {
                let approved = try await clinic.carePath.approveRules(
                    version: 2, sha256: versions[1].sha256, once: nil, by: director
                ).value
                #expect(approved.isInForce)
                #expect(approved.approval?.approvedBy == director.accountID)
            }
            #expect(
                try await clinic.count(
                    "SELECT count(*) AS n FROM job WHERE kind = 'eligibility.askAgain'") == 1)
            _ = try await clinic.carePath.askRulesAgain(after: nil, by: .system("test"))
            #expect(try await standing(patient, clinic).uncleared == ["E7"])
            let history = try await clinic.carePath.eligibilityHistory(of: patient, by: director.actor)
            #expect(history.map(\.rulesVersion) == ["2", "1"])
            #expect(history.map(\.occasion) == [.rules, .intake])
            // Who has a prescription is asked at the next review.
            #expect(
                try await clinic.count(
                    """
                    SELECT count(*) AS n FROM eligibility
                    WHERE patient_id = \(signed.patient) AND rules_version = '2'
                    """) == 0)
        }
    }
}
