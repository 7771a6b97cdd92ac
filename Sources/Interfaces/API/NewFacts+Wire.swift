import CarePath
import Clinic
import Clocks
import Foundation
import Intakes
import Medications
import StrictJSON
import Wire

extension MedicationLine {
    init(_ line: MedicineLine) {
        let medicine = line.medicine
        self.init(
            id: medicine.id.description, name: medicine.name, ingredients: medicine.ingredients,
            classes: medicine.classes.map(\.rawValue), state: medicine.state.rawValue,
            startedOn: medicine.startedOn?.description, reportedAt: medicine.reportedAt?.rfc3339,
            endedOn: medicine.endedOn?.description,
            questions: line.questions.map { question in
                Question(
                    meaning: question.meaning, askedAt: question.askedAt.rfc3339,
                    decision: question.decision?.rawValue, answeredAt: question.answeredAt?.rfc3339)
            })
    }
}

extension MedicationChangeAnswer {
    init(_ view: MedicineView, _ program: ProgramData, in language: Language) {
        self.init(
            medication: MedicationLine(view.line),
            consequence: view.consequence.consequence.map {
                DecisionAnswer($0, program: program, in: language)
            },
            eligibility: view.consequence.eligibility.map { EligibilityAnswer($0, program, in: language) })
    }
}

extension HealthChangeLine {
    init(_ change: HealthChange, _ program: ProgramData, in language: Language) {
        let kind = program.eligibility.changes.first { $0.code == change.code }
        self.init(
            id: change.id.description, change: change.code,
            words: kind?.words.said(in: language) ?? change.code, on: change.on?.description,
            note: change.note, reportedAt: change.reportedAt.rfc3339,
            reportedBy: change.reportedBy.split(separator: ":").first.map(String.init) ?? "system")
    }
}

extension HealthChangesAnswer {
    init(_ changes: [HealthChange], _ program: ProgramData, in language: Language) {
        self.init(
            items: changes.map { HealthChangeLine($0, program, in: language) },
            kinds: program.eligibility.changes.map {
                Kind(change: $0.code, words: $0.words.said(in: language))
            })
    }
}

extension HealthChangeAnswer {
    init(_ view: HealthChangeView, _ program: ProgramData, in language: Language) {
        self.init(
            change: HealthChangeLine(view.change, program, in: language),
            consequence: view.consequence.consequence.map {
                DecisionAnswer($0, program: program, in: language)
            },
            eligibility: view.consequence.eligibility.map { EligibilityAnswer($0, program, in: language) },
            crisis: view.showsCrisisResources
                ? CrisisResources(program.screening.crisis, in: language) : nil)
    }
}

extension EligibilityRulesAnswer {
    init(_ standing: RulesStanding) {
        self.init(
            version: standing.version, sha256: standing.sha256, inForce: standing.isInForce,
            approved: standing.approval != nil,
            approvedBy: standing.approval?.approvedBy.uuidString.lowercased(),
            approvedAt: standing.approval?.approvedAt.rfc3339, peopleToAsk: standing.peopleToAsk)
    }
}

extension JSONReader {
    mutating func newMedication() -> (name: String, startedOn: LocalDate?)? {
        let name = text("name", length: 1...200)
        let startedOn = optionalParse("startedOn", as: .date) { LocalDate($0) }
        return made { (name.value, startedOn.value) }
    }

    mutating func medicationEnd() -> LocalDate?? {
        let endedOn = optionalParse("endedOn", as: .date) { LocalDate($0) }
        return made { endedOn.value }
    }

    mutating func medicationAnswer() -> (decision: EligibilityDecision, words: String)? {
        let decision = option("decision", of: EligibilityDecision.self)
        let words = text("words", length: 1...2000)
        return made { (decision.value, words.value) }
    }

    mutating func healthChange() -> (code: String, on: LocalDate?, note: String?)? {
        let code = string("change", length: 1...50)
        let on = optionalParse("on", as: .date) { LocalDate($0) }
        let note = optionalText("note", length: 1...2000)
        return made { (code.value, on.value, note.value) }
    }
}
