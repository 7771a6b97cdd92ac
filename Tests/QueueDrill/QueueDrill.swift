import Clocks
import Foundation
import JobQueue
import Logging
import Postgres

/// A worker in a process of its own, for tests that kill it, stop it and let it go on.
///
///     QueueDrill URL POINT
///
/// It runs jobs of the kind `count`, whose effect is a row in `effect_once` (unique for each job) and a row for
/// each start in `effect_each`. At the point `beforeWrite`, `inWrite` or `afterWrite` a job's first start prints
/// the point's name and waits for a line on standard input; any other name is never reached.
@main struct QueueDrill: Sendable {
    private struct DrillActor: DatabaseActor { let databaseSetting = "system:drill" }

    let database: Database
    let point: String

    static func main() async throws {
        let arguments = CommandLine.arguments
        precondition(arguments.count == 3, "A drill is told the database and the point at which to wait.")
        let drill = QueueDrill(database: Database(url: arguments[1]), point: arguments[2])
        var settings = JobWorkerSettings()
        settings.lease = .seconds(3)
        settings.poll = .milliseconds(50)
        let worker = JobWorker(
            database: drill.database, clock: HostClock(),
            handlers: [JobHandler(kind: "count") { try await drill.run($0) }], settings: settings,
            logger: Logger(label: "drill", factory: { _ in SwiftLogNoOpLogHandler() }))
        say("up")
        try await worker.run()
    }

    private func run(_ context: JobContext) async throws -> JobOutcome {
        let isFirst = context.attempt == 1
        if isFirst { await reach("beforeWrite") }
        do {
            // A task of its own does not hear that the worker gave the job up, as a deaf handler would not.
            try await Task { try await write(context) }.value
        } catch let error as PostgresError {
            Self.say("refused \(error.sqlState?.code ?? error.kind.rawValue)")
            throw error
        }
        if isFirst { await reach("afterWrite") }
        return .done
    }

    private func write(_ context: JobContext) async throws {
        try await database.transaction(by: DrillActor()) { connection in
            try connection.run(
                "INSERT INTO effect_once (job) VALUES (\(context.id)) ON CONFLICT DO NOTHING")
            try connection.run(
                "INSERT INTO effect_each (job, attempt) VALUES (\(context.id), \(context.attempt))")
            if context.attempt == 1, point == "inWrite" { Self.park(at: point) }
        }
    }

    private func reach(_ place: String) async {
        guard place == point else { return }
        await withCheckedContinuation { goOn in
            Thread.detachNewThread {
                Self.park(at: place)
                goOn.resume()
            }
        }
    }

    private static func park(at place: String) {
        say(place)
        _ = readLine()
    }

    private static func say(_ line: String) { FileHandle.standardOutput.write(Data("\(line)\n".utf8)) }
}
