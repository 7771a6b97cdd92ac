import Postgres
import ServiceLifecycle

/// Keeps the database open for everybody until the program stops, then lets the last transactions finish.
struct DatabaseService: Service {
    let database: Database

    func run() async {
        await withGracefulShutdownHandler {
            await database.run()
        } onGracefulShutdown: {
            database.beginClosing()
        }
    }
}
