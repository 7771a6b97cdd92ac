import Wire

extension Reader {
    /// What a patient sent, section by section, with scores and medicines.
    func intake(_ review: IntakeReviewAnswer) -> Screen {
        var screen = screen()
        screen.rule()
        screen.fields(
            .init("Intake", review.state.spoken), .init("Sent", clock.dated(wire: review.submittedAt)))
        for score in review.scores {
            screen.fields(
                .init(
                    score.instrument,
                    score.total.map { "\($0), \((score.band ?? "").spoken)" }
                        ?? "no score, missing \(score.missing.joined(separator: ", "))"))
            if !score.redFlags.isEmpty {
                screen.fields(.init("To be seen", score.redFlags.map(\.spoken).joined(separator: ", ")))
            }
        }
        if !review.medicines.isEmpty {
            screen.gap()
            screen.table(
                Table(
                    [
                        .init("#", rightAligned: true), .init("Medicine", wraps: true), .init("State"),
                        .init("Counts as", wraps: true),
                    ],
                    rows: review.medicines.enumerated().map { index, medicine in
                        [
                            "\(index + 1)", .init(medicine.name), .init(medicine.state.spoken),
                            .init(medicine.classes.map(\.spoken).joined(separator: ", ")),
                        ]
                    }))
        }
        for section in review.sections {
            screen.gap()
            screen.table(
                Table(
                    [
                        .init(section.title, narrowest: 20, wraps: true),
                        .init("Answer", narrowest: 10, wraps: true),
                    ],
                    rows: section.answers.map {
                        [.init($0.question), .init($0.values.joined(separator: ", "))]
                    }))
        }
        return screen
    }

    /// Every version, the latest first.
    func intakes(_ versions: IntakeVersionsAnswer) -> Screen {
        var screen = screen()
        screen.rule()
        screen.table(
            Table(
                [
                    .init("Version"), .init("State"), .init("Sent"), .init("Outcome"),
                    .init("Rules", wraps: true), .init("Amends"),
                ],
                rows: versions.items.map { version in
                    [
                        .init(version.id), .init(version.state.spoken),
                        .init(version.submittedAt.map(clock.dated(wire:)) ?? ""),
                        .init((version.outcome ?? "").spoken), .init(version.rules.joined(separator: " ")),
                        .init(version.amends ?? ""),
                    ]
                }))
        return screen
    }

    /// The evaluation in force: each rule with what is behind it and what has come of it.
    func show(_ chart: EligibilityChart, on screen: inout Screen) {
        screen.fields(
            .init("Outcome", chart.outcome.spoken), .init("Since", clock.dated(wire: chart.evaluatedAt)))
        if chart.findings.isEmpty { screen.text("No rule fired.") }
        for finding in chart.findings {
            screen.gap()
            screen.fields(.init(finding.rule, "\(finding.case): \(finding.words)"))
            screen.fields(.init("Stands", finding.standing.spoken))
            for answer in finding.answers {
                screen.fields(
                    .init("Answer", "\(answer.question) \(answer.values.joined(separator: ", "))"))
            }
            if let clearance = finding.clearance {
                screen.fields(
                    .init(
                        "Letter",
                        clearance.from.map { from in
                            "from \(from)\(clearance.validUntil.map { ", until \($0)" } ?? "")"
                        }
                            ?? "asked of \(clearance.specialties.map(\.spoken).joined(separator: " or "))"))
            }
            if let answer = finding.answer {
                screen.fields(.init("Answered", "\(answer.decision.spoken): \(answer.words)"))
            }
        }
    }

    /// The same in short, after a change.
    func show(_ eligibility: EligibilityAnswer, on screen: inout Screen) {
        screen.fields(.init("Outcome", eligibility.outcome.spoken))
        for rule in eligibility.rules {
            screen.fields(.init(rule.id, "\(rule.standing.spoken): \(rule.words)"))
        }
    }
}
