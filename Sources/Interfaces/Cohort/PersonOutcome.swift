/// What became of one person of the cohort: what the table is counted from and the checks look at.
struct PersonOutcome: Sendable {
    let person: MadeUpPerson
    /// `qualified`, `needsReview` or `notQualified`; `nil` until they came.
    var result: String?
    var rules: [String] = []
    var isOnWaitlist = false
    var isRegistered = false
    /// The account's id, known from the first sign-in on.
    var patient: String?
    /// What the care team decided: `accepted` or `declined`.
    var decision: String?
    /// Codes that this run asked for.
    var codesAsked = 0
    /// Sign-in codes that arrived at their address, whenever.
    var codesArrived = 0

    init(_ person: MadeUpPerson) { self.person = person }
}
