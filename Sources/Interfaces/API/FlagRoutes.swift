import Access
import CarePath
import Clinic
import Clocks
import HTTPTypes
import Patients
import Safety
import StrictJSON
import Wire

/// Safety flags: what is open, seen, and how it ended.
package struct FlagRoutes: RouteTopic {
    let care: CarePath

    package var routes: [Route] {
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
            note: line.note, outcomes: line.outcomes)
    }
}

extension QueryParameter {
    fileprivate static let all: QueryParameter = "all"
}
