import CarePath
import Clinic
import Clocks
import Foundation
import Intakes
import Questionnaires
import Wire

extension EligibilityAnswer {
    init(_ view: EligibilityView, _ program: ProgramData, in language: Language) {
        let result = view.eligibility.result
        self.init(
            evaluatedAt: view.eligibility.evaluatedAt.rfc3339, outcome: result.outcome.rawValue,
            words: program.eligibility(version: result.rulesVersion).said(result.outcome).said(in: language),
            rulesVersion: result.rulesVersion,
            rules: result.findings.map { finding in
                Rule(
                    id: finding.rule, outcome: finding.outcome.rawValue,
                    words: finding.words.said(in: language),
                    answers: finding.answers.map(\.linkId), standing: view.standing(of: finding))
            },
            waitlistOffered: result.offersWaitlist,
            crisis: result.showsCrisisResources
                ? CrisisResources(program.screening.crisis, in: language) : nil)
    }
}

extension EligibilityChart {
    init(
        _ view: EligibilityView, _ history: [EligibilityRecord], _ program: ProgramData, in language: Language
    ) {
        let result = view.eligibility.result
        self.init(
            id: view.eligibility.id.description, evaluatedAt: view.eligibility.evaluatedAt.rfc3339,
            outcome: result.outcome.rawValue, rulesVersion: result.rulesVersion,
            occasion: view.eligibility.occasion.rawValue,
            findings: result.findings.map { finding in
                let question = view.question(finding.rule)
                return Finding(
                    rule: finding.rule, case: finding.case, outcome: finding.outcome.rawValue,
                    words: finding.clinician.said(in: language),
                    patientWords: finding.words.said(in: language),
                    answers: finding.answers.map { answer in
                        Evidence(
                            linkId: answer.linkId,
                            question: program.intakeQuestion(answer.questionLinkId, in: language)
                                ?? answer.questionLinkId,
                            values: answer.values)
                    }, standing: view.standing(of: finding),
                    clearance: question?.clearance.map(Clearance.init),
                    answer: question?.answer.map(Answer.init))
            },
            history: history.map { earlier in
                Earlier(
                    evaluatedAt: earlier.evaluatedAt.rfc3339, outcome: earlier.outcome.rawValue,
                    rules: earlier.rules, rulesVersion: earlier.rulesVersion,
                    supersededAt: earlier.supersededAt?.rfc3339, occasion: earlier.occasion.rawValue)
            })
    }
}

extension EligibilityView {
    /// Where a finding stands, in a word.
    fileprivate func standing(of finding: EligibilityFinding) -> String {
        switch finding.outcome {
        case .noted, .incomplete, .ineligible: return finding.outcome.rawValue
        case .prescriberDecides, .clearance:
            guard let question = question(finding.rule) else { return "open" }
            if let answer = question.answer { return answer.decision.rawValue }
            return question.clearance?.state == .requested ? "letterMissing" : "open"
        }
    }
}

extension EligibilityChart.Clearance {
    init(_ clearance: EligibilityQuestion.Clearance) {
        self.init(
            specialties: clearance.specialties, state: clearance.state.rawValue,
            requestedAt: clearance.requestedAt.rfc3339, receivedAt: clearance.receivedAt?.rfc3339,
            document: clearance.letter?.document, from: clearance.letter?.from,
            specialty: clearance.letter?.specialty, dated: clearance.dated?.description,
            validUntil: clearance.validUntil?.description, dueAt: clearance.dueAt?.rfc3339,
            reviewedAt: clearance.reviewedAt?.rfc3339)
    }
}

extension EligibilityChart.Answer {
    init(_ answer: EligibilityQuestion.Answer) {
        self.init(
            decision: answer.decision.rawValue, words: answer.words, by: answer.by.uuidString.lowercased(),
            at: answer.at.rfc3339)
    }
}
