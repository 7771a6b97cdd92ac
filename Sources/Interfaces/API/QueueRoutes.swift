import Access
import CarePath
import Clinic
import HTTPTypes
import Safety
import StrictJSON
import Wire

/// The care team's queue: what to do now, by due time.
package struct QueueRoutes: RouteTopic {
    let care: CarePath

    package var routes: [Route] { reading + moving }

    private var reading: [Route] {
        [
            Route(
                .get, "/v1/staff/queue", "What there is to do, what is due first at the top.",
                permission: .workQueue,
                query: QueryParameter.page + [.kind, .mine, .state, .role, .all]
            ) { call in
                let caller = try call.signedIn
                let page = try call.page()
                let filter = QueueFilter(
                    kind: try call.query.option(.kind, of: Safety.WorkItem.Kind.self),
                    owner: try call.query.flag(.mine) ? caller.accountID : nil,
                    state: try call.query.state(.state), snoozed: try call.query.flag(.all),
                    role: try call.query.option(.role, of: WorkItemKinds.Lead.self))
                let found = try await care.queue(
                    filter, after: page.position(as: QueuePage.Position.self), limit: page.limit,
                    in: call.language,
                    by: caller)
                let next = try found.next.map { try Cursor.text(of: $0) }
                return try call.answer(page: QueueAnswer(found, next: next), next: next)
            },
            Route(
                .get, "/v1/staff/work-items/{workItem}", "One piece of work, by id or handle.",
                permission: .workQueue
            ) { call in
                try await Answer(
                    Wire.WorkItem(care.workItem(workItem(of: call), in: call.language, by: call.signedIn)))
            },
        ]
    }

    private var moving: [Route] {
        [
            move("claim", "Takes it on; the claim lapses 30 minutes after the last touch.") { id, call in
                try await call.once(line) {
                    try await care.claim(id, in: call.language, once: $0, by: call.signedIn)
                }
            },
            move("release", "Puts it back.") { id, call in
                try await call.once(line) {
                    try await care.release(id, in: call.language, once: $0, by: call.signedIn)
                }
            },
            move("snooze", "Puts it off, at most seven days.", body: .json) { id, call in
                let (until, note) = try call.read { $0.snooze() }
                return try await call.once(line) {
                    try await care.snooze(
                        id, until: until, note: note, in: call.language, once: $0, by: call.signedIn)
                }
            },
            move("hand-over", "Gives it to a colleague.", body: .json) { id, call in
                let (colleague, note) = try call.read { $0.handOver() }
                return try await call.once(line) {
                    try await care.handOver(
                        id, to: colleague, note: note, in: call.language, once: $0, by: call.signedIn)
                }
            },
            move("resolve", "Is done with it, with one of its outcomes.", body: .json) { id, call in
                let (outcome, note) = try call.read { $0.resolution() }
                return try await call.once(line) {
                    try await care.resolve(
                        id, as: outcome, note: note, in: call.language, once: $0, by: call.signedIn)
                }
            },
        ]
    }

    /// A change of one item, named by id or handle.
    private func move(
        _ verb: String, _ summary: String, body: Route.BodyRule = .none,
        _ handle: @escaping @Sendable (ID<Safety.WorkItem>, Call) async throws -> Answer
    ) -> Route {
        Route(
            .post, PathTemplate(stringLiteral: "/v1/staff/work-items/{workItem}/\(verb)"), summary,
            permission: .workQueueChange, idempotency: .accepted, body: body
        ) { call in try await handle(workItem(of: call), call) }
    }

    private func workItem(of call: Call) async throws -> ID<Safety.WorkItem> {
        try await call.reference("workItem", prefix: "wi") { handle in
            try await care.workItemID(handle: handle, by: call.actor)
        }
    }

    private func line(_ line: QueueLine) throws -> Answer { try Answer(Wire.WorkItem(line)) }
}

extension QueryParameter {
    fileprivate static let kind: QueryParameter = "kind"
    fileprivate static let mine: QueryParameter = "mine"
    fileprivate static let state: QueryParameter = "state"
    fileprivate static let role: QueryParameter = "role"
    fileprivate static let all: QueryParameter = "all"
}
