/// `GET /v1/me/next`: what to do now, what one waits for, what comes; one call draws a home screen.
package struct NextSteps: Codable, Sendable {
    package struct Stage: Codable, Sendable {
        package var code: String
        package var words: String

        package init(code: String, words: String) {
            self.code = code
            self.words = words
        }
    }

    package struct Action: Codable, Sendable {
        package struct Call: Codable, Sendable {
            package var method: String
            package var href: String
            package var questionnaire: String?
            /// Of a visit to book, which one: `refillReview`.
            package var kind: String?

            package init(method: String, href: String, questionnaire: String? = nil, kind: String? = nil) {
                self.method = method
                self.href = href
                self.questionnaire = questionnaire
                self.kind = kind
            }
        }

        package var code: String
        package var title: String
        package var why: String
        package var required: Bool
        package var due: String?
        package var `do`: Call

        package init(code: String, title: String, why: String, required: Bool, due: String?, do call: Call) {
            self.code = code
            self.title = title
            self.why = why
            self.required = required
            self.due = due
            self.do = call
        }
    }

    package struct Waiting: Codable, Sendable {
        package var code: String
        package var words: String
        /// An instant or a local date.
        package var expected: String?

        package init(code: String, words: String, expected: String?) {
            self.code = code
            self.words = words
            self.expected = expected
        }
    }

    package struct Upcoming: Codable, Sendable {
        package var code: String
        package var on: String
        /// The moment, where there is one.
        package var at: String?

        package init(code: String, on: String, at: String?) {
            self.code = code
            self.on = on
            self.at = at
        }
    }

    package struct Blocked: Codable, Sendable {
        package var code: String
        package var words: String

        package init(code: String, words: String) {
            self.code = code
            self.words = words
        }
    }

    package struct Help: Codable, Sendable {
        package var crisis: CrisisResources

        package init(crisis: CrisisResources) { self.crisis = crisis }
    }

    package var asOf: String
    package var timeZone: String
    package var stage: Stage
    package var actions: [Action]
    package var waitingFor: [Waiting]
    package var upcoming: [Upcoming]
    package var blocked: Blocked?
    package var help: Help

    package init(
        asOf: String, timeZone: String, stage: Stage, actions: [Action], waitingFor: [Waiting],
        upcoming: [Upcoming], blocked: Blocked?, help: Help
    ) {
        self.asOf = asOf
        self.timeZone = timeZone
        self.stage = stage
        self.actions = actions
        self.waitingFor = waitingFor
        self.upcoming = upcoming
        self.blocked = blocked
        self.help = help
    }
}
