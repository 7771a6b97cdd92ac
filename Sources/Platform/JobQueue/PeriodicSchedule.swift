import Clocks

/// Work that comes round: the nightly sweep, the hourly look at unanswered orders.
///
/// Each due time puts in one job, once, however many workers look and however often they stopped.
package struct PeriodicSchedule: Sendable {
    /// What happens to due times that passed while nobody worked, or while the dev clock leapt.
    package enum Missed: Sendable {
        /// Only the latest is run: a sweep that looks at everything anyway.
        case latest
        /// Every one is run: a job that belongs to its due time.
        case all
    }

    /// Its identity in the database, never to be used for another.
    package let name: String
    /// Which handler; the job's arguments are a `ScheduledRun`.
    package let kind: String
    package let missed: Missed
    /// Whether a job is also put in when the schedule is first seen, by a new database.
    package let runsAtStart: Bool
    private let following: @Sendable (Instant) -> Instant

    /// - Parameter next: the first due time after the given moment. A pure function, so that all workers
    ///   agree.
    package init(
        name: String, kind: String, missed: Missed = .latest, runsAtStart: Bool = false,
        next: @escaping @Sendable (Instant) -> Instant
    ) {
        self.name = name
        self.kind = kind
        self.missed = missed
        self.runsAtStart = runsAtStart
        following = next
    }

    /// At whole multiples of `period` since 1970 (UTC): every hour is on the hour, every day at midnight.
    package static func every(
        _ period: Duration, name: String, kind: String, missed: Missed = .latest, runsAtStart: Bool = false
    ) -> PeriodicSchedule {
        let step = period.microseconds
        precondition(step > 0, "The schedule \(name) has a period.")
        return PeriodicSchedule(name: name, kind: kind, missed: missed, runsAtStart: runsAtStart) { moment in
            let micros = moment.microsecondsSince1970
            let remainder = micros % step
            return Instant(
                microsecondsSince1970: micros - (remainder < 0 ? remainder + step : remainder) + step)
        }
    }

    /// The first due time after `moment`.
    package func next(after moment: Instant) -> Instant {
        let next = following(moment)
        precondition(next > moment, "The schedule \(name) goes forward.")
        return next
    }

    /// The due times after `last` that have come and are to be run, the earliest first.
    func due(after last: Instant, at now: Instant) -> [Instant] {
        var due: [Instant] = []
        var moment = next(after: last)
        while moment <= now {
            switch missed {
            case .latest: due = [moment]
            case .all: due.append(moment)
            }
            moment = next(after: moment)
        }
        return due
    }
}

/// The arguments of a job that a schedule put in.
package struct ScheduledRun: Codable, Sendable, Hashable {
    package let schedule: String
    /// The due time that it stands for, which may be long past.
    package let dueAt: Instant

    package init(schedule: String, dueAt: Instant) {
        self.schedule = schedule
        self.dueAt = dueAt
    }

    private enum CodingKeys: CodingKey { case schedule, dueAt }

    /// Reads the form of `encode(to:)`.
    package init(from decoder: any Decoder) throws {
        let fields = try decoder.container(keyedBy: CodingKeys.self)
        schedule = try fields.decode(String.self, forKey: .schedule)
        guard let due = Instant(rfc3339: try fields.decode(String.self, forKey: .dueAt)) else {
            throw DecodingError.dataCorruptedError(
                forKey: .dueAt, in: fields, debugDescription: "dueAt is no RFC 3339 time")
        }
        dueAt = due
    }

    /// `{"dueAt": "2026-11-21T03:00:00Z", "schedule": "nightly"}`.
    package func encode(to encoder: any Encoder) throws {
        var fields = encoder.container(keyedBy: CodingKeys.self)
        try fields.encode(schedule, forKey: .schedule)
        try fields.encode(dueAt.rfc3339, forKey: .dueAt)
    }
}
