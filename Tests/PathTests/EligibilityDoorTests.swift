import Access
import CarePath
import CareSupport
import Clinic
import DoorSupport
import Foundation
import Intakes
import Patients
import StrictJSON
import Support
import Testing
import Wire

/// What each rule says of an intake, as the answer to its sending names it.
@Suite struct `Eligibility over HTTP` {
    /// What somebody answers otherwise than one whom no rule touches, and what comes of it.
    private struct Case: Sendable {
        let rule: String
        let outcome: String
        var changes: [String: [String]] = [:]
        var medicine: String?
        /// Another rule that the same answers fire.
        var besides: String?
        /// Whether an answer speaks of self-harm.
        var isCrisis = false

        var answers: IntakeAnswers {
            var answers = medicine.map { IntakeAnswers().taking($0) } ?? IntakeAnswers()
            for (linkId, values) in changes { answers[linkId] = values.isEmpty ? nil : values }
            return answers
        }
    }

    private static let asq = [
        "asq-1": ["N"], "asq-2": ["N"], "asq-3": ["N"], "asq-4": ["N"], "suicide-plan": ["N"],
        "phq9-9": ["LA6569-3"],
    ]

    private static let wellEnough = Dictionary(
        uniqueKeysWithValues: (1...8).map { ("phq9-\($0)", ["LA6568-5"]) }
            + (1...7).map { ("gad7-\($0)", ["LA6568-5"]) })

    private static let cases: [Case] = [
        Case(
            rule: "E1", outcome: "incomplete",
            changes: ["identity-confirmed": ["N"], "identity-correction": ["My name is spelt otherwise."]]),
        Case(rule: "E3", outcome: "ineligible", changes: ["pregnancy": ["Y"]]),
        Case(rule: "E4", outcome: "ineligible", changes: ["psychosis": ["Y"]]),
        Case(rule: "E5", outcome: "ineligible", changes: ["mania": ["mania-now"]]),
        Case(rule: "E5", outcome: "clearance", changes: ["mania": ["bipolar"]]),
        Case(rule: "E6", outcome: "ineligible", changes: ["heart": ["recent-event"]]),
        Case(rule: "E7", outcome: "clearance", medicine: "lisinopril"),
        Case(
            rule: "E8", outcome: "incomplete",
            changes: [
                "bp-measured": ["N"], "bp-date": [], "bp-systolic": [], "bp-diastolic": [], "bp-pulse": [],
            ]),
        Case(rule: "E9", outcome: "ineligible", changes: ["ketamine-reaction": ["Y"]]),
        Case(rule: "E10", outcome: "ineligible", changes: ["substance-use-disorder": ["sud-now"]]),
        Case(rule: "E10", outcome: "clearance", changes: ["substance-use-disorder": ["sud-within-year"]]),
        Case(rule: "E11", outcome: "prescriberDecides", medicine: "Xanax"),
        Case(
            rule: "E15", outcome: "ineligible", changes: asq.merging(["suicide-plan": ["Y"]]) { $1 },
            besides: "E16", isCrisis: true),
        Case(rule: "E16", outcome: "prescriberDecides", changes: asq, isCrisis: true),
        Case(rule: "E18", outcome: "prescriberDecides", changes: wellEnough),
        Case(rule: "E19", outcome: "incomplete", medicine: "the blue one"),
        Case(rule: "E20", outcome: "eligible", medicine: "Zoloft"),
    ]

    @Test func `names the rule, its words and the answers behind it`() async throws {
        try await ClinicServer.open { server in
            let clinic = server.clinic
            _ = try await clinic.pharmacy(slug: "alpha")
            let lin = try await clinic.prescriber(named: "lin").accountID.uuidString.lowercased()
            let nora = try await PrescriptionStory.token(try await clinic.colleague("nora"), clinic)
            let form = clinic.carePath.program.intake.questionnaire
            for (number, expected) in Self.cases.enumerated() {
                let what = Comment(rawValue: "\(expected.rule) \(expected.outcome)")
                let patient = try await clinic.registered(
                    email: "person-\(number)@example.org", phone: "+1602555\(2000 + number)")
                let person = try await PrescriptionStory.token(
                    Caller(
                        accountID: patient.id.uuid, kind: .patient, roles: [.patient], session: UUID()),
                    clinic)
                let response = try JSONDecoder().decode(
                    FHIRDocument.self, from: Data(expected.answers.response(to: form).bytes))
                #expect(try await server.put("/v1/me/intake", response, as: person).said == "200", what)
                let sent = try await server.post("/v1/me/intake/submit", as: person, key: UUID())
                #expect(sent.said == "200", what)
                let answer: EligibilityAnswer = try sent.json()
                #expect(answer.outcome == expected.outcome, what)
                #expect(
                    Set(answer.rules.map(\.id)) == Set([expected.rule, expected.besides].compactMap(\.self)),
                    what)
                #expect(answer.rules.allSatisfy { !$0.words.isEmpty && !$0.answers.isEmpty }, what)
                #expect((answer.crisis != nil) == expected.isCrisis, what)

                let asked = try await server.get("/v1/me/eligibility", as: person)
                #expect(try asked.json(EligibilityAnswer.self).rules.map(\.id) == answer.rules.map(\.id))
                let path = "/v1/staff/patients/\(patient.id)/eligibility"
                let chart: EligibilityChart = try await server.get(path, as: nora).json()
                #expect(chart.outcome == expected.outcome, what)
                #expect(chart.findings.map(\.rule) == answer.rules.map(\.id), what)

                // What the rules leave open keeps the first visit away, by its own reason.
                let hold = try await server.post(
                    "/v1/me/consults",
                    ConsultHoldRequest(
                        kind: "initial", prescriberId: lin, startsAt: "2026-11-23T14:00:00Z"),
                    as: person, key: UUID())
                #expect(hold.problem?.code == "consult_not_ready", what)
                #expect(hold.problem?.errors?.map(\.code) == Self.blocks(expected.outcome), what)
            }
        }
    }

    /// Nobody here has signed anything yet.
    private static func blocks(_ outcome: String) -> [String] {
        let block = [
            "ineligible": "ineligible", "incomplete": "eligibilityIncomplete",
            "clearance": "clearanceMissing",
        ][outcome]
        return [block, "consentsMissing"].compactMap(\.self)
    }
}
