import Clocks
import Foundation
import Wire

/// The person before the screen, at which server and at what time of the program: what a head says.
struct Reader: Sendable {
    let me: StaffAnswer
    let clock: WallClock
    private let server: ServerAddress

    init(_ me: StaffAnswer, server: ServerAddress) throws(ToolFailure) {
        guard let now = Instant(rfc3339: me.now) else {
            throw .unreachable("\(server.name) did not say what time it is.")
        }
        self.me = me
        self.server = server
        clock = WallClock(now: now)
    }

    /// An empty screen with its head.
    func screen(counts: String? = nil) -> Screen {
        Screen(
            head: Head(
                environment: me.environment, server: server.name,
                person: Person.signature(me.name) + ", " + Role.words(me.roles), time: clock.head,
                counts: counts))
    }
}
