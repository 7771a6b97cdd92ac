/// How often one may afford to look at all of an index whose beginning is littered.
///
/// Rows that have left the queue stay in the table and its indexes until no transaction can see them any more.
/// A backup or a forgotten session keeps them for hours, and then every look from the beginning passes all of
/// them by. So a look that took long is not repeated before nine times its length have passed; in between, one
/// looks further on, where the new rows are.
struct WholeLooks: Sendable {
    /// Below this a look is cheap, and made every time.
    private static let cheap = Duration.milliseconds(8)

    private var next: ContinuousClock.Instant?

    /// Whether to look at everything this time.
    func isDue(at now: ContinuousClock.Instant) -> Bool { next.map { $0 <= now } ?? true }

    /// When everything is to be looked at again, where that is not now.
    func dueAgain(after now: ContinuousClock.Instant) -> ContinuousClock.Instant? {
        next.flatMap { $0 <= now ? nil : $0 }
    }

    /// Everything was looked at, or could not be, and that took so long.
    mutating func looked(for duration: Duration, until now: ContinuousClock.Instant) {
        next = duration > Self.cheap ? now + duration * 9 : nil
    }
}
