/// `GET POST /v1/me/refill-review`: how far the decision on one's next 30 days has come.
package struct OwnRefillReviewAnswer: Codable, Sendable {
    /// `none`: no review was opened yet. `open` asks for the questions, `answered` waits for the visit and its decision,
    /// `decided`, `closed`.
    package var state: String
    /// In plain words.
    package var words: String
    package var id: String?
    package var cycle: Int?
    /// When the next one opens, where none is under way.
    package var opensOn: String?
    package var openedOn: String?
    /// By when it is to be decided.
    package var dueOn: String?
    /// The last date that the medicine at home covers.
    package var runOut: String?
    package var answeredAt: String?
    /// `POST` takes these: their names, in the order in which they are asked.
    package var questions: [String]
    /// The visit: `none` (book one of kind `refillReview`), `booked`, `completed`.
    package var visit: String?
    /// `renewSame`, `renewChanged`, `continueOnHand`, `pause`, `taper`, `discharge`.
    package var outcome: String?
    package var lookAgainOn: String?
    package var nextFill: NextFillAnswer?
    /// With answers that speak of self-harm.
    package var crisis: CrisisResources?

    package init(
        state: String, words: String, id: String? = nil, cycle: Int? = nil, opensOn: String? = nil,
        openedOn: String? = nil, dueOn: String? = nil, runOut: String? = nil, answeredAt: String? = nil,
        questions: [String] = [], visit: String? = nil, outcome: String? = nil, lookAgainOn: String? = nil,
        nextFill: NextFillAnswer? = nil, crisis: CrisisResources? = nil
    ) {
        self.crisis = crisis
        self.state = state
        self.words = words
        self.id = id
        self.cycle = cycle
        self.opensOn = opensOn
        self.openedOn = openedOn
        self.dueOn = dueOn
        self.runOut = runOut
        self.answeredAt = answeredAt
        self.questions = questions
        self.visit = visit
        self.outcome = outcome
        self.lookAgainOn = lookAgainOn
        self.nextFill = nextFill
    }
}

/// The supply that a review brought, or would bring.
package struct NextFillAnswer: Codable, Sendable {
    /// `forecast` until it is decided; then the fill's state: `planned`, `released`, …
    package var state: String
    /// The pharmacy gets the order on this date, and may not dispense before the other.
    package var releaseOn: String
    package var notBefore: String
    package var expectedArrival: String
    /// Fixed at the release; what it would be today before.
    package var lozenges: Int?
    package var id: String?

    package init(
        state: String, releaseOn: String, notBefore: String, expectedArrival: String, lozenges: Int?,
        id: String? = nil
    ) {
        self.state = state
        self.releaseOn = releaseOn
        self.notBefore = notBefore
        self.expectedArrival = expectedArrival
        self.lozenges = lozenges
        self.id = id
    }
}

/// `POST /v1/me/refill-review`: what a patient says before the next 30 days are decided.
package struct RefillReviewRequest: Codable, Sendable {
    /// The nine items, 0 to 3, and the seven.
    package var phq9: [Int]
    package var gad7: [Int]
    /// Urinary symptoms: 0 none to 3 severe.
    package var urinary: Int
    /// `less`, `same`, `more`.
    package var wish: String
    /// Whole lozenges counted.
    package var count: Int
    /// A half lozenge beside them.
    package var half: Bool?
    package var note: String?

    package init(
        phq9: [Int], gad7: [Int], urinary: Int, wish: String, count: Int, half: Bool? = nil,
        note: String? = nil
    ) {
        self.phq9 = phq9
        self.gad7 = gad7
        self.urinary = urinary
        self.wish = wish
        self.count = count
        self.half = half
        self.note = note
    }
}

/// `GET POST /v1/me/counts`: lozenges that somebody counted.
package struct CountRequest: Codable, Sendable {
    package var lozenges: Int
    package var half: Bool?
    /// `day14`, `parcel`, `discharge`, `asked`.
    package var occasion: String?

    package init(lozenges: Int, half: Bool? = nil, occasion: String? = nil) {
        self.lozenges = lozenges
        self.half = half
        self.occasion = occasion
    }
}

/// One count, beside what the ledger said then.
package struct CountAnswer: Codable, Sendable {
    package var id: String
    package var date: String
    package var occasion: String
    package var countedMg: Int
    package var ledgerMg: Int
    /// A person of the care team asks about the difference.
    package var isConcern: Bool
    package var isSettled: Bool
    package var countedAt: String

    package init(
        id: String, date: String, occasion: String, countedMg: Int, ledgerMg: Int, isConcern: Bool,
        isSettled: Bool, countedAt: String
    ) {
        self.id = id
        self.date = date
        self.occasion = occasion
        self.countedMg = countedMg
        self.ledgerMg = ledgerMg
        self.isConcern = isConcern
        self.isSettled = isSettled
        self.countedAt = countedAt
    }
}

/// `POST /v1/me/supply-events`: lozenges that are not there any more, without having been taken.
package struct SupplyEventRequest: Codable, Sendable {
    /// `lost`, `damaged`, `returned`, `disposed`.
    package var kind: String
    package var lozenges: Int
    package var half: Bool?

    package init(kind: String, lozenges: Int, half: Bool? = nil) {
        self.kind = kind
        self.lozenges = lozenges
        self.half = half
    }
}

/// What is at home after a supply event.
package struct SupplyAnswer: Codable, Sendable {
    package var onHandMg: Int
    package var onHandLozenges: Int
    package var runOut: String?
    package var useBy: String?

    package init(onHandMg: Int, onHandLozenges: Int, runOut: String?, useBy: String?) {
        self.onHandMg = onHandMg
        self.onHandLozenges = onHandLozenges
        self.runOut = runOut
        self.useBy = useBy
    }
}

/// `POST /v1/staff/refill-reviews/{id}/decide`.
package struct RefillDecisionRequest: Codable, Sendable {
    /// `renewSame`, `renewChanged`, `continueOnHand`, `pause`, `taper`, `discharge`.
    package var outcome: String
    /// Why, in the prescriber's words.
    package var note: String
    /// `continueOnHand`, `pause`: when to look again.
    package var lookAgainOn: String?
    /// Why treatment goes on, in every sixth review.
    package var justification: String?
    /// Of `renewChanged`: the law that the new prescription stands on, where it is not that of the one in force.
    package var legalBasis: String?

    package init(
        outcome: String, note: String, lookAgainOn: String? = nil, justification: String? = nil,
        legalBasis: String? = nil
    ) {
        self.legalBasis = legalBasis
        self.outcome = outcome
        self.note = note
        self.lookAgainOn = lookAgainOn
        self.justification = justification
    }
}
