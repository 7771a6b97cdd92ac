/// `GET PUT /v1/me/intake`: a patient's questionnaire as far as it has come.
package struct IntakeAnswer: Codable, Sendable {
    /// `notStarted`, `inProgress` or `submitted`.
    package var state: String
    /// Absent before the first answer.
    package var id: String?
    /// The one submitted before, which this one will take the place of.
    package var amends: String?
    /// `url|version` of the questionnaire to answer.
    package var questionnaire: String
    /// The QuestionnaireResponse as it was last sent, as JSON text; absent before the first answer.
    package var response: FHIRDocument?
    /// What the care team asks to be completed, on a draft that goes on after a return.
    package var request: String?
    package var savedAt: String?
    package var submittedAt: String?
    package var progress: Progress
    /// What does not fit yet, with pointers into the response.
    package var problems: [Fault]

    /// Required questions that are answered, of those that the answers so far ask.
    package struct Progress: Codable, Sendable {
        package var answered: Int
        package var required: Int
        package var sections: [Section]

        package init(answered: Int, required: Int, sections: [Section]) {
            self.answered = answered
            self.required = required
            self.sections = sections
        }
    }

    package struct Section: Codable, Sendable {
        package var linkId: String
        package var title: String
        package var answered: Int
        package var required: Int

        package init(linkId: String, title: String, answered: Int, required: Int) {
            self.linkId = linkId
            self.title = title
            self.answered = answered
            self.required = required
        }
    }

    /// One answer that does not fit.
    package struct Fault: Codable, Sendable {
        package var linkId: String?
        package var pointer: String
        package var code: String
        package var detail: String

        package init(linkId: String?, pointer: String, code: String, detail: String) {
            self.linkId = linkId
            self.pointer = pointer
            self.code = code
            self.detail = detail
        }
    }

    package init(
        state: String, id: String?, amends: String?, questionnaire: String, response: FHIRDocument?,
        request: String?, savedAt: String?,
        submittedAt: String?, progress: Progress, problems: [Fault]
    ) {
        self.state = state
        self.id = id
        self.amends = amends
        self.questionnaire = questionnaire
        self.response = response
        self.request = request
        self.savedAt = savedAt
        self.submittedAt = submittedAt
        self.progress = progress
        self.problems = problems
    }
}

/// `GET /v1/staff/patients/{patient}/intake`: what a patient sent, as the care team reads it.
package struct IntakeReviewAnswer: Codable, Sendable {
    package var id: String
    package var state: String
    package var questionnaire: String
    package var submittedAt: String
    package var sections: [Section]
    package var scores: [InstrumentScore]
    package var medicines: [Medicine]

    package struct Section: Codable, Sendable {
        package var linkId: String
        package var title: String
        package var answers: [Answered]

        package init(linkId: String, title: String, answers: [Answered]) {
            self.linkId = linkId
            self.title = title
            self.answers = answers
        }
    }

    /// A question and what was said to it, in words.
    package struct Answered: Codable, Sendable {
        package var linkId: String
        package var question: String
        package var values: [String]

        package init(linkId: String, question: String, values: [String]) {
            self.linkId = linkId
            self.question = question
            self.values = values
        }
    }

    package struct Medicine: Codable, Sendable {
        package var id: String
        /// As the patient wrote it.
        package var name: String
        package var ingredients: [String]
        package var classes: [String]
        /// `recognized`, `unknown` or `resolved`.
        package var state: String

        package init(id: String, name: String, ingredients: [String], classes: [String], state: String) {
            self.id = id
            self.name = name
            self.ingredients = ingredients
            self.classes = classes
            self.state = state
        }
    }

    package init(
        id: String, state: String, questionnaire: String, submittedAt: String, sections: [Section],
        scores: [InstrumentScore], medicines: [Medicine]
    ) {
        self.id = id
        self.state = state
        self.questionnaire = questionnaire
        self.submittedAt = submittedAt
        self.sections = sections
        self.scores = scores
        self.medicines = medicines
    }
}

/// What an instrument came to; no total where items are missing, and then which.
package struct InstrumentScore: Codable, Sendable {
    /// `phq9`.
    package var instrument: String
    package var total: Int?
    package var band: String?
    package var missing: [String]
    /// Answers that a person must see whatever the total is: `selfHarm`, `rightNow`.
    package var redFlags: [String]

    package init(instrument: String, total: Int?, band: String?, missing: [String], redFlags: [String]) {
        self.instrument = instrument
        self.total = total
        self.band = band
        self.missing = missing
        self.redFlags = redFlags
    }
}

/// `POST /v1/staff/patients/{patient}/intake/return`: what is to be completed, in words that the patient reads.
package struct IntakeReturnRequest: Codable, Sendable {
    package var reason: String

    package init(reason: String) { self.reason = reason }
}

/// `POST /v1/staff/medications/{medicationId}/resolve`: the ingredients, or the classes with the reason.
package struct MedicationResolveRequest: Codable, Sendable {
    package var ingredients: [String]?
    package var classes: [String]?
    package var reason: String?

    package init(ingredients: [String]? = nil, classes: [String]? = nil, reason: String? = nil) {
        self.ingredients = ingredients
        self.classes = classes
        self.reason = reason
    }
}
