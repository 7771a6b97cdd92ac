/// A treatment under way, as a chart shows it: part of `GET /v1/staff/patients/{patient}`.
package struct ChartCourse: Codable, Sendable {
    /// The 30 days under way.
    package struct Cycle: Codable, Sendable {
        package var number: Int
        package var day: Int

        package init(number: Int, day: Int) {
            self.number = number
            self.day = day
        }
    }

    /// The dose in force, since when, and why.
    package struct Dose: Codable, Sendable {
        package var doseMg: Int
        /// `1½ lozenges of 30 mg`.
        package var label: String
        package var since: String
        /// `start`, `increase`, `decrease`, …
        package var cause: String
        package var rules: [String]
        /// The rules in words.
        package var words: String
        /// `prescriber`, `standingOrder`; absent where nobody had to agree.
        package var agreedBy: String?

        package init(
            doseMg: Int, label: String, since: String, cause: String, rules: [String], words: String,
            agreedBy: String?
        ) {
            self.doseMg = doseMg
            self.label = label
            self.since = since
            self.cause = cause
            self.rules = rules
            self.words = words
            self.agreedBy = agreedBy
        }
    }

    package struct Pause: Codable, Sendable {
        /// `rule`, `patient`, `prescriber`, `refillReview`.
        package var cause: String
        package var rules: [String]
        package var from: String
        package var until: String?

        package init(cause: String, rules: [String], from: String, until: String?) {
            self.cause = cause
            self.rules = rules
            self.from = from
            self.until = until
        }
    }

    package struct Supply: Codable, Sendable {
        package var onHandMg: Int
        package var onHandLozenges: Int
        package var runOut: String?
        /// What is taken first.
        package var lot: String?
        package var useBy: String?

        package init(onHandMg: Int, onHandLozenges: Int, runOut: String?, lot: String?, useBy: String?) {
            self.onHandMg = onHandMg
            self.onHandLozenges = onHandLozenges
            self.runOut = runOut
            self.lot = lot
            self.useBy = useBy
        }
    }

    package struct Review: Codable, Sendable {
        package var handle: String
        package var state: String
        package var dueOn: String

        package init(handle: String, state: String, dueOn: String) {
            self.handle = handle
            self.state = state
            self.dueOn = dueOn
        }
    }

    /// `awaitingStart`, `active`, `paused`, `tapering`.
    package var state: String
    /// Today in the patient's zone.
    package var date: String
    package var cycle: Cycle?
    /// `take`, `skip`, `pause`: today's.
    package var permission: String?
    package var isReported: Bool
    package var dose: Dose?
    package var minMg: Int
    package var maxMg: Int
    package var standingOrder: Bool
    package var pause: Pause?
    package var supply: Supply
    package var review: Review?
    package var offer: DoseChangeAnswer?
    /// What titration said last.
    package var decision: DecisionAnswer?
    /// The days of the cycle under way, and all scores.
    package var progress: ProgressAnswer

    package init(
        state: String, date: String, cycle: Cycle?, permission: String?, isReported: Bool, dose: Dose?,
        minMg: Int, maxMg: Int, standingOrder: Bool, pause: Pause?, supply: Supply, review: Review?,
        offer: DoseChangeAnswer?, decision: DecisionAnswer?, progress: ProgressAnswer
    ) {
        self.state = state
        self.date = date
        self.cycle = cycle
        self.permission = permission
        self.isReported = isReported
        self.dose = dose
        self.minMg = minMg
        self.maxMg = maxMg
        self.standingOrder = standingOrder
        self.pause = pause
        self.supply = supply
        self.review = review
        self.offer = offer
        self.decision = decision
        self.progress = progress
    }
}
