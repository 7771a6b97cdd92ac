import Foundation

/// What the thread of `Notifications` does all day: connect, listen, send what was posted, hear, sleep in `poll`.
struct NotificationLoop {
    /// Between two sendings; what is posted meanwhile goes together.
    private static var gap: Duration { .milliseconds(20) }
    /// The patience for one exchange, and how often a silent server is asked whether it is there.
    private static var patience: Duration { .seconds(3) }
    private static var checkInterval: Duration { .seconds(15) }

    private let owner: Notifications
    private var link: ServerLink?
    private var nextConnect = ContinuousClock.now
    private var nextSend = ContinuousClock.now
    private var nextCheck = ContinuousClock.now

    init(_ owner: Notifications) { self.owner = owner }

    mutating func run() {
        while !owner.isClosing {
            do throws(PostgresError) {
                if link == nil, nextConnect <= .now { try connect() }
                try send()
                try check()
                hear()
            } catch {
                lose()
            }
            sleep()
        }
        // What was posted last is worth a try.
        do throws(PostgresError) {
            nextSend = .now
            try send()
        } catch {
            lose()
        }
    }

    private mutating func connect() throws(PostgresError) {
        let settings = owner.settings
        let link = try ServerLink.connect(settings, until: Deadline(after: settings.connectDeadline))
        for channel in owner.channels { try link.send("LISTEN \(unsafe: channel)", "listen") }
        try exchange(on: link)
        self.link = link
        // Whatever came while nobody listened.
        for channel in owner.channels { owner.hear(channel) }
    }

    private mutating func send() throws(PostgresError) {
        guard let link, nextSend <= .now else { return }
        let posted = owner.takePosted()
        guard !posted.isEmpty else { return }
        do throws(PostgresError) {
            // A hint need not wait for the disk.
            try link.send("SELECT set_config('synchronous_commit', 'off', true)", "notify")
            try link.send(
                "SELECT pg_notify(channel, '') FROM unnest(\(posted.sorted())) AS posted (channel)", "notify")
            try exchange(on: link)
        } catch {
            owner.putBack(posted)
            throw error
        }
        nextSend = .now + Self.gap
    }

    /// A server that froze says nothing, and nothing is what one hears of a quiet one.
    private mutating func check() throws(PostgresError) {
        guard let link, nextCheck <= .now else { return }
        try link.send("SELECT 1", "notices.check")
        try exchange(on: link)
    }

    private mutating func exchange(on link: ServerLink) throws(PostgresError) {
        try link.sync()
        let deadline = Deadline(after: Self.patience)
        while !link.isIdle {
            if case .failed(let error) = try link.receive(until: deadline) { throw error }
        }
        nextCheck = .now + Self.checkInterval
    }

    private func hear() {
        guard let link else { return }
        for channel in link.takeNotifications() { owner.hear(channel) }
    }

    private mutating func lose() {
        link = nil
        // A little different for each process, so that not all come back at once.
        nextConnect = .now + .milliseconds(Int.random(in: 500...1000))
    }

    private mutating func sleep() {
        var watched = [pollfd(fd: owner.doorbell.readEnd, events: Int16(POLLIN), revents: 0)]
        if let link { watched.append(pollfd(fd: link.socket, events: Int16(POLLIN), revents: 0)) }
        let wake =
            link == nil ? nextConnect : owner.hasPosted ? min(nextSend, nextCheck) : nextCheck
        poll(&watched, nfds_t(watched.count), Deadline(wake).millisecondsLeft)
        if watched[0].revents != 0 { owner.doorbell.silence() }
        guard watched.count > 1, watched[1].revents != 0, let link else { return }
        do throws(PostgresError) {
            try link.consumeInput()
            if link.hasEndedQuietly() { lose() }
        } catch {
            lose()
        }
    }
}
