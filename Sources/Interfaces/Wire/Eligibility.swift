/// `GET /v1/me/eligibility`, and the answer to a submitted intake: what the rules say, in the patient's words.
package struct EligibilityAnswer: Codable, Sendable {
    package var evaluatedAt: String
    /// `eligible`, `prescriberDecides`, `clearance`, `incomplete` or `ineligible`.
    package var outcome: String
    package var words: String
    package var rulesVersion: String
    package var rules: [Rule]
    /// Whether one may leave an address for later (`POST /v1/waitlist`).
    package var waitlistOffered: Bool
    /// There where an answer speaks of self-harm, whatever the outcome.
    package var crisis: CrisisResources?

    /// One rule that fired.
    package struct Rule: Codable, Sendable {
        /// `E7`.
        package var id: String
        package var outcome: String
        package var words: String
        /// The linkIds of the answers behind it.
        package var answers: [String]
        /// `noted`, `open`, `letterMissing`, `accepted`, `notAccepted`, `incomplete` or `ineligible`.
        package var standing: String

        package init(id: String, outcome: String, words: String, answers: [String], standing: String) {
            self.id = id
            self.outcome = outcome
            self.words = words
            self.answers = answers
            self.standing = standing
        }
    }

    package init(
        evaluatedAt: String, outcome: String, words: String, rulesVersion: String, rules: [Rule],
        waitlistOffered: Bool, crisis: CrisisResources?
    ) {
        self.evaluatedAt = evaluatedAt
        self.outcome = outcome
        self.words = words
        self.rulesVersion = rulesVersion
        self.rules = rules
        self.waitlistOffered = waitlistOffered
        self.crisis = crisis
    }
}

/// `GET /v1/staff/patients/{patient}/eligibility`: the same with the answers behind each rule, letters, answers of
/// prescribers, and what was said before.
package struct EligibilityChart: Codable, Sendable {
    package var id: String
    package var evaluatedAt: String
    package var outcome: String
    package var rulesVersion: String
    /// Why the rules were asked.
    package var occasion: String
    package var findings: [Finding]
    package var history: [Earlier]

    package struct Finding: Codable, Sendable {
        package var rule: String
        package var `case`: String
        package var outcome: String
        package var words: String
        package var patientWords: String
        package var answers: [Evidence]
        package var standing: String
        package var clearance: Clearance?
        package var answer: Answer?

        package init(
            rule: String, case name: String, outcome: String, words: String, patientWords: String,
            answers: [Evidence], standing: String, clearance: Clearance?, answer: Answer?
        ) {
            self.rule = rule
            self.case = name
            self.outcome = outcome
            self.words = words
            self.patientWords = patientWords
            self.answers = answers
            self.standing = standing
            self.clearance = clearance
            self.answer = answer
        }
    }

    /// An answer behind a finding, as a code or in the patient's words.
    package struct Evidence: Codable, Sendable {
        package var linkId: String
        package var question: String
        package var values: [String]

        package init(linkId: String, question: String, values: [String]) {
            self.linkId = linkId
            self.question = question
            self.values = values
        }
    }

    package struct Clearance: Codable, Sendable {
        package var specialties: [String]
        /// `requested`, `received` or `reviewed`.
        package var state: String
        package var requestedAt: String
        package var receivedAt: String?
        package var document: String?
        package var from: String?
        /// What the writer is: one of `specialties`.
        package var specialty: String?
        /// The letter's own date, and the last one on which it counts.
        package var dated: String?
        package var validUntil: String?
        package var dueAt: String?
        package var reviewedAt: String?

        package init(
            specialties: [String], state: String, requestedAt: String, receivedAt: String?, document: String?,
            from: String?, specialty: String? = nil, dated: String? = nil, validUntil: String? = nil,
            dueAt: String? = nil, reviewedAt: String? = nil
        ) {
            self.specialties = specialties
            self.state = state
            self.requestedAt = requestedAt
            self.receivedAt = receivedAt
            self.document = document
            self.from = from
            self.specialty = specialty
            self.dated = dated
            self.validUntil = validUntil
            self.dueAt = dueAt
            self.reviewedAt = reviewedAt
        }
    }

    package struct Answer: Codable, Sendable {
        package var decision: String
        package var words: String
        package var by: String
        package var at: String

        package init(decision: String, words: String, by: String, at: String) {
            self.decision = decision
            self.words = words
            self.by = by
            self.at = at
        }
    }

    package struct Earlier: Codable, Sendable {
        package var evaluatedAt: String
        package var outcome: String
        package var rules: [String]
        package var rulesVersion: String
        package var supersededAt: String?
        /// Why the rules were asked: `intake`, `medicine`, `healthChange` …
        package var occasion: String

        package init(
            evaluatedAt: String, outcome: String, rules: [String], rulesVersion: String,
            supersededAt: String?, occasion: String = "intake"
        ) {
            self.evaluatedAt = evaluatedAt
            self.outcome = outcome
            self.rules = rules
            self.rulesVersion = rulesVersion
            self.supersededAt = supersededAt
            self.occasion = occasion
        }
    }

    package init(
        id: String, evaluatedAt: String, outcome: String, rulesVersion: String,
        occasion: String = "intake", findings: [Finding], history: [Earlier]
    ) {
        self.id = id
        self.evaluatedAt = evaluatedAt
        self.outcome = outcome
        self.rulesVersion = rulesVersion
        self.occasion = occasion
        self.findings = findings
        self.history = history
    }
}

/// `POST /v1/staff/patients/{patient}/eligibility/answers`: a prescriber's word on one rule.
package struct EligibilityAnswerRequest: Codable, Sendable {
    package var rule: String
    /// `accepted` or `notAccepted`.
    package var decision: String
    package var words: String

    package init(rule: String, decision: String, words: String) {
        self.rule = rule
        self.decision = decision
        self.words = words
    }
}

/// `POST /v1/staff/patients/{patient}/clearances/{rule}/received`: where the letter is kept, and who wrote it.
package struct ClearanceReceivedRequest: Codable, Sendable {
    package var document: String
    package var from: String
    /// What the writer is: one of the clearance's `specialties`.
    package var specialty: String?
    /// The letter's own date; today's, where it is left out.
    package var dated: String?

    package init(document: String, from: String, specialty: String? = nil, dated: String? = nil) {
        self.document = document
        self.from = from
        self.specialty = specialty
        self.dated = dated
    }
}
