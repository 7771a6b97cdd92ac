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
        package var cautions: [Said]

        package init(
            permission: String, doseMg: Int, label: String, pieces: Pieces, reported: Bool, cautions: [Said]
        ) {
            self.permission = permission
            self.doseMg = doseMg
            self.label = label
            self.pieces = pieces
            self.reported = reported
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

        package init(onHandMg: Int, onHandLozenges: Int, useBy: String?) {
            self.onHandMg = onHandMg
            self.onHandLozenges = onHandLozenges
            self.useBy = useBy
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
    package var range: Range?
    package var supply: Supply?
    package var firstDayChoices: Choices?
    package var can: [Can]
    package var cannot: [Can]

    package init(
        date: String, state: String, cycle: Cycle?, today: Today?, range: Range?, supply: Supply?,
        firstDayChoices: Choices?, can: [Can], cannot: [Can]
    ) {
        self.date = date
        self.state = state
        self.cycle = cycle
        self.today = today
        self.range = range
        self.supply = supply
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
