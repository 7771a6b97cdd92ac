import Clinic
import Clocks
import Foundation

/// The clinical course at home, from the first day, which the patient chooses once the first supply has arrived, to its
/// end.
///
///     awaitingStart ── firstDayChosen ─▶ active ── paused ─▶ paused ── resumed ─▶ active
///                                          │ └── taperBegan ─▶ tapering ── paused ─▶ paused
///                                          └── firstDayChosen (another day, until a dose is reported)
///
///     active, paused, tapering ── stopped (by the patient) ─▶ stopped
///                              └─ discharged (by a prescriber, or at a taper's end) ─▶ discharged
///
/// Hearing an event twice changes nothing. Which dose is in force, and why it is paused, is the course's to say.
package struct Treatment: Sendable {
    package let id: ID<Treatment>
    package let patient: UUID
    package let prescription: UUID
    /// The fill whose arrival allows it to begin.
    package let firstFill: UUID
    /// The patient's zone in which its days are counted.
    package let zone: TimeZone
    package let arrivedAt: Instant
    package private(set) var state: State
    /// The last local date whose early morning has been evaluated.
    package private(set) var evaluatedThrough: LocalDate?
    package private(set) var version: Int

    /// The column `state`, with what is valid there.
    package enum State: Sendable, Hashable {
        case awaitingStart
        case active(firstDay: LocalDate)
        case paused(firstDay: LocalDate)
        case tapering(firstDay: LocalDate)
        case stopped(firstDay: LocalDate)
        case discharged(firstDay: LocalDate)

        /// The words of the column; a CHECK holds the same.
        package enum Name: String, Sendable, CaseIterable {
            case awaitingStart, active, paused, tapering, stopped, discharged
        }

        package var name: Name {
            switch self {
            case .awaitingStart: .awaitingStart
            case .active: .active
            case .paused: .paused
            case .tapering: .tapering
            case .stopped: .stopped
            case .discharged: .discharged
            }
        }

        /// Nothing follows it.
        package var isEnd: Bool {
            switch self {
            case .awaitingStart, .active, .paused, .tapering: false
            case .stopped, .discharged: true
            }
        }

        /// Day 1.
        package var firstDay: LocalDate? {
            switch self {
            case .awaitingStart: nil
            case .active(let day), .paused(let day), .tapering(let day), .stopped(let day),
                .discharged(let day):
                day
            }
        }
    }

    package init(
        id: ID<Treatment>, patient: UUID, prescription: UUID, firstFill: UUID, zone: TimeZone,
        arrivedAt: Instant, state: State, evaluatedThrough: LocalDate? = nil, version: Int
    ) {
        self.id = id
        self.patient = patient
        self.prescription = prescription
        self.firstFill = firstFill
        self.zone = zone
        self.arrivedAt = arrivedAt
        self.state = state
        self.evaluatedThrough = evaluatedThrough
        self.version = version
    }

    /// The patient chooses day 1, or another one as long as no dose is reported. The same day again changes nothing.
    package mutating func firstDayChosen(
        _ day: LocalDate, hasReportedDose: Bool, rules: StartRules, now: Instant
    ) throws(TreatmentRefusal) -> HeardEffect {
        switch state {
        case .awaitingStart: break
        case .active(let firstDay):
            if firstDay == day { return .repeated }
            if hasReportedDose { throw .firstDayFixed }
        case .paused, .tapering, .stopped, .discharged: throw .firstDayFixed
        }
        try rules.check(day, today: LocalDate(of: now, in: zone), arrived: LocalDate(of: arrivedAt, in: zone))
        begin(on: day)
        return .applied
    }

    /// A dose is reported of a date before the first day, which it becomes.
    package mutating func doseReported(on date: LocalDate) throws(CourseRefusal) {
        switch state {
        case .awaitingStart: break
        case .active(let firstDay): if date >= firstDay { return }
        case .paused, .tapering: return
        case .stopped, .discharged: throw .ended
        }
        begin(on: date)
    }

    /// Days are counted from `day`; none of them has had its morning.
    private mutating func begin(on day: LocalDate) {
        state = .active(firstDay: day)
        evaluatedThrough = nil
        version += 1
    }

    /// The early morning of `date`, and of every date before it, has been evaluated.
    package mutating func evaluated(through date: LocalDate) {
        guard evaluatedThrough.map({ $0 < date }) ?? true else { return }
        evaluatedThrough = date
        version += 1
    }

    /// Nothing is taken for now.
    package mutating func paused() throws(CourseRefusal) -> HeardEffect {
        switch state {
        case .awaitingStart: throw .notStarted
        case .active(let firstDay), .tapering(let firstDay): return become(.paused(firstDay: firstDay))
        case .paused: return .repeated
        case .stopped, .discharged: throw .ended
        }
    }

    /// It goes on.
    package mutating func resumed() throws(CourseRefusal) -> HeardEffect {
        switch state {
        case .awaitingStart: throw .notStarted
        case .active, .tapering: return .repeated
        case .paused(let firstDay): return become(.active(firstDay: firstDay))
        case .stopped, .discharged: throw .ended
        }
    }

    /// From now on it goes down, step by step, to its end.
    package mutating func taperBegan() throws(CourseRefusal) -> HeardEffect {
        switch state {
        case .awaitingStart: throw .notStarted
        case .active(let firstDay), .paused(let firstDay): return become(.tapering(firstDay: firstDay))
        case .tapering: return .repeated
        case .stopped, .discharged: throw .ended
        }
    }

    /// The patient ends it, which they may at any time.
    package mutating func stopped() throws(CourseRefusal) -> HeardEffect {
        switch state {
        case .awaitingStart: throw .notStarted
        case .active(let firstDay), .paused(let firstDay), .tapering(let firstDay):
            return become(.stopped(firstDay: firstDay))
        case .stopped: return .repeated
        case .discharged: throw .ended
        }
    }

    /// A prescriber ends it, or a taper has come to its end.
    package mutating func discharged() throws(CourseRefusal) -> HeardEffect {
        switch state {
        case .awaitingStart: throw .notStarted
        case .active(let firstDay), .paused(let firstDay), .tapering(let firstDay):
            return become(.discharged(firstDay: firstDay))
        case .discharged: return .repeated
        case .stopped: throw .ended
        }
    }

    private mutating func become(_ next: State) -> HeardEffect {
        state = next
        version += 1
        return .applied
    }

    /// The first date whose early morning was not evaluated. `nil` while no days are counted.
    package var nextDay: LocalDate? {
        switch state {
        case .awaitingStart, .stopped, .discharged: nil
        case .active(let firstDay), .paused(let firstDay), .tapering(let firstDay):
            max(firstDay, evaluatedThrough.map { $0 + 1 } ?? firstDay)
        }
    }

    /// When it is evaluated: 00:05.
    package var nextDayAt: Instant? { nextDay?.at(hour: 0, minute: 5, in: zone) }

    /// The day of the cycle on `date`: 1 on the first day; `nil` before it.
    package func cycleDay(on date: LocalDate) -> Int? {
        guard let firstDay = state.firstDay, date >= firstDay else { return nil }
        return date - firstDay + 1
    }
}

/// Why a first day cannot be chosen.
package enum TreatmentRefusal: String, Refusing, CaseIterable {
    /// There is no medicine to begin with.
    case notArrived = "treatment_not_arrived"
    case firstDayPast = "first_day_past"
    case firstDayTooLate = "first_day_too_late"
    /// The treatment has begun.
    case firstDayFixed = "first_day_fixed"

    package var code: String { rawValue }
}
