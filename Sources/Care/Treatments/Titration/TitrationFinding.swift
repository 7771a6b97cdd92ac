import Clinic

/// What one rule says at one moment. Its parts are composed over all rules; every rule but T18 also holds the dose.
struct TitrationFinding: Hashable {
    let rule: TitrationRule
    var permission = TitrationDecision.Permission.take
    /// The lower dose that it names.
    var dose: Milligrams?
    /// So many days without an increase, from today.
    var noIncreaseDays: Int?
    /// The severity of the flag that it raises.
    var flag: Int?
    var needs = TitrationDecision.Needs.none
    var work: [CourseWork] = []
    /// Why, in codes, for whoever is asked to look.
    var reasons: [String] = []
    /// The first day of the missed run behind it.
    var missedSince: LocalDate?
    /// Whether what happened just now made it fire. Only then does it lower, pause, flag or ask; afterwards it is listed
    /// and holds, so that hearing of something else does nothing twice.
    var isNews = true

    init(_ rule: TitrationRule) { self.rule = rule }

    init(_ rule: TitrationRule, _ fill: (inout Self) -> Void) {
        self.rule = rule
        fill(&self)
    }

    /// T13 and T14 only ask for patience: they keep an offer from being made, and let one stand.
    var isPace: Bool { rule == .t13 || rule == .t14 }
}

/// What a course just heard.
enum CourseNews: Hashable {
    case morning
    case report(LocalDate)
    case asqUnanswered(LocalDate)
    case reading(Reading)
    /// Something new about the person that came by another way than a check-in.
    case fact(NewFact)
    /// Something that no rule looks at by itself: an answer, a flag's end, a parcel.
    case other
}
