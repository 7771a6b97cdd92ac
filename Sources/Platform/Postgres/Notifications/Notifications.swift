import Foundation
import Locks

/// Hints from process to process through PostgreSQL's NOTIFY: "there may be due jobs".
///
/// Nobody may rely on one: the connection may be away when it is sent, and behind a pooler in transaction mode there are
/// none at all. Polling is what work relies on.
///
/// A NOTIFY inside a domain transaction would make commits wait for each other, so hints have a connection of their own.
/// What is posted while one is on its way travels together with the next, some fifty times a second at most.
package final class Notifications: Sendable {
    private struct Guarded {
        var posted: Set<String> = []
        var isClosing = false
    }

    let settings: DatabaseSettings
    let channels: [String]
    let hear: @Sendable (String) -> Void
    let doorbell = Doorbell()
    private let guarded = Locked(Guarded())

    /// - Parameters:
    ///   - channels: those that are heard; constants of the program's.
    ///   - hear: called with the channel, from a thread of its own: after a hint from another process, and after each new
    ///     connection, since some may have been missed.
    package init(
        _ settings: DatabaseSettings, hearing channels: [StaticString] = [],
        _ hear: @escaping @Sendable (String) -> Void = { _ in }
    ) {
        var settings = settings
        settings.applicationName += "-notices"
        self.settings = settings
        self.channels = channels.map { "\($0)" }
        self.hear = hear
    }

    /// Tells the other processes, soon; from any thread, never waiting and never failing.
    package func post(_ channel: StaticString) {
        let isFirst = guarded.withLock { $0.posted.insert("\(channel)").inserted }
        if isFirst { doorbell.ring() }
    }

    /// Works until the task is cancelled or `beginClosing` was called. To be called once.
    package func run() async {
        // Behind a pooler in transaction mode a LISTEN would be some other client's.
        guard settings.preparesStatements else { return await untilClosed() }
        await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let thread = Thread { [self] in
                    var loop = NotificationLoop(self)
                    loop.run()
                    continuation.resume()
                }
                thread.name = "postgres-notices"
                thread.start()
            }
        } onCancel: {
            beginClosing()
        }
    }

    /// Lets `run` return soon. Calling it again changes nothing.
    package func beginClosing() {
        guarded.withLock { $0.isClosing = true }
        doorbell.ring()
    }

    private func untilClosed() async {
        while !isClosing { do { try await Task.sleep(for: .milliseconds(200)) } catch { return } }
    }

    // MARK: The thread's side

    var isClosing: Bool { guarded.withLock(\.isClosing) }

    var hasPosted: Bool { guarded.withLock { !$0.posted.isEmpty } }

    func takePosted() -> Set<String> {
        guarded.withLock { guarded in
            defer { guarded.posted = [] }
            return guarded.posted
        }
    }

    /// They could not be sent and shall go with the next.
    func putBack(_ channels: Set<String>) { guarded.withLock { $0.posted.formUnion(channels) } }
}
