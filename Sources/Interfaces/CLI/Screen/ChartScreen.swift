import Wire

/// A patient's chart as it is put together: one screen, from several answers.
struct Chart: Sendable {
    let patient: PatientAnswer
    let path: ChartPath
    /// The treatment, while one is under way.
    var course: ChartCourse?
    let work: [WorkItem]
    /// Newest first.
    let timeline: [TimelineEntry]
}

extension Reader {
    /// The chart on one screen: who it is, where they stand, what there is to do, what happened last.
    func chart(_ chart: Chart) -> Screen {
        let patient = chart.patient
        var screen = screen()
        screen.line(
            .init("Patient", "\(patient.name.given) \(patient.name.family)"), .init("Handle", patient.handle),
            .init("Age", clock.age(birthDate: patient.birthDate, zone: patient.timeZone)),
            .init(
                "Place",
                "\(patient.address.city) \(patient.address.state), \(clock.time(inZone: patient.timeZone)) there"
            ),
            .init("Language", language(patient.language)))
        screen.line(
            .init("Contact", patient.consentToMessages ? "messages ok" : "no messages"),
            .init("Phone", phone(patient.phone)), .init("E-mail", patient.email))
        screen.rule()
        if let course = chart.course {
            self.course(course, on: &screen)
        } else {
            screen.fields(
                .init("Stage", stage(chart)),
                .init("Since", clock.dated(wire: patient.registeredAt)))
            let rules = patient.screening.rules
            screen.fields(
                .init(
                    "Screened",
                    patient.screening.result.spoken
                        + (rules.isEmpty ? "" : ": " + rules.joined(separator: ", ")))
            )
            screen.fields(
                .init(
                    "Address",
                    [
                        patient.address.line1, patient.address.line2,
                        "\(patient.address.city) \(patient.address.state) \(patient.address.postalCode)",
                    ].compactMap { $0 }.joined(separator: ", ")))
        }
        path(chart.path, scores: chart.course == nil, on: &screen)
        work(chart.work, on: &screen)
        // A course fills the screen; what happened before is a command away.
        if !chart.timeline.isEmpty, chart.course == nil {
            screen.gap()
            screen.table(timeline(chart.timeline))
        }
        return screen
    }

    /// Everything that happened, in the order it came.
    func timeline(_ entries: [TimelineEntry]) -> Table {
        Table(
            [.init("When"), .init("What happened", narrowest: 20, wraps: true)],
            rows: entries.map { [.init(clock.dated(wire: $0.at)), .init($0.words)] })
    }

    /// What a search found.
    func hits(_ hits: [PatientHit], more: Bool) -> Screen {
        var screen = screen()
        screen.rule()
        guard !hits.isEmpty else {
            screen.text("Nobody was found like this.")
            return screen
        }
        screen.table(
            Table(
                [
                    .init("#", rightAligned: true), .init("Patient", narrowest: 12), .init("Handle"),
                    .init("Born"),
                    .init("State"), .init("Standing", narrowest: 8),
                ],
                rows: hits.enumerated().map { index, hit in
                    [
                        "\(index + 1)", .init(hit.name), .init(hit.handle),
                        .init(WallClock.spoken(date: hit.birthDate)),
                        .init(hit.state), .init(hit.standing.spoken),
                    ]
                }))
        if more { screen.footer("more  (patient find --all, or more of the name)") }
        return screen
    }

    private func work(_ items: [WorkItem], on screen: inout Screen) {
        if items.isEmpty { screen.fields(.init("Work", "none open")) }
        screen.list(
            "Work",
            items.map { item in
                let due = (item.late ? "" : "due ") + clock.due(wire: item.due, late: item.late)
                return (
                    "\(item.handle)  \(due), \(state(of: item))  \(item.title)", item.late ? .alarm : .plain
                )
            })
    }

    private func stage(_ chart: Chart) -> String {
        let screening = chart.patient.screening
        // Until something has been begun, how the screening went says more.
        guard ["welcome", "screeningReview", "declined"].contains(chart.path.stage) else {
            return chart.path.stage.spoken
        }
        return switch screening.standing {
        case "qualified": "screening, qualified"
        case "inReview": "screening, in review"
        case "accepted": "screening, reviewed and accepted"
        case "declined": "screening, reviewed and declined"
        default: "screening, \(screening.standing.spoken)"
        }
    }

    private func language(_ code: String) -> String {
        switch code {
        case "en": "English"
        case "es": "Spanish"
        default: code
        }
    }

    /// `(602) 555-0142` of `+16025550142`.
    private func phone(_ number: String) -> String {
        guard let parts = number.wholeMatch(of: /\+1(\d{3})(\d{3})(\d{4})/)?.output else { return number }
        return "(\(parts.1)) \(parts.2)-\(parts.3)"
    }
}
