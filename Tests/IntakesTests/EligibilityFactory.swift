import CareSupport
import Clinic
import Foundation
import Intakes
import Medications
import Questionnaires
import Support
import Testing

/// The eligibility rules of this checkout, asked about answers that a test writes down.
struct EligibilityAsk {
    let form: IntakeForm
    let rules: EligibilityRules
    let medications: MedicationMap
    /// What many random people take, looked up once.
    let usual: [String: MedicationMatch]
    static let usualNames = [
        "tramadol", "lithium", "lisinopril", "sertraline", "ibuprofen", "atenolol", "what the doctor gave me",
    ]

    static let shared = Result { try EligibilityAsk() }

    init() throws {
        let schema = Checkout.folder.appending(path: "Schema")
        let library = try QuestionnaireLibrary(folder: schema.appending(path: "questionnaires"))
        form = try IntakeForm(
            try #require(library[slug: "intake"]),
            scores: schema.appending(path: "questionnaires/scores/intake"))
        rules = try EligibilityRules(
            loading: try SchemaFile(reading: schema.appending(path: "screening/eligibility-1.json")),
            for: form)
        medications = try MedicationMap(
            json: Data(contentsOf: schema.appending(path: "protocols/medication-classes.json")))
        let map = medications
        usual = Dictionary(uniqueKeysWithValues: Self.usualNames.map { ($0, map.match($0)) })
    }

    /// What the rules look at: of these answers, on 21 November 2026.
    ///
    /// - Parameter isWhole: whether everything that is asked must be answered.
    func facts(
        _ answers: IntakeAnswers, born: String? = "1992-03-02", served: Bool? = true, isWhole: Bool = true,
        pressure: LaterPressure? = nil, reported: [HealthChange] = []
    ) throws -> EligibilityFacts {
        let status = isWhole ? "completed" : "in-progress"
        let (read, problems) = form.questionnaire.read(
            answers.response(to: form.questionnaire, status: status), mode: isWhole ? .complete : .inProgress)
        let valid = try #require(read, "\(problems)")
        let medicines = valid.answers(to: "medicine-name").compactMap { answer -> MedicineFact? in
            guard case .string(let name) = answer.value else { return nil }
            let match = usual[name] ?? medications.match(name)
            return MedicineFact(
                name: name, ingredients: match.ingredients, classes: match.classes,
                isRecognized: match.isRecognized)
        }
        let today = try #require(LocalDate("2026-11-21"))
        return EligibilityFacts(
            answers: valid, scores: form.scores(of: valid), medicines: medicines,
            birthDate: born.flatMap { LocalDate($0) }, state: served == nil ? nil : StateCode("AZ"),
            isServed: served, today: today, pressure: pressure,
            news: rules.news(of: reported, since: valid, on: today))
    }

    func evaluate(
        _ answers: IntakeAnswers, born: String? = "1992-03-02", served: Bool? = true, isWhole: Bool = true,
        pressure: LaterPressure? = nil, reported: [HealthChange] = []
    ) throws -> EligibilityResult {
        rules.evaluate(
            try facts(
                answers, born: born, served: served, isWhole: isWhole, pressure: pressure,
                reported: reported))
    }
}

/// What a test changes of the answers of somebody whom no rule touches; no values leave a question out.
struct Change: Sendable, CustomTestStringConvertible {
    let set: [String: [String]]
    var medicines: [String] = []

    init(_ set: [String: [String]] = [:], taking medicines: [String] = []) {
        self.set = set
        self.medicines = medicines
    }

    init(set: [String: [String]], medicines: [String] = []) { self.init(set, taking: medicines) }

    var testDescription: String { "\(set) \(medicines)" }

    var answers: IntakeAnswers {
        var answers = IntakeAnswers()
        for (linkId, values) in set {
            if linkId.hasPrefix("treatment-adequate") { continue }
            answers[linkId] = values.isEmpty ? nil : values
        }
        if !medicines.isEmpty {
            answers["takes-medicines"] = ["Y"]
            answers.groups["medicine"] = medicines.map { ["medicine-name": [$0]] }
        }
        if set["treatments-tried"].map({ $0 != ["Y"] }) == true { answers.groups["treatment"] = nil }
        if let adequate = set["treatment-adequate"] {
            answers.groups["treatment"] = adequate.map {
                [
                    "treatment-name": ["sertraline"], "treatment-adequate": [$0],
                    "treatment-effect": ["no-effect"],
                ]
            }
        }
        if let allergies = set["allergy-to"] {
            answers["has-allergies"] = ["Y"]
            answers.groups["allergy"] = allergies.map { ["allergy-to": [$0]] }
        }
        return answers
    }
}

/// A PHQ-9 with thoughts of self-harm, and an ASQ of nothing but no.
let asqNegative = [
    "asq-1": ["N"], "asq-2": ["N"], "asq-3": ["N"], "asq-4": ["N"], "suicide-plan": ["N"],
    "phq9-9": ["LA6569-3"],
]
