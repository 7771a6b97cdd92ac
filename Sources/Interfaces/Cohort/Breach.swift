/// Something that must always hold and did not: which promise, and what was seen instead. Names nobody but by number.
package struct Breach: Codable, Sendable, Equatable {
    package let promise: Promise
    package let seen: String

    init(_ promise: Promise, _ seen: String) {
        self.promise = promise
        self.seen = seen
    }
}

/// What a run checks of everybody it took through.
package enum Promise: String, Codable, CaseIterable, Sendable {
    case rulesFitAnswers
    case crisisWords
    case repeatedRequest
    case oneAccount
    case noAccount
    case codeOnce
    case reviewDecided
    case patientReadsTheSame
    case nextLeadsOn
    case onlyTheEligible
    case nobodyLeftBehind
    case everythingDone
    case doseInRange
    case supplyInTime
    case reviewOnItsDay
    case pausesEnd

    /// The promise as a sentence, for the table.
    package var words: String {
        switch self {
        case .rulesFitAnswers: "every screening ended as its answers demand, by the right rule"
        case .crisisWords: "whoever spoke of self-harm, and nobody else, was told at once whom to call"
        case .repeatedRequest: "a request sent twice under one key got the same bytes twice"
        case .oneAccount: "everybody registered has exactly one account"
        case .noAccount: "nobody who was turned away has an account"
        case .codeOnce: "each sign-in code arrived exactly once"
        case .reviewDecided: "every screening for a person's eyes was decided once, as the care team said"
        case .patientReadsTheSame: "patients read what the care team decided"
        case .nextLeadsOn: "whoever does what the home screen says gets on"
        case .onlyTheEligible: "nobody has a prescription against the rules or a prescriber's no"
        case .nobodyLeftBehind: "everybody who may and had the time has their supply and a first day"
        case .doseInRange: "nobody was told a dose outside what was signed"
        case .supplyInTime: "every second supply came before the first ran out"
        case .reviewOnItsDay: "every review opened on its day"
        case .pausesEnd: "whoever was paused by a rule and is well goes on"
        case .everythingDone: "nothing was left undone at any step of the clock"
        }
    }
}
