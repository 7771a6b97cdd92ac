import AnswerFiles
import Clocks
import Foundation
import Wire

/// The intake: answered in two sittings, as people do, then sent.
extension PatientPath {
    func answerIntake(
        _ outcome: inout PersonOutcome, _ sitting: Sitting, breaches: inout [Breach]
    ) async throws {
        let (person, token) = (sitting.person, sitting.token)
        let answers = person.intakeAnswers(on: sitting.today)
        var half = answers
        half.values = half.values.filter { !$0.key.hasPrefix("gad7") && !$0.key.hasPrefix("pcl5") }
        for sitting in [half, answers] {
            let response = try form.response(to: sitting, in: person.language, status: "in-progress")
            try await client.put("/v1/me/intake", response, token: token)
        }
        outcome.openQuestions = try form.openQuestions(in: answers)
        guard outcome.openQuestions.isEmpty else { return }
        let answer: EligibilityAnswer = try await client.post(
            "/v1/me/intake/submit", token: token, key: person.key("submitIntake"))
        outcome.eligibility = .init(answer)
        judge(answer, of: person, breaches: &breaches)
    }

    private func judge(_ answer: EligibilityAnswer, of person: MadeUpPerson, breaches: inout [Breach]) {
        if person.real != nil { return }
        let verdict = person.intakeStory.verdict
        if answer.outcome != verdict.outcome || Set(answer.rules.map(\.id)) != verdict.rules {
            breaches.append(
                Breach(
                    .rulesFitAnswers,
                    "person \(person.number + 1) (\(person.intakeStory.rawValue)): \(answer.outcome) by "
                        + "\(answer.rules.map(\.id).sorted())"))
        }
        if (answer.crisis != nil) != person.intakeStory.speaksOfSelfHarm {
            breaches.append(
                Breach(.crisisWords, "person \(person.number + 1) (\(person.intakeStory.rawValue))"))
        }
    }

    // MARK: Consents

    /// Reads and signs them one by one.
    func signConsents(_ sitting: Sitting) async throws {
        let (person, token) = (sitting.person, sitting.token)
        let consents: ConsentsAnswer = try await client.get("/v1/me/consents", token: token)
        for due in consents.items where due.state == "due" {
            try await client.post(
                "/v1/me/consents",
                ConsentRequest(
                    document: due.document, version: due.version, sha256: due.sha256,
                    signature: "\(person.given) \(person.family)"), token: token,
                key: person.key("consent \(due.document) \(due.version)"))
        }
    }
}
