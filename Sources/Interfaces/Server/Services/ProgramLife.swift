import Foundation
import Logging
import ServiceLifecycle

/// Runs the program's services from start to stop: by signal, by the end of a script, or because one of them failed.
///
/// They stop in the reverse order of their list, each after finishing what runs; what has not finished after ten
/// seconds is left to the next start, which knows how to go on.
struct ProgramLife: Sendable {
    /// For everything together, from the first signal on.
    private static let stopLimit = Duration.seconds(10)

    let services: [any Service]
    let logger: Logger

    /// - Parameter script: runs beside the services; when it returns `.stop` the program ends.
    func run(script: @escaping @Sendable () async throws -> AfterScript = { .goOn }) async throws {
        var configuration = ServiceGroupConfiguration(services: services, logger: logger)
        configuration.maximumGracefulShutdownDuration = Self.stopLimit - .seconds(1)
        let group = ServiceGroup(configuration: configuration)
        let signals = StopSignals()
        try await withThrowingTaskGroup(of: Bool.self) { tasks in
            tasks.addTask {
                try await group.run()
                return true
            }
            tasks.addTask {
                await signals.wait { number in
                    logger.notice("Stopping.", metadata: ["signal": "\(number)"])
                    Self.endLate()
                    await group.triggerGracefulShutdown()
                }
                return false
            }
            tasks.addTask {
                do {
                    if try await script() == .stop { await group.triggerGracefulShutdown() }
                } catch {
                    await group.triggerGracefulShutdown()
                    throw error
                }
                return false
            }
            try await Self.waitForServices(&tasks)
        }
    }

    /// Until the services have ended, whatever the others do first; a failure of the script is told afterwards.
    private static func waitForServices(_ tasks: inout ThrowingTaskGroup<Bool, any Error>) async throws {
        var failure: (any Error)?
        while let result = await tasks.nextResult() {
            switch result {
            case .success(let areServices): if areServices { tasks.cancelAll() }
            case .failure(let error):
                if failure == nil, !(error is CancellationError) { failure = error }
            }
        }
        if let failure { throw failure }
    }

    /// The last resort against something that hears neither a request to stop nor a cancellation.
    private static func endLate() {
        let thread = Thread {
            Thread.sleep(forTimeInterval: TimeInterval(stopLimit.components.seconds))
            _exit(1)
        }
        thread.start()
    }
}

/// What becomes of the program when its script has ended.
enum AfterScript: Sendable {
    case goOn
    case stop
}
