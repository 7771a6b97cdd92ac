import Clinic
import Clocks
import Foundation

/// One prescriber's times for one patient: hours, licences in the patient's state, and what is taken.
///
/// A value with a pure question: nothing here knows a clock or a database.
package struct BookableTimes: Sendable {
    package let pace: Prescriber.Pace
    package let zone: TimeZone
    package let hours: WorkingHours
    /// Of the state in which the patient is.
    package let licences: [StateCredential]
    /// What the prescriber's and the patient's other visits take up, buffers included.
    package let taken: [Range<Instant>]
    /// How many active visits the prescriber has, by day of their own zone.
    package let visits: [LocalDate: Int]

    package init(
        pace: Prescriber.Pace, zone: TimeZone, hours: WorkingHours, licences: [StateCredential],
        taken: [Range<Instant>] = [], visits: [LocalDate: Int] = [:]
    ) {
        self.pace = pace
        self.zone = zone
        self.hours = hours
        self.licences = licences
        self.taken = taken
        self.visits = visits
    }

    /// The times between two moments at which a visit of this kind may begin and be booked now, the earliest first.
    ///
    /// A wall time in an hour that a clock change skips does not exist; one in an hour that comes twice exists once.
    package func times(for kind: Consult.Kind, in range: Range<Instant>, now: Instant) -> [VisitTime] {
        dates(in: range, now: now).flatMap { date in
            isFull(on: date) ? [] : offered(kind, on: date)
        }.filter { time in
            range.contains(time.starts) && isInTime(time.starts, now: now) && isFree(time)
        }
    }

    /// Whether the prescriber offers a visit of this kind at `start` to this patient, be it taken or not.
    package func offers(_ kind: Consult.Kind, at start: Instant, now: Instant) -> Bool {
        let date = LocalDate(of: start, in: zone)
        return isInTime(start, now: now) && date <= lastDate(now: now)
            && offered(kind, on: date).contains { $0.starts == start }
    }

    /// Whether the prescriber sees nobody more on the day of `start`.
    package func isFull(at start: Instant) -> Bool { isFull(on: LocalDate(of: start, in: zone)) }

    private func isFull(on date: LocalDate) -> Bool { visits[date, default: 0] >= pace.dailyMaximum }

    private func isFree(_ time: VisitTime) -> Bool { !taken.contains { $0.overlaps(time.blocked) } }

    private func isInTime(_ start: Instant, now: Instant) -> Bool {
        start >= now + .minutes(pace.minimumNoticeMinutes)
    }

    private func lastDate(now: Instant) -> LocalDate { LocalDate(of: now, in: zone) + pace.horizonDays }

    private func dates(in range: Range<Instant>, now: Instant) -> [LocalDate] {
        guard !range.isEmpty else { return [] }
        let first = LocalDate(of: max(range.lowerBound, now), in: zone)
        let last = min(LocalDate(of: range.upperBound, in: zone), lastDate(now: now))
        guard first <= last else { return [] }
        return (0...(last - first)).map { first + $0 }
    }

    /// All that the hours of a date hold, one visit after the other from each opening on.
    private func offered(_ kind: Consult.Kind, on date: LocalDate) -> [VisitTime] {
        guard licences.contains(where: { $0.isValid(on: date) }) else { return [] }
        let length = pace.minutes(of: kind)
        return hours.spans(on: date).flatMap { span -> [VisitTime] in
            let closes = date.end(minute: span.closes, in: zone)
            return stride(from: span.opens, through: span.closes - length, by: length + pace.bufferMinutes)
                .compactMap { date.moment(minute: $0, in: zone) }
                .map { pace.time(of: kind, at: $0) }
                .filter { $0.ends <= closes }
        }
    }
}

extension LocalDate {
    /// When a stretch that closes so many minutes after midnight is over; in a skipped hour, where the clocks jump to.
    fileprivate func end(minute: Int, in zone: TimeZone) -> Instant {
        minute == 24 * 60 ? (self + 1).start(in: zone) : at(hour: minute / 60, minute: minute % 60, in: zone)
    }
}
