import Clocks
import Wire

extension Reader {
    /// Shifts by time, and below them when nobody is on call.
    func rota(_ rota: RotaAnswer) -> Screen {
        var screen = screen()
        screen.rule()
        if rota.shifts.isEmpty {
            screen.text("Nobody is on call.")
        } else {
            screen.table(
                Table(
                    [
                        .init("#", rightAligned: true), .init("From"), .init("To"), .init("Role"),
                        .init("On call", narrowest: 12), .init("Backup", narrowest: 10), .init("Shift"),
                    ],
                    rows: rota.shifts.enumerated().map { index, shift in
                        [
                            "\(index + 1)", .init(clock.dated(wire: shift.from)),
                            .init(clock.dated(wire: shift.to)),
                            .init(shift.role.spoken), .init(shift.person.name),
                            .init(shift.backup?.name ?? "-"),
                            .init(shift.handle),
                        ]
                    }))
        }
        list(rota.gaps, on: &screen)
        return screen
    }

    /// Only the gaps.
    func gaps(_ rota: RotaAnswer) -> Screen {
        var screen = screen()
        screen.rule()
        if rota.gaps.isEmpty {
            screen.text("Somebody is on call until \(clock.dated(wire: rota.to)).")
        }
        list(rota.gaps, on: &screen)
        return screen
    }

    private func list(_ gaps: [RotaAnswer.Gap], on screen: inout Screen) {
        for gap in gaps {
            screen.fields(
                .init(
                    "GAP",
                    "no \(gap.role.spoken) from \(clock.dated(wire: gap.from)) to \(clock.dated(wire: gap.to)): lozenge rota add",
                    tone: .alarm))
        }
    }

    /// One shift whole.
    func show(_ shift: ShiftAnswer, on screen: inout Screen) {
        screen.line(
            .init("Shift", shift.handle), .init("Role", shift.role.spoken), .init("State", shift.state.spoken)
        )
        screen.fields(.init("On call", "\(shift.person.name)  \(shift.person.handle)"))
        screen.fields(shift.backup.map { .init("Backup", "\($0.name)  \($0.handle)") })
        screen.fields(.init("From", clock.dated(wire: shift.from)), .init("To", clock.dated(wire: shift.to)))
    }

    /// How deadlines were kept, and what was late.
    func deadlines(_ report: DeadlineReportAnswer) -> Screen {
        var screen = screen()
        screen.rule()
        screen.fields(
            .init("Arose", "\(clock.dated(wire: report.from)) to \(clock.dated(wire: report.to))"))
        screen.table(
            Table(
                [
                    .init("What", narrowest: 12), .init("Kind", narrowest: 10),
                    .init("All", rightAligned: true),
                    .init("Met", rightAligned: true), .init("Late", rightAligned: true),
                    .init("Waiting", rightAligned: true), .init("Median", rightAligned: true),
                ],
                rows: report.lines.map { line in
                    [
                        .init(line.what.spoken), .init(line.kind.spoken), "\(line.count)", "\(line.met)",
                        .init("\(line.late)", tone: line.late > 0 ? .alarm : .plain), "\(line.waiting)",
                        .init(line.medianMinutes.map { "\($0) min" } ?? "-"),
                    ]
                }))
        for late in report.late {
            screen.fields(
                .init(
                    "LATE",
                    "\(late.handle) \(late.what.spoken) \(late.kind.spoken): due \(clock.dated(wire: late.due)), "
                        + (late.done.map { "done \(clock.dated(wire: $0))" } ?? "not done"),
                    tone: .alarm))
        }
        return screen
    }

    /// The calls that a flag made, and whom they reached.
    func alarms(_ sheet: FlagSheetAnswer, on screen: inout Screen) {
        for alarm in sheet.alarms {
            let people = alarm.pages.map { "\($0.person.name) (\($0.channel), \($0.state.spoken))" }
            screen.fields(
                .init(
                    "Call \(alarm.step)",
                    "\(clock.dated(wire: alarm.at)) \(alarm.level.spoken): "
                        + (people.isEmpty ? "nobody" : people.joined(separator: "; "))))
        }
        if let next = sheet.alarms.last?.next, sheet.flag.state == "open" {
            screen.fields(.init("Next call", clock.dated(wire: next)))
        }
    }
}
