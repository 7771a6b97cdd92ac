/// The moment on the machine's clock after which a caller no longer wants an answer.
struct Deadline: Sendable, Comparable {
    let instant: ContinuousClock.Instant

    init(_ instant: ContinuousClock.Instant) { self.instant = instant }

    init(after duration: Duration) { instant = .now + duration }

    var hasPassed: Bool { instant <= .now }

    /// For `poll`: rounded up, so that a wait never ends just before the deadline; 0 once it has passed.
    var millisecondsLeft: Int32 {
        let left = ContinuousClock.now.duration(to: instant)
        guard left > .zero else { return 0 }
        return Int32(
            clamping: left.components.seconds * 1000 + left.components.attoseconds / 1_000_000_000_000_000 + 1
        )
    }

    static func < (left: Deadline, right: Deadline) -> Bool { left.instant < right.instant }
}
