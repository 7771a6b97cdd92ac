import CarePath
import Clinic
import Clocks
import Foundation
import Safety
import StrictJSON
import Wire

extension ShiftAnswer {
    init(_ line: RotaLine) {
        let shift = line.shift
        self.init(
            id: shift.id.description, handle: line.handle, role: shift.role.rawValue,
            person: .init(line.person),
            backup: line.backup.map(Wire.WorkItem.Person.init), from: shift.starts.rfc3339,
            to: shift.ends.rfc3339,
            state: shift.state.rawValue)
    }
}

extension RotaAnswer {
    init(_ rota: RotaView) {
        self.init(
            from: rota.from.rfc3339, to: rota.to.rfc3339, shifts: rota.shifts.map(ShiftAnswer.init),
            gaps: rota.gaps.map { gap in
                Gap(role: gap.role.rawValue, from: gap.from.rfc3339, to: gap.to.rfc3339)
            })
    }
}

extension PagerAnswer {
    init(_ pager: PagerView) {
        self.init(phone: pager.phone ?? "", provenAt: pager.provenAt?.rfc3339 ?? "")
    }
}

extension DeadlineReportAnswer {
    init(_ report: DeadlineReport) {
        self.init(
            from: report.from.rfc3339, to: report.to.rfc3339,
            lines: report.lines.map { line in
                Line(
                    what: line.what.rawValue, kind: line.kind, count: line.count, met: line.met,
                    late: line.late,
                    waiting: line.waiting, medianMinutes: line.medianMinutes)
            },
            late: report.late.map { late in
                Late(
                    what: late.what.rawValue, kind: late.kind, handle: late.handle, due: late.due.rfc3339,
                    done: late.done?.rfc3339)
            })
    }
}

/// A shift as it is asked for, its people by id or handle.
struct ShiftWish: Sendable {
    let role: OnCallShift.Duty
    let person: String
    let backup: String?
    let from: Instant
    let to: Instant
}

extension JSONReader {
    mutating func shift() -> ShiftWish? {
        let role = option("role", of: OnCallShift.Duty.self)
        let person = string("person", length: 1...40)
        let backup = optionalString("backup", length: 1...40)
        let from = parse("from", as: .instant) { Instant(rfc3339: $0) }
        let to = parse("to", as: .instant) { Instant(rfc3339: $0) }
        return made {
            ShiftWish(
                role: role.value, person: person.value, backup: backup.value, from: from.value, to: to.value)
        }
    }
}
