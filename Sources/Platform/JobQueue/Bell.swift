/// Tells one loop that there may be something to do. However often it rings before the loop listens again,
/// the loop hears it once.
struct Bell: Sendable {
    /// For the one loop: `for await _ in bell.rings`. Ends after `stop`, or with the loop's task.
    let rings: AsyncStream<Void>
    private let clapper: AsyncStream<Void>.Continuation

    init() { (rings, clapper) = AsyncStream.makeStream(bufferingPolicy: .bufferingNewest(1)) }

    func ring() { clapper.yield() }

    func stop() { clapper.finish() }
}
