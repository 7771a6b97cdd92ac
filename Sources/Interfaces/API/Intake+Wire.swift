import CarePath
import Clinic
import Clocks
import Foundation
import Intakes
import Medications
import Questionnaires
import StrictJSON
import Wire

extension IntakeAnswer {
    init(_ view: IntakeView, in language: Language) throws {
        let intake = view.intake
        let progress = view.progress
        self.init(
            state: intake?.state.rawValue ?? "notStarted", id: intake?.id.description,
            amends: intake?.amends?.uuidString.lowercased(), questionnaire: view.questionnaire,
            response: try intake.map {
                try JSONDecoder().decode(FHIRDocument.self, from: Data($0.answers.bytes))
            },
            request: intake?.request, savedAt: intake?.savedAt.rfc3339,
            submittedAt: intake?.submittedAt?.rfc3339,
            progress: Progress(
                answered: progress.answered, required: progress.required,
                sections: progress.sections.map { section in
                    Section(
                        linkId: section.linkId, title: section.text?.text(in: language) ?? section.linkId,
                        answered: section.answered, required: section.required)
                }),
            problems: intake == nil
                ? []
                : progress.problems.map { problem in
                    Fault(
                        linkId: problem.subject, pointer: problem.pointer.description, code: problem.code,
                        detail: problem.message(in: language.rawValue))
                })
    }
}

extension IntakeReviewAnswer {
    init(_ review: IntakeReview) {
        self.init(
            id: review.intake.id.description, state: review.intake.state.rawValue,
            questionnaire: review.intake.questionnaire,
            submittedAt: (review.intake.submittedAt ?? review.intake.savedAt).rfc3339,
            sections: review.sections.map { section in
                Section(
                    linkId: section.linkId, title: section.title,
                    answers: section.answers.map {
                        Answered(linkId: $0.linkId, question: $0.question, values: $0.values)
                    })
            },
            scores: review.scores.sorted { $0.key < $1.key }.map {
                InstrumentScore($0.key, $0.value, review.redFlags[$0.key] ?? [])
            },
            medicines: review.medicines.map { medicine in
                Medicine(
                    id: medicine.id.description, name: medicine.name, ingredients: medicine.ingredients,
                    classes: medicine.classes.map(\.rawValue), state: medicine.state.rawValue)
            })
    }
}

extension InstrumentScore {
    init(_ instrument: String, _ result: InstrumentResult, _ redFlags: [String]) {
        switch result {
        case .scored(let score):
            self.init(
                instrument: instrument, total: score.total, band: score.band, missing: [], redFlags: redFlags)
        case .missing(let items):
            self.init(instrument: instrument, total: nil, band: nil, missing: items, redFlags: redFlags)
        }
    }
}

extension IntakeVersionsAnswer {
    init(_ versions: [IntakeVersion]) {
        self.init(
            items: versions.map { version in
                Version(
                    id: version.id.description, state: version.state.rawValue,
                    questionnaire: version.questionnaire, amends: version.amends?.uuidString.lowercased(),
                    startedAt: version.startedAt.rfc3339, submittedAt: version.submittedAt?.rfc3339,
                    outcome: version.outcome?.rawValue, rules: version.rules)
            })
    }
}

extension JSONReader {
    /// Either `ingredients`, or `classes` with the `reason`.
    mutating func medicationResolution() -> MedicationResolution? {
        if contains("ingredients") {
            let names = strings("ingredients", count: 1...10, length: 1...100)
            return made { .ingredients(names.value) }
        }
        let classes = options("classes", of: MedicationClass.self, count: 0...10)
        let reason = text("reason", length: 1...2000)
        return made { .classes(classes.value, reason: reason.value) }
    }
}
