/// A refill review as the care team lists it.
package struct RefillReviewAnswer: Codable, Sendable {
    package var id: String
    package var handle: String
    package var patient: WorkItem.Patient
    package var cycle: Int
    /// `open`, `answered`, `decided`, `closed`.
    package var state: String
    package var openedOn: String
    package var dueOn: String
    /// The needed-by chain, from the run-out backwards.
    package var chain: Chain
    package var alarms: [Alarm]
    package var answeredAt: String?
    package var outcome: String?
    package var lookAgainOn: String?
    package var decidedAt: String?
    package var nextFill: NextFillAnswer?
    /// The draft that `renewChanged` led to.
    package var prescription: String?

    package struct Chain: Codable, Sendable {
        package var bookBy: String
        package var decideBy: String
        package var submitBy: String
        package var shipBy: String
        /// Delivered by: the run-out.
        package var runOut: String

        package init(bookBy: String, decideBy: String, submitBy: String, shipBy: String, runOut: String) {
            self.bookBy = bookBy
            self.decideBy = decideBy
            self.submitBy = submitBy
            self.shipBy = shipBy
            self.runOut = runOut
        }
    }

    /// A date of the chain that passed.
    package struct Alarm: Codable, Sendable {
        /// `book`, `decide`, `submit`, `ship`, `deliver`.
        package var step: String
        package var missedOn: String
        package var owner: String

        package init(step: String, missedOn: String, owner: String) {
            self.step = step
            self.missedOn = missedOn
            self.owner = owner
        }
    }

    package init(
        id: String, handle: String, patient: WorkItem.Patient, cycle: Int, state: String, openedOn: String,
        dueOn: String, chain: Chain, alarms: [Alarm], answeredAt: String?, outcome: String?,
        lookAgainOn: String?, decidedAt: String?, nextFill: NextFillAnswer? = nil,
        prescription: String? = nil
    ) {
        self.id = id
        self.handle = handle
        self.patient = patient
        self.cycle = cycle
        self.state = state
        self.openedOn = openedOn
        self.dueOn = dueOn
        self.chain = chain
        self.alarms = alarms
        self.answeredAt = answeredAt
        self.outcome = outcome
        self.lookAgainOn = lookAgainOn
        self.decidedAt = decidedAt
        self.nextFill = nextFill
        self.prescription = prescription
    }
}

/// `GET /v1/staff/refill-reviews/{id}`: all that a prescriber weighs, on one page.
package struct RefillPacketAnswer: Codable, Sendable {
    package var review: RefillReviewAnswer
    package var today: String
    package var treatment: Treatment
    package var adherence: Adherence
    package var days: [Day]
    package var scores: [Score]
    package var bloodPressure: [Reading]
    package var ledger: Ledger
    package var counts: [CountAnswer]
    package var flags: [Flag]
    package var decisions: [Decision]
    package var prescription: Prescription
    /// What the patient said in the review's questions.
    package var answers: Answers?
    /// What `renewSame` and `renewChanged` still lack.
    package var closedGates: [Gate]
    package var closedGatesToChange: [Gate]
    package var warnings: [Warning]
    package var earlier: [Earlier]

    package struct Treatment: Codable, Sendable {
        package var state: String
        package var firstDay: String
        package var cycleDay: Int?
        package var doseMg: Int
        package var doseSince: String
        package var label: String

        package init(
            state: String, firstDay: String, cycleDay: Int?, doseMg: Int, doseSince: String, label: String
        ) {
            self.state = state
            self.firstDay = firstDay
            self.cycleDay = cycleDay
            self.doseMg = doseMg
            self.doseSince = doseSince
            self.label = label
        }
    }

    /// Dates of the cycle that have passed, by what became of them.
    package struct Adherence: Codable, Sendable {
        package var days: Int
        package var full: Int
        package var part: Int
        package var more: Int
        /// Dose dates without a dose, reported or not.
        package var missed: Int
        package var unreported: Int
        package var skippedOrPaused: Int
        package var gap: Int

        package init(
            days: Int, full: Int, part: Int, more: Int, missed: Int, unreported: Int, skippedOrPaused: Int,
            gap: Int
        ) {
            self.days = days
            self.full = full
            self.part = part
            self.more = more
            self.missed = missed
            self.unreported = unreported
            self.skippedOrPaused = skippedOrPaused
            self.gap = gap
        }
    }

    package struct Day: Codable, Sendable {
        package var date: String
        package var doseMg: Int
        /// `take`, `skip`, `pause`.
        package var permission: String
        package var takenMg: Int?
        /// Those above 0.
        package var effects: [String: Int]
        package var benefit: String?
        package var wish: String?
        package var isGap: Bool
        package var gapOwner: String?

        package init(
            date: String, doseMg: Int, permission: String, takenMg: Int?, effects: [String: Int],
            benefit: String?, wish: String?, isGap: Bool, gapOwner: String?
        ) {
            self.date = date
            self.doseMg = doseMg
            self.permission = permission
            self.takenMg = takenMg
            self.effects = effects
            self.benefit = benefit
            self.wish = wish
            self.isGap = isGap
            self.gapOwner = gapOwner
        }
    }

    package struct Score: Codable, Sendable {
        /// `phq9`, `gad7`, `pcl5`.
        package var instrument: String
        package var baseline: Int?
        package var values: [Value]

        package struct Value: Codable, Sendable {
            package var date: String
            package var total: Int
            package var band: String

            package init(date: String, total: Int, band: String) {
                self.date = date
                self.total = total
                self.band = band
            }
        }

        package init(instrument: String, baseline: Int?, values: [Value]) {
            self.instrument = instrument
            self.baseline = baseline
            self.values = values
        }
    }

    package struct Reading: Codable, Sendable {
        package var at: String
        package var systolic: Int?
        package var diastolic: Int?
        package var pulse: Int?

        package init(at: String, systolic: Int?, diastolic: Int?, pulse: Int?) {
            self.at = at
            self.systolic = systolic
            self.diastolic = diastolic
            self.pulse = pulse
        }
    }

    /// Milligrams since the first parcel: what each sort of entry came to.
    package struct Ledger: Codable, Sendable {
        package var entries: [String: Int]
        package var onHandMg: Int
        package var usableMg: Int
        package var onHandLozenges: Int
        package var useBy: String?

        package init(
            entries: [String: Int], onHandMg: Int, usableMg: Int, onHandLozenges: Int, useBy: String?
        ) {
            self.entries = entries
            self.onHandMg = onHandMg
            self.usableMg = usableMg
            self.onHandLozenges = onHandLozenges
            self.useBy = useBy
        }
    }

    package struct Flag: Codable, Sendable {
        package var handle: String
        package var rule: String
        package var severity: Int
        package var state: String
        package var raisedAt: String
        package var outcome: String?

        package init(
            handle: String, rule: String, severity: Int, state: String, raisedAt: String, outcome: String?
        ) {
            self.handle = handle
            self.rule = rule
            self.severity = severity
            self.state = state
            self.raisedAt = raisedAt
            self.outcome = outcome
        }
    }

    /// What titration decided, where it did more than hold.
    package struct Decision: Codable, Sendable {
        package var date: String
        package var kind: String
        package var fromMg: Int
        package var toMg: Int
        package var rules: [String]

        package init(date: String, kind: String, fromMg: Int, toMg: Int, rules: [String]) {
            self.date = date
            self.kind = kind
            self.fromMg = fromMg
            self.toMg = toMg
            self.rules = rules
        }
    }

    package struct Prescription: Codable, Sendable {
        package var handle: String
        package var state: String
        package var strengthMg: Int
        package var quantity: Int
        package var maximumMg: Int
        package var refillsLeft: Int
        package var lastFillOn: String
        package var legalBasis: String
        /// The last date on which a new prescription can be issued on this basis.
        package var lastIssueOn: String?

        package init(
            handle: String, state: String, strengthMg: Int, quantity: Int, maximumMg: Int, refillsLeft: Int,
            lastFillOn: String, legalBasis: String, lastIssueOn: String?
        ) {
            self.handle = handle
            self.state = state
            self.strengthMg = strengthMg
            self.quantity = quantity
            self.maximumMg = maximumMg
            self.refillsLeft = refillsLeft
            self.lastFillOn = lastFillOn
            self.legalBasis = legalBasis
            self.lastIssueOn = lastIssueOn
        }
    }

    package struct Answers: Codable, Sendable {
        package var phq9: Int
        package var gad7: Int
        package var urinary: Int
        package var wish: String
        package var note: String?

        package init(phq9: Int, gad7: Int, urinary: Int, wish: String, note: String?) {
            self.phq9 = phq9
            self.gad7 = gad7
            self.urinary = urinary
            self.wish = wish
            self.note = note
        }
    }

    package struct Gate: Codable, Sendable {
        /// `R1`, …
        package var id: String
        package var code: String
        package var words: String

        package init(id: String, code: String, words: String) {
            self.id = id
            self.code = code
            self.words = words
        }
    }

    package struct Warning: Codable, Sendable {
        package var code: String
        package var words: String

        package init(code: String, words: String) {
            self.code = code
            self.words = words
        }
    }

    /// What was decided before in this review, and looked at again.
    package struct Earlier: Codable, Sendable {
        package var outcome: String
        package var note: String
        package var decidedAt: String
        package var lookAgainOn: String?

        package init(outcome: String, note: String, decidedAt: String, lookAgainOn: String?) {
            self.outcome = outcome
            self.note = note
            self.decidedAt = decidedAt
            self.lookAgainOn = lookAgainOn
        }
    }

    package init(
        review: RefillReviewAnswer, today: String, treatment: Treatment, adherence: Adherence, days: [Day],
        scores: [Score], bloodPressure: [Reading], ledger: Ledger, counts: [CountAnswer], flags: [Flag],
        decisions: [Decision], prescription: Prescription, answers: Answers?, closedGates: [Gate],
        closedGatesToChange: [Gate], warnings: [Warning], earlier: [Earlier]
    ) {
        self.review = review
        self.today = today
        self.treatment = treatment
        self.adherence = adherence
        self.days = days
        self.scores = scores
        self.bloodPressure = bloodPressure
        self.ledger = ledger
        self.counts = counts
        self.flags = flags
        self.decisions = decisions
        self.prescription = prescription
        self.answers = answers
        self.closedGates = closedGates
        self.closedGatesToChange = closedGatesToChange
        self.warnings = warnings
        self.earlier = earlier
    }
}
