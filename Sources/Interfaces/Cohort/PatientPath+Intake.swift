import Clocks
import Foundation
import Wire

/// The intake: answered in two sittings, as people do, then sent.
extension PatientPath {
    func answerIntake(
        _ person: MadeUpPerson, _ outcome: inout PersonOutcome, token: String, breaches: inout [Breach]
    ) async throws {
        let answers = person.intakeAnswers(on: try await today(of: person))
        var half = answers
        half.values = half.values.filter { !$0.key.hasPrefix("gad7") && !$0.key.hasPrefix("pcl5") }
        for sitting in [half, answers] {
            let response = try form.response(to: sitting, in: person.language, status: "in-progress")
            try await client.put("/v1/me/intake", response, token: token)
        }
        let answer: EligibilityAnswer = try await client.post(
            "/v1/me/intake/submit", token: token, key: person.key("submitIntake"))
        outcome.eligibility = .init(outcome: answer.outcome, rules: answer.rules.map(\.id))
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

    /// The date on the person's own wall.
    func today(of person: MadeUpPerson) async throws -> String {
        let now = try await doors.now()
        let zone = TimeZone(identifier: person.place.timeZone) ?? .gmt
        return String((now + .seconds(zone.secondsFromGMT(for: now.date))).rfc3339.prefix(10))
    }

    // MARK: Consents

    /// Reads and signs them one by one.
    func signConsents(_ person: MadeUpPerson, token: String) async throws {
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
