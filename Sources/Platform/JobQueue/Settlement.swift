import Clocks
import Foundation
import Postgres

/// What becomes of a job after one start.
enum Settlement: Sendable, Hashable {
    case ended(JobEnd, reason: String?)
    /// `failure` names what went wrong, where something did; only that costs an attempt.
    case waiting(until: Instant, failure: String?)
    case dead(failure: String)

    /// How a start came to its end.
    enum Finish: Sendable {
        case returned(JobOutcome)
        case threw(any Error)
        /// Its time was up, and the handler heard it.
        case timedOut
        /// The worker stops, or fears to have lost its lease: the job is given back as if it had not been
        /// started.
        case givenBack
    }

    /// Decides; knows nothing of the database.
    init(_ finish: Finish, of job: ClaimedJob, retries: RetryDelays, now: Instant) {
        switch finish {
        case .returned(.done): self = .ended(.done, reason: nil)
        case .returned(.snooze(let until)): self = .waiting(until: until, failure: nil)
        case .returned(.retry(let why, let pause)):
            self.init(
                failure: FailureCode.tidy(why), of: job, retries: retries, noSoonerThan: pause ?? .zero,
                now: now)
        case .returned(.cancel(let why)): self = .ended(.cancelled, reason: FailureCode.tidy(why))
        case .returned(.discard(let why)): self = .ended(.discarded, reason: FailureCode.tidy(why))
        case .givenBack: self = .waiting(until: job.runAt, failure: nil)
        case .timedOut: self.init(failure: "timedOut", of: job, retries: retries, now: now)
        case .threw(let error): self.init(failure: FailureCode.of(error), of: job, retries: retries, now: now)
        }
    }

    private init(
        failure: String, of job: ClaimedJob, retries: RetryDelays, noSoonerThan pause: Duration = .zero,
        now: Instant
    ) {
        let failures = job.failures + 1
        if failures >= job.maxAttempts {
            self = .dead(failure: failure)
        } else {
            let delay = max(pause, retries.delay(afterFailure: failures, of: job.id))
            self = .waiting(until: now + delay, failure: failure)
        }
    }

    /// What went wrong, where an attempt failed.
    var failure: String? {
        switch self {
        case .ended: nil
        case .waiting(_, let failure): failure
        case .dead(let failure): failure
        }
    }

    /// In metrics.
    var name: String {
        switch self {
        case .ended(let end, _): end.rawValue
        case .waiting(_, failure: nil): "postponed"
        case .waiting: "failed"
        case .dead: "dead"
        }
    }
}

/// The short code under which an error or a reason is recorded; never data.
enum FailureCode {
    private static let limit = 200

    static func of(_ error: any Error) -> String {
        switch error {
        case let error as any JobFailure: tidy(error.failureCode)
        // Says kind, state and constraint, which are the program's own words.
        case let error as PostgresError: tidy(error.description)
        case is CancellationError: "cancelled"
        case is DecodingError: "argumentsUnreadable"
        default: tidy(String(describing: type(of: error)))
        }
    }

    /// A code fits its column whatever it is: a record that the table refused would hold up all others.
    static func tidy(_ code: String) -> String {
        let kept = code.unicodeScalars.prefix(limit).map {
            $0.isASCII && $0.value >= 0x20 ? Character($0) : "?"
        }
        return kept.isEmpty ? "unnamed" : String(kept)
    }
}
