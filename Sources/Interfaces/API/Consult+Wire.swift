import CarePath
import Clinic
import Clocks
import Consults
import Foundation
import StrictJSON
import Wire

extension ConsultAnswer {
    /// - Parameter reader: the patient does not read their own name; whoever is of the care team does.
    init(_ appointment: Appointment, for reader: Consult.Party) {
        let consult = appointment.consult
        self.init(
            id: consult.id.description, handle: appointment.handle, kind: consult.kind.rawValue,
            state: consult.state.name.rawValue,
            prescriber: .init(
                id: consult.prescriber.uuidString.lowercased(), name: appointment.prescriber.name),
            patient: reader == .patient ? nil : Patient(appointment.patient),
            startsAt: consult.time.starts.rfc3339, endsAt: consult.time.ends.rfc3339,
            local: consult.time.starts.onTheWall(of: appointment.patient.timeZone),
            timeZone: appointment.patient.timeZone, version: consult.version)
        checkedInAt = appointment.checkedInAt?.rfc3339
        startedAt = appointment.startedAt?.rfc3339
        completedAt = appointment.completedAt?.rfc3339
        endedBy = appointment.endedBy
        endReason = appointment.endReason
        outcomeDetail = appointment.outcomeDetail
        room = appointment.room.map {
            Room(url: $0.url, token: $0.token, opensAt: $0.opens.rfc3339, closesAt: $0.closes.rfc3339)
        }
        take(consult.state)
        take(appointment.notes)
    }

    private mutating func take(_ state: Consult.State) {
        switch state {
        case .held(let until): heldUntil = until.rfc3339
        case .inProgress(let opening): take(opening)
        case .completed(let opening, let outcome):
            take(opening)
            self.outcome = outcome.rawValue
        case .cancelled(let isLate): late = isLate
        case .rescheduled(let to): rescheduledTo = to.description
        case .noShow(let who): noShow = who.rawValue
        case .booked, .checkedIn, .expired, .techFailed: break
        }
    }

    private mutating func take(_ opening: Consult.Opening) {
        identityConfirmed = opening.identity.rawValue
        attestedState = opening.place.code
    }

    private mutating func take(_ notes: [SignedNote]) {
        for signed in notes {
            switch signed.content {
            case .note(let content):
                note = Note(
                    icd10: content.icd10, findings: content.findings, plan: content.plan,
                    risksDiscussed: content.risksDiscussed, signedAt: signed.signedAt.rfc3339)
            case .addendum(let text):
                addenda.append(Addendum(text: text, signedAt: signed.signedAt.rfc3339))
            }
        }
    }
}

extension ConsultAnswer.Patient {
    init(_ patient: Appointment.Patient) {
        self.init(
            id: patient.id.description, handle: patient.handle, name: patient.name.full, state: patient.state,
            timeZone: patient.timeZone)
    }
}

extension ConsultTime {
    init(_ found: BookableTime) {
        self.init(
            prescriber: .init(id: found.prescriber.uuidString.lowercased(), name: found.name),
            known: found.isKnown, startsAt: found.time.starts.rfc3339, endsAt: found.time.ends.rfc3339,
            local: found.time.starts.onTheWall(of: found.timeZone), timeZone: found.timeZone)
    }
}

extension Instant {
    /// RFC 3339 with the offset of a zone: what the wall shows there, `2026-11-24T10:00:00-07:00`.
    fileprivate func onTheWall(of zoneName: String) -> String {
        let offset = (TimeZone(identifier: zoneName) ?? .gmt).secondsFromGMT(for: date)
        let wall = (self + .seconds(offset)).rfc3339.dropLast()
        func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
        let minutes = abs(offset) / 60
        return "\(wall)\(offset < 0 ? "-" : "+")\(two(minutes / 60)):\(two(minutes % 60))"
    }
}

extension JSONReader {
    mutating func consultRequest() -> ConsultRequest? {
        let kind = option("kind", of: Consult.Kind.self)
        let prescriber = parse("prescriberId", as: .id) { UUID(uuidString: $0) }
        let starts = parse("startsAt", as: .instant) { Instant(rfc3339: $0) }
        return made { ConsultRequest(kind: kind.value, prescriber: prescriber.value, starts: starts.value) }
    }

    mutating func reason() -> String? {
        let reason = text("reason", length: 1...500)
        return made { reason.value }
    }

    mutating func move() -> (starts: Instant, prescriber: UUID?)? {
        let starts = parse("startsAt", as: .instant) { Instant(rfc3339: $0) }
        let prescriber = optionalParse("prescriberId", as: .id) { UUID(uuidString: $0) }
        return made { (starts.value, prescriber.value) }
    }

    mutating func opening() -> Consult.Opening? {
        let identity = option("identityConfirmed", of: Consult.Identity.self)
        let place = parse("attestedState", as: .state) { StateCode($0) }
        return made { Consult.Opening(identity: identity.value, place: place.value) }
    }

    mutating func conclusion() -> ConsultConclusion? {
        let note = object("note") { $0.consultNote() }
        let outcome = option("outcome", of: Consult.Outcome.self)
        let detail = optionalText("detail", length: 1...2000)
        return made {
            ConsultConclusion(note: note.value, outcome: outcome.value, detail: detail.value)
        }
    }

    private mutating func consultNote() -> ConsultNote? {
        let codes = strings("icd10", count: 1...12, length: 1...8)
        for (index, code) in (codes.ifRead ?? []).enumerated() where ConsultNote.diagnosis(code) == nil {
            note(.badFormat(pointer.member("icd10").element(index), .diagnosis))
        }
        let findings = text("findings", length: 1...10_000)
        let plan = text("plan", length: 1...10_000)
        let risks = text("risksDiscussed", length: 1...10_000)
        return made {
            ConsultNote(
                icd10: codes.value, findings: findings.value, plan: plan.value, risksDiscussed: risks.value)
        }
    }
}
