import Clocks
import Hummingbird
import StrictJSON

/// The page by which a dev clock in another process leads the partners through time:
///
///     GET  /control/time      {"nextDue": "…", "backlog": []}
///     POST /control/time/act  {"acts": 3}
struct TimeRoutes: Sendable {
    let time: SandboxTime

    func add(to router: Router<BasicRequestContext>) {
        let page = router.group("control/time")
        page.get { _, _ in
            answer([
                "nextDue": time.nextDue().map { .string($0.rfc3339) } ?? nil,
                "backlog": .array(time.backlog().map { .string($0) }),
            ])
        }
        page.post("act") { _, _ in
            answer(["acts": .number(JSONNumber(try await time.act()))])
        }
    }
}
