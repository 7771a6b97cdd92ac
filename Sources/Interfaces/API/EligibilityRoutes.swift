import Access
import CarePath
import Clinic
import HTTPTypes
import Intakes
import StrictJSON
import Wire

/// What the rules say of a patient, and what people answer to them.
package struct EligibilityRoutes: RouteTopic {
    let care: CarePath

    package var routes: [Route] {
        [
            Route(.get, "/v1/me/eligibility", "What the rules say of one's answers.", permission: .ownRecord)
            {
                call in
                guard let view = try await care.eligibility(of: call.ownID(), by: call.actor) else {
                    throw NotFound()
                }
                return try Answer(EligibilityAnswer(view, care.program, in: call.language))
            },
            Route(
                .get, "/v1/staff/patients/{patient}/eligibility",
                "What the rules say of a patient, with the answers behind it.", permission: .readPatients
            ) { call in
                let patient = try await call.patient(care)
                guard let view = try await care.eligibility(of: patient, by: call.actor) else {
                    throw NotFound()
                }
                let history = try await care.eligibilityHistory(of: patient, by: call.actor)
                return try Answer(EligibilityChart(view, history, care.program, in: call.language))
            },
            Route(
                .post, "/v1/staff/patients/{patient}/eligibility/answers",
                "A prescriber answers, in writing, what a rule leaves to them.", permission: .prescribe,
                idempotency: .accepted, body: .json
            ) { call in
                let request = try call.read { $0.eligibilityAnswer() }
                let patient = try await call.patient(care)
                return try await changed(call) { once in
                    try await care.answerEligibility(
                        request.rule, request.decision, words: request.words, of: patient, once: once,
                        by: call.signedIn)
                }
            },
            Route(
                .post, "/v1/staff/patients/{patient}/clearances/{rule}/received",
                "The letter that a rule asked for has come.", permission: .prepareCare,
                idempotency: .accepted,
                body: .json
            ) { call in
                let (letter, dated) = try call.read { $0.clearanceLetter() }
                let patient = try await call.patient(care)
                return try await changed(call) { once in
                    try await care.receiveClearance(
                        call.text("rule").uppercased(), letter, dated: dated, of: patient, once: once,
                        by: call.actor)
                }
            },
            Route(
                .get, "/v1/staff/eligibility-rules",
                "The versions of the eligibility rules, and who approved them.", permission: .readProgram
            ) { call in
                try await Answer(
                    Page(items: care.eligibilityVersions(by: call.actor).map(EligibilityRulesAnswer.init)))
            },
            Route(
                .post, "/v1/staff/eligibility-rules/approve",
                "A medical director says yes to a version of the rules, by the hash of its file.",
                permission: .manageProgram, idempotency: .accepted, body: .json
            ) { call in
                let (version, sha256) = try call.read { body in
                    let version = body.integer("version", in: 1...1_000_000)
                    let sha256 = body.string("sha256", length: 64...64)
                    return body.made { (version.value, sha256.value) }
                }
                return try await call.once({ try Answer(EligibilityRulesAnswer($0)) }) { once in
                    try await care.approveRules(
                        version: version, sha256: sha256, once: once, by: call.signedIn)
                }
            },
        ]
    }

    private func changed(
        _ call: Call, _ change: (Once<EligibilityView>?) async throws -> OnceOutcome<EligibilityView>
    ) async throws -> Answer {
        let language = call.language
        return try await call.once(
            { try Answer(EligibilityChart($0, [], care.program, in: language)) }, change)
    }
}

extension JSONReader {
    fileprivate mutating func eligibilityAnswer() -> (
        rule: String, decision: EligibilityDecision, words: String
    )? {
        let rule = string("rule", length: 2...10)
        let decision = option("decision", of: EligibilityDecision.self)
        let words = text("words", length: 1...2000)
        return made { (rule.value.uppercased(), decision.value, words.value) }
    }

    fileprivate mutating func clearanceLetter() -> (
        letter: EligibilityQuestion.Letter, dated: LocalDate?
    )? {
        let document = string("document", length: 1...300)
        let from = string("from", length: 1...200)
        let specialty = optionalString("specialty", length: 1...50)
        let dated = optionalParse("dated", as: .date) { LocalDate($0) }
        return made {
            (.init(document: document.value, from: from.value, specialty: specialty.value), dated.value)
        }
    }
}
