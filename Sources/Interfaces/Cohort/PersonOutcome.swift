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
    /// Codes that were asked for, the first one by registering.
    var codesAsked = 0
    /// Sign-in codes that arrived at their address.
    var codesArrived = 0

    /// How the care team, and the patient, must see the screening.
    var expectedStanding: String { decision ?? (result == "needsReview" ? "inReview" : "qualified") }
}
