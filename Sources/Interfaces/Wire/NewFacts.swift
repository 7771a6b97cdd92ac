/// `POST /v1/me/medications`: a medicine that is taken now, as it is written on the label.
package struct MedicationRequest: Codable, Sendable {
    package var name: String
    /// The first date of it.
    package var startedOn: String?

    package init(name: String, startedOn: String? = nil) {
        self.name = name
        self.startedOn = startedOn
    }
}

/// `POST …/medications/{id}/end`: the last date of it; today's, where it is left out.
package struct MedicationEndRequest: Codable, Sendable {
    package var endedOn: String?

    package init(endedOn: String? = nil) { self.endedOn = endedOn }
}

/// `POST /v1/staff/medications/{id}/answer`: a prescriber's word on a medicine begun or stopped in treatment.
package struct MedicationAnswerRequest: Codable, Sendable {
    /// `accepted` or `notAccepted`.
    package var decision: String
    package var words: String

    package init(decision: String, words: String) {
        self.decision = decision
        self.words = words
    }
}

/// A medicine of a patient.
package struct MedicationLine: Codable, Sendable {
    package var id: String
    package var name: String
    package var ingredients: [String]
    package var classes: [String]
    /// `recognized`, `unknown` or `resolved`.
    package var state: String
    package var startedOn: String?
    package var reportedAt: String?
    package var endedOn: String?
    /// What a prescriber is asked about it in treatment.
    package var questions: [Question]

    package struct Question: Codable, Sendable {
        /// `depressant`, `cautious` or `antidepressantStopped`.
        package var meaning: String
        package var askedAt: String
        /// `accepted` or `notAccepted`; absent while it waits.
        package var decision: String?
        package var answeredAt: String?

        package init(meaning: String, askedAt: String, decision: String?, answeredAt: String?) {
            self.meaning = meaning
            self.askedAt = askedAt
            self.decision = decision
            self.answeredAt = answeredAt
        }
    }

    package init(
        id: String, name: String, ingredients: [String], classes: [String], state: String,
        startedOn: String?, reportedAt: String?, endedOn: String?, questions: [Question]
    ) {
        self.id = id
        self.name = name
        self.ingredients = ingredients
        self.classes = classes
        self.state = state
        self.startedOn = startedOn
        self.reportedAt = reportedAt
        self.endedOn = endedOn
        self.questions = questions
    }
}

/// A change of somebody's medicines, and what follows at once.
package struct MedicationChangeAnswer: Codable, Sendable {
    package var medication: MedicationLine
    /// What titration says after it; absent where no dose hangs on it.
    package var consequence: DecisionAnswer?
    /// What the rules say now; absent where no questionnaire is in force.
    package var eligibility: EligibilityAnswer?

    package init(
        medication: MedicationLine, consequence: DecisionAnswer?, eligibility: EligibilityAnswer?
    ) {
        self.medication = medication
        self.consequence = consequence
        self.eligibility = eligibility
    }
}

/// `POST /v1/me/health-changes`: what changed, by the program's code for it.
package struct HealthChangeRequest: Codable, Sendable {
    /// `pregnant`, `psychosis`, `anesthesiaPlanned` …
    package var change: String
    /// When it happened or is planned.
    package var on: String?
    package var note: String?

    package init(change: String, on: String? = nil, note: String? = nil) {
        self.change = change
        self.on = on
        self.note = note
    }
}

/// A change that was reported.
package struct HealthChangeLine: Codable, Sendable {
    package var id: String
    package var change: String
    package var words: String
    package var on: String?
    package var note: String?
    package var reportedAt: String
    /// `patient`, `staff` or `system`.
    package var reportedBy: String

    package init(
        id: String, change: String, words: String, on: String?, note: String?, reportedAt: String,
        reportedBy: String
    ) {
        self.id = id
        self.change = change
        self.words = words
        self.on = on
        self.note = note
        self.reportedAt = reportedAt
        self.reportedBy = reportedBy
    }
}

/// What was reported of somebody's health since the questionnaire, and what may be.
package struct HealthChangesAnswer: Codable, Sendable {
    package var items: [HealthChangeLine]
    package var kinds: [Kind]

    /// What may be reported.
    package struct Kind: Codable, Sendable {
        package var change: String
        package var words: String

        package init(change: String, words: String) {
            self.change = change
            self.words = words
        }
    }

    package init(items: [HealthChangeLine], kinds: [Kind]) {
        self.items = items
        self.kinds = kinds
    }
}

/// A change that was kept, and what follows at once.
package struct HealthChangeAnswer: Codable, Sendable {
    package var change: HealthChangeLine
    package var consequence: DecisionAnswer?
    package var eligibility: EligibilityAnswer?
    package var crisis: CrisisResources?

    package init(
        change: HealthChangeLine, consequence: DecisionAnswer?, eligibility: EligibilityAnswer?,
        crisis: CrisisResources?
    ) {
        self.change = change
        self.consequence = consequence
        self.eligibility = eligibility
        self.crisis = crisis
    }
}

/// A version of the eligibility rules on this server.
package struct EligibilityRulesAnswer: Codable, Sendable {
    package var version: Int
    /// Of its file; what an approval names.
    package var sha256: String
    package var inForce: Bool
    package var approved: Bool
    package var approvedBy: String?
    package var approvedAt: String?
    /// People without a prescription whom another version judged last.
    package var peopleToAsk: Int

    package init(
        version: Int, sha256: String, inForce: Bool, approved: Bool, approvedBy: String?,
        approvedAt: String?, peopleToAsk: Int
    ) {
        self.version = version
        self.sha256 = sha256
        self.inForce = inForce
        self.approved = approved
        self.approvedBy = approvedBy
        self.approvedAt = approvedAt
        self.peopleToAsk = peopleToAsk
    }
}
