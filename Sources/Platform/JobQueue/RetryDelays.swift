import Clocks

/// How long a job waits after each failure, in program time: longer each time, and a little different for
/// each job, so that a thousand jobs which failed together do not come back together.
package struct RetryDelays: Sendable, Hashable {
    /// After the first failure.
    package var first: Duration
    /// At most this long.
    package var longest: Duration

    package init(first: Duration, longest: Duration) {
        self.first = first
        self.longest = longest
    }

    /// A second, 16 seconds, a minute and a half, four minutes, ten …, then every day: with 25 attempts a
    /// partner may be away for nearly two weeks.
    package static let standard = RetryDelays(first: .seconds(1), longest: .hours(24))

    /// The wait after the given failure, 1 being the first: it grows with the fourth power, and is up to a
    /// fifth shorter or longer. What it is for one failure of one job never changes.
    package func delay(afterFailure failure: Int, of job: JobID) -> Duration {
        let count = Double(max(1, failure))
        let seconds = min(first.inSeconds * count * count * count * count, longest.inSeconds)
        return .microseconds(Int64(seconds * (0.8 + 0.4 * Self.chance(job, failure)) * 1_000_000))
    }

    /// Evenly from 0 to 1, by the finisher of SplitMix64 (Steele, Lea and Flood, 2014).
    private static func chance(_ job: JobID, _ failure: Int) -> Double {
        var mixed = UInt64(bitPattern: Int64(job.rawValue)) &* 0x9E37_79B9_7F4A_7C15 &+ UInt64(failure)
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        mixed ^= mixed >> 31
        return Double(mixed >> 11) / Double(1 << 53)
    }
}

extension Duration {
    fileprivate var inSeconds: Double { Double(microseconds) / 1_000_000 }
}
