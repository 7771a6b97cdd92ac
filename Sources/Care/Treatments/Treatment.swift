import Clinic
import Clocks
import Foundation

/// The clinical course at home. Here its beginning: the first day, which the patient chooses once the first supply
/// has arrived.
///
///     awaitingStart ── firstDayChosen ─▶ active ─▶ paused, tapering ─▶ stopped, discharged
///                                          └── firstDayChosen (another day, until a dose is reported)
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
        arrivedAt: Instant, state: State, version: Int
    ) {
        self.id = id
        self.patient = patient
        self.prescription = prescription
        self.firstFill = firstFill
        self.zone = zone
        self.arrivedAt = arrivedAt
        self.state = state
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
        state = .active(firstDay: day)
        version += 1
        return .applied
    }

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
