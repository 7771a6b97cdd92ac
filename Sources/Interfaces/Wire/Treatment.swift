/// A treatment today, as much of it as there is: `GET /v1/me/treatment`.
package struct TreatmentAnswer: Codable, Sendable {
    /// The 30 days that are under way, or about to begin.
    package struct Cycle: Codable, Sendable {
        package var number: Int
        /// Absent before the first day.
        package var day: Int?
        package var firstDay: String
        package var reviewDue: String

        package init(number: Int, day: Int?, firstDay: String, reviewDue: String) {
            self.number = number
            self.day = day
            self.firstDay = firstDay
            self.reviewDue = reviewDue
        }
    }

    /// What to take today.
    package struct Today: Codable, Sendable {
        package var permission: String
        package var doseMg: Int
        package var label: String
        package var pieces: Pieces
        package var reported: Bool
        /// Not a dose date of a plan of every so many days.
        package var isOff: Bool
        /// Why the dose is not taken today, rule by rule; empty where it is.
        package var reasons: [Said]
        package var cautions: [Said]

        package init(
            permission: String, doseMg: Int, label: String, pieces: Pieces, reported: Bool, isOff: Bool,
            reasons: [Said], cautions: [Said]
        ) {
            self.permission = permission
            self.doseMg = doseMg
            self.label = label
            self.pieces = pieces
            self.reported = reported
            self.isOff = isOff
            self.reasons = reasons
            self.cautions = cautions
        }
    }

    /// A dose as halves of a lozenge.
    package struct Pieces: Codable, Sendable {
        package var strengthMg: Int
        package var halves: Int

        package init(strengthMg: Int, halves: Int) {
            self.strengthMg = strengthMg
            self.halves = halves
        }
    }

    /// A code with its words.
    package struct Said: Codable, Sendable {
        package var code: String
        package var words: String

        package init(code: String, words: String) {
            self.code = code
            self.words = words
        }
    }

    /// What made the dose in force what it is.
    package struct Why: Codable, Sendable {
        package var words: String
        package var rules: [String]
        /// Of a rise: `standingOrder` or `prescriber`.
        package var agreedBy: String?
        package var since: String

        package init(words: String, rules: [String], agreedBy: String?, since: String) {
            self.words = words
            self.rules = rules
            self.agreedBy = agreedBy
            self.since = since
        }
    }

    /// From when nothing is taken.
    package struct Pause: Codable, Sendable {
        package var from: String
        /// `rule`, `patient`, `prescriber`, `refillReview`.
        package var cause: String
        package var rules: [String]
        /// The patient's own plan.
        package var until: String?
        package var words: String

        package init(from: String, cause: String, rules: [String], until: String?, words: String) {
            self.from = from
            self.cause = cause
            self.rules = rules
            self.until = until
            self.words = words
        }
    }

    /// What the prescription allows.
    package struct Range: Codable, Sendable {
        package var minMg: Int
        package var maxMg: Int

        package init(minMg: Int, maxMg: Int) {
            self.minMg = minMg
            self.maxMg = maxMg
        }
    }

    /// What is in the patient's hands.
    package struct Supply: Codable, Sendable {
        package var onHandMg: Int
        package var onHandLozenges: Int
        package var useBy: String?
        /// The last date that it covers.
        package var runOut: String?
        /// The earliest date on which the next fill may be dispensed, once it is planned.
        package var nextFillNotBefore: String?

        package init(
            onHandMg: Int, onHandLozenges: Int, useBy: String?, runOut: String?, nextFillNotBefore: String?
        ) {
            self.onHandMg = onHandMg
            self.onHandLozenges = onHandLozenges
            self.useBy = useBy
            self.runOut = runOut
            self.nextFillNotBefore = nextFillNotBefore
        }
    }

    /// The days that can be day 1.
    package struct Choices: Codable, Sendable {
        package var from: String
        package var to: String

        package init(from: String, to: String) {
            self.from = from
            self.to = to
        }
    }

    /// Something the patient can do, and where; or cannot, and why.
    package struct Can: Codable, Sendable {
        package var code: String
        package var href: String?
        package var reason: String?

        package init(code: String, href: String? = nil, reason: String? = nil) {
            self.code = code
            self.href = href
            self.reason = reason
        }
    }

    /// Today in the patient's zone.
    package var date: String
    /// `awaitingParcel`, `awaitingStart`, `active`, …
    package var state: String
    package var cycle: Cycle?
    package var today: Today?
    package var why: Why?
    /// A higher dose on offer.
    package var offer: DoseChangeAnswer?
    /// A change in force that has not been read.
    package var unread: DoseChangeAnswer?
    package var pause: Pause?
    package var range: Range?
    package var supply: Supply?
    /// What titration said last.
    package var lastDecision: DecisionAnswer?
    /// What to do with what is left, once treatment has ended.
    package var leftover: String?
    package var firstDayChoices: Choices?
    package var can: [Can]
    package var cannot: [Can]

    package init(
        date: String, state: String, cycle: Cycle?, today: Today?, why: Why?, offer: DoseChangeAnswer?,
        unread: DoseChangeAnswer?, pause: Pause?, range: Range?, supply: Supply?,
        lastDecision: DecisionAnswer?, leftover: String?, firstDayChoices: Choices?, can: [Can], cannot: [Can]
    ) {
        self.date = date
        self.state = state
        self.cycle = cycle
        self.today = today
        self.why = why
        self.offer = offer
        self.unread = unread
        self.pause = pause
        self.range = range
        self.supply = supply
        self.lastDecision = lastDecision
        self.leftover = leftover
        self.firstDayChoices = firstDayChoices
        self.can = can
        self.cannot = cannot
    }
}

/// `POST /v1/me/treatment/start`: day 1.
package struct StartRequest: Codable, Sendable {
    package var firstDay: String

    package init(firstDay: String) { self.firstDay = firstDay }
}

/// `POST /v1/me/treatment/pause`: the patient's own pause.
package struct OwnPauseRequest: Codable, Sendable {
    package var reason: String?
    /// The patient's plan, at most 60 days ahead.
    package var until: String?

    package init(reason: String? = nil, until: String? = nil) {
        self.reason = reason
        self.until = until
    }
}

/// `POST /v1/me/treatment/resume`.
package struct OwnResumeRequest: Codable, Sendable {
    /// The first date with a dose; today where it is left out.
    package var from: String?

    package init(from: String? = nil) { self.from = from }
}

/// `POST /v1/me/treatment/stop`: why, and how one is at the end.
package struct StopRequest: Codable, Sendable {
    package var reason: String?
    /// The nine items, 0 to 3, and the seven.
    package var phq9: [Int]?
    package var gad7: [Int]?

    package init(reason: String? = nil, phq9: [Int]? = nil, gad7: [Int]? = nil) {
        self.reason = reason
        self.phq9 = phq9
        self.gad7 = gad7
    }
}

/// A treatment that was stopped, and what is still asked.
package struct StopAnswer: Codable, Sendable {
    package var treatment: TreatmentAnswer
    /// Whether PHQ-9 and GAD-7 are still wished for; the same call takes them.
    package var asksLastScores: Bool
    /// With an answer that speaks of self-harm.
    package var crisis: CrisisResources?

    package init(treatment: TreatmentAnswer, asksLastScores: Bool, crisis: CrisisResources?) {
        self.treatment = treatment
        self.asksLastScores = asksLastScores
        self.crisis = crisis
    }
}
