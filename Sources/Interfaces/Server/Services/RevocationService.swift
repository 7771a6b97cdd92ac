import Access
import ServiceLifecycle

/// Hears within a second of sessions that other processes ended, as long as the program runs.
struct RevocationService: Service {
    let watch: RevocationWatch

    func run() async {
        // Ends by cancellation, which is what was asked for.
        await cancelWhenGracefulShutdown { await watch.run() }
    }
}
