import Clocks

extension ScreeningRules {
    /// Whether these answers are the third different ones (as the data says) from one contact within 30 days:
    /// then a person looks at them, since somebody may be trying which answers let one in.
    ///
    /// - Parameters:
    ///   - digest: a hash of the answers; the same answers have the same.
    ///   - earlier: that contact's screenings before this one, of any age.
    package func isChangedTooOften<Digest: Hashable>(
        _ digest: Digest, at now: Instant, earlier: [(takenAt: Instant, digest: Digest)]
    ) -> Bool {
        let recent = earlier.filter { $0.takenAt > now - changed.within && $0.takenAt <= now }
        return Set(recent.map(\.digest) + [digest]).count >= changed.times
    }

    /// The same result with a person to look at it. Who is not qualified stays so.
    package func goingToAPerson(_ result: ScreeningResult) -> ScreeningResult {
        let finding = RuleFinding(
            rule: changed.rule, case: changed.name, outcome: .needsReview, words: changed.words, answers: [])
        let outcome = max(result.outcome, .needsReview)
        return ScreeningResult(
            outcome: outcome, findings: result.findings + [finding], mayReapply: result.mayReapply,
            showsCrisisResources: result.showsCrisisResources, words: said(outcome),
            questionnaire: result.questionnaire, rulesVersion: result.rulesVersion)
    }
}
