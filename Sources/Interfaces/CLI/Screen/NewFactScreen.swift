import Wire

extension Reader {
    /// What a patient takes, a row a medicine.
    func medications(_ lines: [MedicationLine]) -> Screen {
        var screen = screen()
        screen.rule()
        if lines.isEmpty { screen.text("No medicine is known.") }
        for (index, line) in lines.enumerated() {
            let span = [line.startedOn.map { "since \($0)" }, line.endedOn.map { "until \($0)" }]
                .compactMap(\.self).joined(separator: " ")
            screen.fields(
                .init("\(index + 1)", [line.name, span].filter { !$0.isEmpty }.joined(separator: ", ")))
            screen.fields(
                .init(
                    "Counts as",
                    line.state == "unknown"
                        ? "not known yet"
                        : line.classes.isEmpty
                            ? "nothing" : line.classes.map(\.spoken).joined(separator: ", ")))
            for question in line.questions {
                screen.fields(
                    .init(
                        question.meaning.spoken, question.decision?.spoken ?? "waits for a prescriber",
                        tone: question.decision == nil ? .alarm : .plain))
            }
        }
        return screen
    }

    /// What was reported of a patient's health, and what may be.
    func healthChanges(_ answer: HealthChangesAnswer) -> Screen {
        var screen = screen()
        screen.rule()
        if answer.items.isEmpty { screen.text("Nothing was reported.") }
        for item in answer.items {
            screen.fields(
                .init(
                    clock.dated(wire: item.reportedAt),
                    [item.words, item.on, item.note]
                        .compactMap(\.self).joined(separator: ", ")))
        }
        screen.gap()
        screen.text("--change: " + answer.kinds.map(\.change).joined(separator: ", "))
        return screen
    }

    /// What follows from a new fact.
    func show(_ decision: DecisionAnswer?, _ eligibility: EligibilityAnswer?, on screen: inout Screen) {
        if let decision { show(decision, on: &screen) }
        if let eligibility { show(eligibility, on: &screen) }
    }

    /// The versions of the eligibility rules.
    func show(_ rules: EligibilityRulesAnswer, on screen: inout Screen) {
        screen.fields(.init("Version", "\(rules.version)\(rules.inForce ? ", in force" : "")"))
        screen.fields(.init("File", rules.sha256))
        screen.fields(.init("Approved", rules.approvedAt ?? "no"))
        screen.fields(.init("To ask anew", "\(rules.peopleToAsk)"))
    }
}
