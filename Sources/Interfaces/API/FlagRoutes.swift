import Access
import CarePath
import Clinic
import Clocks
import Foundation
import HTTPTypes
import Patients
import Safety
import StrictJSON
import Wire

/// Safety flags: what is open, seen, and how it ended.
package struct FlagRoutes: RouteTopic {
    let care: CarePath

    package var routes: [Route] { reading + moving + byHand }

    private var reading: [Route] {
        [
            Route(
                .get, "/v1/staff/flags", "Safety flags by the time at which they must be closed.",
                permission: .readPatients, query: QueryParameter.page + [.all]
            ) { call in
                let page = try call.page()
                let found = try await care.flags(
                    FlagFilter(closed: try call.query.flag(.all)),
                    after: page.position(as: FlagPage.Position.self), limit: page.limit, by: call.actor)
                let next = try found.next.map { try Cursor.text(of: $0) }
                return try call.answer(
                    page: Page(items: found.lines.map(FlagAnswer.init), nextCursor: next), next: next)
            },
            Route(
                .get, "/v1/staff/flags/{flag}", "One flag with the calls that it made and whom they reached.",
                permission: .readPatients
            ) { call in
                try await Answer(FlagSheetAnswer(care.flagSheet(flag(of: call), by: call.actor)))
            },
        ]
    }

    private var moving: [Route] {
        [
            Route(
                .post, "/v1/staff/flags/{flag}/acknowledge", "Somebody has seen it and takes care of it.",
                permission: .prepareCare, idempotency: .accepted
            ) { call in
                let flag = try await flag(of: call)
                return try await call.once({ try Answer(FlagAnswer($0)) }) { once in
                    try await care.acknowledgeFlag(flag, once: once, by: call.actor)
                }
            },
            Route(
                .post, "/v1/staff/flags/{flag}/close", "The concern has come to its end, in writing.",
                permission: .prepareCare, idempotency: .accepted, body: .json
            ) { call in
                let (outcome, note) = try call.read { body -> (String, String)? in
                    let outcome = body.string("outcome", length: 1...60)
                    let note = body.text("note", length: 1...2000)
                    return body.made { (outcome.value, note.value) }
                }
                let flag = try await flag(of: call)
                return try await call.once({ try Answer(FlagAnswer($0)) }) { once in
                    try await care.closeFlag(flag, as: outcome, note: note, once: once, by: call.signedIn)
                }
            },
        ]
    }

    private var byHand: [Route] {
        [
            Route(
                .post, "/v1/staff/patients/{patient}/flags",
                "Raises a flag by hand, with the reason in writing.",
                permission: .prepareCare, idempotency: .accepted, body: .json, success: .created
            ) { call in
                let (severity, reason) = try call.read { $0.severity() }
                let patient: ID<Patient> = try await call.reference("patient", prefix: "pt") { handle in
                    try await care.patientID(handle: handle, by: call.actor)
                }
                return try await call.once({ try Answer(FlagAnswer($0)) }) { once in
                    try await care.raiseFlagByHand(
                        of: patient, severity, because: reason, once: once, by: call.actor)
                }
            },
            Route(
                .post, "/v1/staff/flags/{flag}/escalate", "Makes a flag graver: it must be seen again.",
                permission: .prepareCare, idempotency: .accepted, body: .json
            ) { call in
                let (severity, reason) = try call.read { $0.severity() }
                let flag = try await flag(of: call)
                return try await call.once({ try Answer(FlagAnswer($0)) }) { once in
                    try await care.escalateFlag(
                        flag, to: severity, because: reason, once: once, by: call.actor)
                }
            },
        ]
    }

    private func flag(of call: Call) async throws -> ID<Flag> {
        try await call.reference("flag", prefix: "fl") { handle in
            try await care.flagID(handle: handle, by: call.actor)
        }
    }
}

extension FlagAnswer {
    init(_ line: FlagLine) {
        var outcome: String?
        if case .closed(let how) = line.flag.state { outcome = how }
        self.init(
            id: line.flag.id.description, handle: line.handle, rule: line.flag.rule,
            severity: line.flag.severity.rawValue, state: line.flag.state.name.rawValue,
            reasons: line.reasons,
            patient: .init(line.patient), raisedAt: line.raisedAt.rfc3339,
            acknowledgeBy: line.acknowledgeBy.rfc3339, closeBy: line.closeBy.rfc3339,
            acknowledgedAt: line.acknowledgedAt?.rfc3339, closedAt: line.closedAt?.rfc3339, outcome: outcome,
            note: line.note, remark: line.remark, outcomes: line.outcomes)
    }
}

extension FlagSheetAnswer {
    init(_ sheet: FlagSheet) {
        self.init(
            flag: FlagAnswer(sheet.line),
            alarms: sheet.alarms.map { alarm in
                Alarm(
                    step: alarm.step, level: alarm.level.rawValue, at: alarm.rungAt.rfc3339,
                    next: alarm.nextAt?.rfc3339,
                    pages: alarm.pages.map { page in
                        Page(
                            person: .init(page.person), channel: page.channel.rawValue,
                            state: page.state.rawValue, settledAt: page.settledAt?.rfc3339)
                    })
            })
    }
}

extension Wire.WorkItem.Person {
    init(_ owner: QueueLine.Owner) {
        self.init(id: owner.id.uuidString.lowercased(), handle: owner.handle, name: owner.name)
    }
}

extension JSONReader {
    fileprivate mutating func severity() -> (Flag.Severity, String)? {
        let severity = integer("severity", in: 1...3)
        let reason = text("reason", length: 1...2000)
        return made { (Flag.Severity(rawValue: severity.value) ?? .danger, reason.value) }
    }
}

extension QueryParameter {
    fileprivate static let all: QueryParameter = "all"
}
