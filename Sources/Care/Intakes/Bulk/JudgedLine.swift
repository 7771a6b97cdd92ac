import Clinic
import Medications
import Questionnaires
import StrictJSON

/// What is said of one line of a file of intakes: whether it holds a whole intake, what its instruments came to, which
/// medicines it names, and what the rules make of it.
package struct JudgedLine: Sendable {
    /// How much of an intake it is.
    package enum Status: String, Sendable, CaseIterable {
        /// Every question that is asked and required has an answer.
        case complete
        /// Something is missing, refused or not known.
        case incomplete
        /// Something is there that the questionnaire, or the file's own form, does not have.
        case invalid
    }

    /// One thing that is wrong; it repeats nothing of what was answered.
    package struct Problem: Sendable, Hashable {
        /// A JSON pointer into the response, or the name of a column, or a linkId where the file has no column for it;
        /// empty for the whole line.
        package let path: String
        package let code: String
        package let message: String
        /// The linkId of the question that it is about.
        package let question: String?
    }

    /// A medicine as it was written, and what it was taken for.
    package struct Medication: Sendable, Hashable {
        package let text: String
        package let match: MedicationMatch
    }

    /// Who it is about, as far as the line says so.
    package struct Person: Sendable, Hashable {
        /// As it was given, or a day that fits the age.
        package var birthDate: LocalDate?
        package var state: StateCode?
        /// What the line's subject refers to: `Patient/pt-7qkd-21`.
        package var subject: String?
    }

    /// Counts data records from 1; a head line is none.
    package let number: Int
    /// What the file calls it.
    package let ref: String?
    package let status: Status
    package let problems: [Problem]
    /// By the instrument's name; those without a score are not in it.
    package let scores: [String: Score]
    package let medications: [Medication]
    package let outcome: EligibilityOutcome
    /// Every rule that fired, in the rules' order.
    package let rules: [String]
    /// The findings behind them; none of a line that cannot be read.
    package let findings: [EligibilityFinding]
    /// What fits of the answers; `nil` for a line that cannot be read.
    package let answers: ValidResponse?
    package let person: Person
    /// What PHQ-9's last item counts, 0 to 3; `nil` without an answer.
    package let selfHarmItem: Int?
    /// Values near a limit.
    package let borders: [JudgedBorder]
}

extension JudgedLine {
    /// A line of which nothing can be read: nothing is said of the person but that all is missing.
    init(_ number: Int, unreadable problem: Problem, ref: String? = nil) {
        self.init(
            number: number, ref: ref, status: .invalid, problems: [problem], scores: [:], medications: [],
            outcome: .incomplete, rules: [], findings: [], answers: nil, person: Person(),
            selfHarmItem: nil, borders: [])
    }

    /// As one line of JSON, in the form that README.md shows under `intake check`.
    package var json: JSONValue {
        let problems = problems.map { problem -> JSONValue in
            [
                "path": .string(problem.path), "code": .string(problem.code),
                "message": .string(problem.message),
            ]
        }
        let scores = Self.instruments.map { name in
            JSONObject.Member(name: name, value: self.scores[name].map(Self.json) ?? .null)
        }
        let medications = medications.map { medication -> JSONValue in
            [
                "text": .string(medication.text),
                "ingredients": .array(medication.match.ingredients.map { .string($0) }),
                "classes": .array(medication.match.classes.map { .string($0.rawValue) }),
                "recognized": .bool(medication.match.isRecognized),
            ]
        }
        return [
            "line": .number(JSONNumber(number)), "ref": ref.map { .string($0) } ?? .null,
            "status": .string(status.rawValue), "problems": .array(problems),
            "scores": .object(JSONObject(scores)), "medications": .array(medications),
            "eligibility": [
                "outcome": .string(outcome.rawValue), "rules": .array(rules.map { .string($0) }),
            ],
        ]
    }

    private static func json(_ score: Score) -> JSONValue {
        ["total": .number(JSONNumber(score.total)), "band": .string(score.band)]
    }

    /// In the order in which they are shown.
    package static let instruments = ["phq9", "gad7", "pcl5", "auditC", "asq"]
}
