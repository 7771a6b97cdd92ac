import CarePath
import Clinic
import Clocks
import Foundation
import Patients
import Safety
import StrictJSON
import Wire

extension QueueAnswer {
    init(_ page: QueuePage, next: String?) {
        self.init(
            mine: page.counts.mine, team: page.counts.team, late: page.counts.late,
            items: page.lines.map(Wire.WorkItem.init), nextCursor: next)
    }
}

extension Wire.WorkItem {
    init(_ line: QueueLine) {
        var claimedUntil: Instant?
        var snoozedUntil: Instant?
        var outcome: String?
        let name: Safety.WorkItem.State.Name
        switch line.state {
        case .open: name = .open
        case .claimed(_, let until): (name, claimedUntil) = (.claimed, until)
        case .snoozed(let until): (name, snoozedUntil) = (.snoozed, until)
        case .resolved(let how): (name, outcome) = (.resolved, how)
        }
        self.init(
            id: line.id.description, handle: line.handle, kind: line.kind.rawValue, title: line.title,
            reasons: line.reasons, patient: line.patient.map(Patient.init), due: line.due.rfc3339,
            late: line.late,
            state: name.rawValue,
            owner: line.owner.map {
                Person(id: $0.id.uuidString.lowercased(), handle: $0.handle, name: $0.name)
            },
            role: line.role.rawValue, escalatedAt: line.escalatedAt?.rfc3339,
            claimedUntil: claimedUntil?.rfc3339, snoozedUntil: snoozedUntil?.rfc3339, outcome: outcome,
            outcomes: line.outcomes, settledBy: line.settledBy, version: line.version)
    }
}

extension Wire.WorkItem.Patient {
    init(_ person: QueueLine.Person) {
        self.init(
            id: person.id.description, handle: person.handle, name: person.name.full, state: person.state,
            timeZone: person.timeZone)
    }
}

extension JSONReader {
    mutating func snooze() -> (until: Instant, note: String)? {
        let until = parse("until", as: .instant) { Instant(rfc3339: $0) }
        let note = note()
        return made { (until.value, note.value) }
    }

    mutating func handOver() -> (to: UUID, note: String)? {
        let colleague = parse("to", as: .id) { UUID(uuidString: $0) }
        let note = note()
        return made { (colleague.value, note.value) }
    }

    mutating func resolution() -> (outcome: String, note: String)? {
        let outcome = string("outcome", length: 1...60)
        let note = note()
        return made { (outcome.value, note.value) }
    }

    private mutating func note() -> JSONField<String> { text("note", length: 1...2000) }
}
