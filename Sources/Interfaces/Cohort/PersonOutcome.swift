/// What became of one person of the cohort: what the table is counted from and the checks look at.
struct PersonOutcome: Codable, Sendable, Equatable {
    /// `qualified`, `needsReview` or `notQualified`; `nil` until they came.
    var result: String?
    var rules: [String] = []
    var isOnWaitlist = false
    var isRegistered = false
    /// The account's id, known from the first sign-in on.
    var patient: String?
    /// What the care team decided: `accepted` or `declined`.
    var decision: String?
    /// Their open session.
    var refreshToken: String?
    /// What the rules said of their intake.
    var eligibility: Eligibility?
    /// Questions of the intake that they cannot answer: it is never sent.
    var openQuestions: [String] = []
    /// The visit they booked.
    var visit: Visit?
    /// Their days, once the first is chosen.
    var life: LifeSeen?
    /// Whether the home screen asks them to book, which they do one after the other.
    var wantsVisit = false
    /// Lines of their timeline at the end, by code.
    var timeline: [String: Int] = [:]
    /// Where their home screen has them, and what it says stands in the way.
    var stage: String?
    var blocked: String?
    /// Codes that were asked for, the first one by registering.
    var codesAsked = 0
    /// Sign-in codes that arrived at their address.
    var codesArrived = 0

    struct Eligibility: Codable, Sendable, Equatable {
        var outcome: String
        var rules: [String]
        /// Those that make it what it is.
        var deciding: [String]
    }

    struct Visit: Codable, Sendable, Equatable {
        var consult: String
        var prescriber: String
        /// `initial`, `refillReview`.
        var kind: String
        /// RFC 3339.
        var startsAt: String
        var isOver = false

        var isAhead: Bool { !isOver }
    }

    var milestones: Set<String> { Set(timeline.keys) }

    /// Whether something may have come for them since the evening: a visit to book, a parcel.
    var isExpecting: Bool { wantsVisit || stage == "parcel" }

    /// Whether the program may still want something of them.
    var isOnTheWay: Bool {
        isRegistered && expectedStanding != "declined" && expectedStanding != "inReview" && blocked == nil
    }

    /// Whether a rule waits for what nobody can say: a refused answer, a medicine without a name.
    var isStuck: Bool { eligibility?.outcome == "incomplete" || !openQuestions.isEmpty }

    /// How the care team, and the patient, must see the screening.
    var expectedStanding: String { decision ?? (result == "needsReview" ? "inReview" : "qualified") }
}
