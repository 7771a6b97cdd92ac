import Wire

extension Reader {
    /// The calendar, by start.
    func visits(_ visits: [ConsultAnswer], more: Bool) -> Screen {
        var screen = screen()
        screen.rule()
        guard !visits.isEmpty else {
            screen.text("No visits.")
            return screen
        }
        screen.table(
            Table(
                [
                    .init("#", rightAligned: true), .init("When"), .init("Kind", narrowest: 7),
                    .init("Patient", narrowest: 12), .init("There"), .init("Prescriber", narrowest: 8),
                    .init("State"), .init("Visit"),
                ],
                rows: visits.enumerated().map { index, visit in
                    [
                        "\(index + 1)", .init(clock.moment(wire: visit.startsAt)), .init(visit.kind.spoken),
                        visit.patient.map {
                            .init(
                                "\($0.name) \($0.state)", short: "\(Person.familyFirst($0.name)) \($0.state)")
                        } ?? "-",
                        .init(String(visit.local.dropFirst(11).prefix(5))), .init(visit.prescriber.name),
                        .init(visit.state.spoken), .init(visit.handle),
                    ]
                }))
        if more { screen.footer("more  (consult list --all)") }
        return screen
    }

    /// When a patient may come.
    func times(_ times: [ConsultTime], more: Bool) -> Screen {
        var screen = screen()
        screen.rule()
        guard !times.isEmpty else {
            screen.text("No times.")
            return screen
        }
        screen.table(
            Table(
                [
                    .init("#", rightAligned: true), .init("When"), .init("There"), .init("Prescriber"),
                    .init("Known"), .init("Start"),
                ],
                rows: times.enumerated().map { index, time in
                    [
                        "\(index + 1)", .init(clock.moment(wire: time.startsAt)),
                        .init(String(time.local.dropFirst(11).prefix(5))), .init(time.prescriber.name),
                        .init(time.known ? "yes" : "-"), .init(time.startsAt),
                    ]
                }))
        if more { screen.footer("more  (consult times --all)") }
        return screen
    }

    /// One visit with all that is known of it.
    func show(_ visit: ConsultAnswer, on screen: inout Screen) {
        screen.line(
            .init("Visit", visit.handle), .init("Kind", visit.kind.spoken), .init("State", visit.state.spoken)
        )
        screen.fields(
            .init("When", clock.moment(wire: visit.startsAt)),
            .init("There", "\(visit.local.prefix(16).replacing("T", with: " ")) \(visit.timeZone)"))
        if let patient = visit.patient {
            screen.fields(.init("Patient", "\(patient.name)  \(patient.handle)   \(patient.state)"))
        }
        screen.fields(.init("With", visit.prescriber.name))
        if let until = visit.heldUntil { screen.fields(.init("Held", "until \(clock.moment(wire: until))")) }
        if let identity = visit.identityConfirmed, let state = visit.attestedState {
            screen.fields(.init("Identity", identity.spoken), .init("Place", state))
        }
        if let outcome = visit.outcome {
            screen.fields(
                .init(
                    "Outcome",
                    [outcome.spoken, visit.outcomeDetail].compactMap(\.self).joined(separator: ": ")))
        }
        if let reason = visit.endReason { screen.fields(.init("Why", reason)) }
        if let note = visit.note {
            screen.fields(.init("Codes", note.icd10.joined(separator: ", ")))
            screen.fields(.init("Findings", note.findings))
            screen.fields(.init("Plan", note.plan))
            screen.fields(.init("Risks", note.risksDiscussed))
        }
        for addendum in visit.addenda {
            screen.fields(.init("Added", "\(clock.dated(wire: addendum.signedAt)): \(addendum.text)"))
        }
        if let room = visit.room { screen.fields(.init("Room", room.url)) }
    }

    /// One prescriber with all that is known of them.
    func show(_ prescriber: PrescriberAnswer, on screen: inout Screen) {
        screen.line(
            .init("Name", "\(prescriber.name), \(prescriber.credentials)"),
            .init("Handle", prescriber.handle), .init("Account", prescriber.active ? "active" : "inactive"))
        screen.fields(.init("NPI", prescriber.npi), .init("Zone", prescriber.timeZone))
        for (label, spells) in [("Licence", prescriber.licences), ("DEA", prescriber.dea)] {
            for spell in spells {
                screen.fields(
                    .init(label, "\(spell.state) \(spell.number), \(spell.from) to \(spell.until)"))
            }
        }
        for hours in prescriber.hours {
            screen.fields(
                .init("Day \(hours.weekday)", "\(hours.opens)-\(hours.closes) from \(hours.from ?? "-")"))
        }
        for day in prescriber.exceptions {
            let hours = day.opens.flatMap { opens in day.closes.map { "\(opens)-\($0)" } } ?? "off"
            screen.fields(.init("Except", "\(day.date) \(hours)"))
        }
    }
}
