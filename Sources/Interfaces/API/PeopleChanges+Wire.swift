import Access
import CarePath
import Clinic
import Clocks
import Foundation
import Patients
import StrictJSON
import Wire

extension MoveAnswer {
    init(_ view: MoveView, program: ProgramData, in language: Language) {
        self.init(
            id: view.id?.uuidString.lowercased(), state: view.move.state.code, timeZone: view.move.timeZone,
            effectiveFrom: view.move.effectiveFrom.description, inForce: view.isInForce,
            consequences: view.consequences.map { found in
                Consequence(
                    code: found.code.rawValue,
                    words: program.peopleWords.said("move.\(found.code.rawValue)", in: language),
                    subject: found.subject, at: found.at?.rfc3339)
            }, seen: view.seen)
    }
}

extension AddressAnswer {
    init(_ line: DatedAddress, now: Instant) {
        let zone = TimeZone(identifier: line.timeZone) ?? .gmt
        let today = LocalDate(of: now, in: zone)
        let standing =
            if line.supersededAt != nil { "superseded" } else if let until = line.until, until <= today {
                "past"
            } else if line.appliedAt == nil { "planned" } else { "inForce" }
        self.init(
            id: line.id.uuidString.lowercased(),
            address: .init(
                line1: line.address.line1, line2: line.address.line2, city: line.address.city,
                state: line.address.state, postalCode: line.address.postalCode),
            timeZone: line.timeZone, effectiveFrom: line.from?.description,
            effectiveUntil: line.until?.description, recordedAt: line.recordedAt.rfc3339, standing: standing)
    }
}

extension ContactChangeAnswer {
    init(_ pending: ContactChangePending) {
        self.init(
            id: pending.id.description, channel: pending.channel.rawValue, sentTo: pending.sentTo,
            expiresAt: pending.expiresAt.rfc3339)
    }
}

extension CorrectionAnswer {
    init(_ record: CorrectionRecord) {
        self.init(
            id: record.id.uuidString.lowercased(), field: record.field.rawValue, before: record.before,
            after: record.after, document: record.document.rawValue, note: record.note,
            seenBy: record.seenBy.uuidString.lowercased(), correctedAt: record.correctedAt.rfc3339)
    }
}

extension MergeAnswer {
    init(_ line: MergeLine) {
        self.init(
            id: line.merge.id.description, state: line.merge.state.rawValue, survivor: line.survivorHandle,
            merged: line.mergedHandle, reason: line.reason, proposedAt: line.merge.proposedAt.rfc3339,
            undoUntil: line.merge.undoUntil?.rfc3339)
    }
}

extension PatientRequestAnswer {
    init(_ line: RequestLine) {
        let request = line.request
        var outcome: PatientRequest.Outcome?
        if case .resolved(let how) = request.state { outcome = how }
        self.init(
            id: request.id.description, handle: line.handle, patient: line.patientHandle,
            kind: request.kind.rawValue, state: outcome == nil ? "open" : "resolved", detail: line.detail,
            receivedAt: request.receivedAt.rfc3339, dueOn: request.lastDay.description, basis: request.basis,
            extended: request.extendedTo != nil, extensionReason: line.extensionReason,
            outcome: outcome?.rawValue, answer: line.answer, resolvedAt: line.resolvedAt?.rfc3339)
    }
}

extension ClosingAnswer {
    init(_ view: ClosingView, program: ProgramData, in language: Language) {
        self.init(
            state: view.isClosed ? "closed" : view.request == nil ? "open" : "asked",
            obstacles: view.obstacles.map { obstacle in
                Obstacle(
                    code: obstacle.rawValue,
                    words: program.peopleWords.said("closing.\(obstacle.rawValue)", in: language))
            }, request: view.request.map { PatientRequestAnswer($0) })
    }
}

extension DisclosureLine {
    init(_ disclosure: Disclosure) {
        self.init(
            disclosedOn: disclosure.on.description, purpose: disclosure.purpose.rawValue,
            recipient: disclosure.recipient, content: disclosure.content, reason: disclosure.reason)
    }
}

extension PreferencesAnswer {
    init(_ view: WishesView) {
        func wall(_ minute: Int) -> String {
            let (hour, rest) = minute.quotientAndRemainder(dividingBy: 60)
            return "\(hour < 10 ? "0" : "")\(hour):\(rest < 10 ? "0" : "")\(rest)"
        }
        let waking = MessageWishes.wakingMinutes
        self.init(
            channel: view.wishes.channel.rawValue, askAt: wall(view.wishes.askAt),
            language: view.language.rawValue, consentToMessages: view.consentToMessages,
            timeZone: view.timeZone, quietFrom: wall(waking.upperBound), quietUntil: wall(waking.lowerBound))
    }
}
