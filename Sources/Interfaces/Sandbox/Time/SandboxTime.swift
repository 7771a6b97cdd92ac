import Clocks
import Logging
import ServiceLifecycle

/// A partner that acts by itself as the program's clock goes on.
protocol TimedPartner: Sendable {
    var name: String { get }
    /// When it next has something to do, in program time.
    var nextDue: Instant? { get }
    /// Does what is due, messages included.
    ///
    /// - Returns: how many things it did.
    func act() async throws -> Int
}

/// Wakes the partners when something of theirs is due: by itself each second, and at once for the dev clock.
package actor SandboxTime {
    private let clock: any ProgramClock
    private let partners: [any TimedPartner]
    private let logger: Logger
    /// One round at a time, so that no message is sent by two at once.
    private var last: Task<Int, any Error>?

    init(_ partners: [any TimedPartner], clock: any ProgramClock, logger: Logger) {
        self.partners = partners
        self.clock = clock
        self.logger = logger
    }

    /// When a partner next has something to do, in program time; `nil` where all have come to rest.
    package nonisolated func nextDue() -> Instant? { partners.compactMap(\.nextDue).min() }

    /// What is due at the clock's time and not done, by partner.
    package nonisolated func backlog() -> [String] {
        let now = clock.now
        return partners.filter { $0.nextDue.map { $0 <= now } ?? false }.map {
            "\($0.name) has something due"
        }
    }

    /// Lets every partner do what is due, after the round that runs.
    ///
    /// - Returns: how many things they did.
    package func act() async throws -> Int {
        let before = last
        let round = Task {
            _ = await before?.result
            return try await self.round()
        }
        last = round
        return try await withTaskCancellationHandler {
            try await round.value
        } onCancel: {
            round.cancel()
        }
    }

    private func round() async throws -> Int {
        let now = clock.now
        var acts = 0
        for partner in partners where partner.nextDue.map({ $0 <= now }) ?? false {
            acts += try await partner.act()
        }
        return acts
    }

    /// Looks each second until the program stops.
    func keepTime() async throws {
        try await cancelWhenGracefulShutdown {
            while !Task.isCancelled {
                do {
                    _ = try await self.act()
                } catch let error as SandboxFault {
                    self.logger.error("A stand-in partner cannot keep its journal.", error: error)
                } catch is CancellationError {
                    return
                }
                try? await Task.sleep(for: .seconds(1))
            }
        }
    }
}
