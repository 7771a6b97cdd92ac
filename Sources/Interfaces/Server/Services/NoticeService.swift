import Postgres
import ServiceLifecycle

/// Sends hints to other processes and hears theirs, as long as the program runs.
struct NoticeService: Service {
    let notices: Notifications

    func run() async {
        await withGracefulShutdownHandler {
            await notices.run()
        } onGracefulShutdown: {
            notices.beginClosing()
        }
    }
}
