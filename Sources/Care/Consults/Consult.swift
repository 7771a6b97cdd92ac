import Clinic
import Clocks
import Foundation

/// A video visit of a patient with a prescriber, from the hold of a time to its end.
///
///     held ── confirm ─▶ booked ── checkIn ─▶ checkedIn ── start ─▶ inProgress ── complete ─▶ completed
///      │                   ├────────────── start ───────────────────▶ │
///      ├─ expire ─▶ expired│                    │                     │
///      ├─ cancel ──────────┼──── cancel ────────┼─▶ cancelled         │
///      └─ reschedule ──────┼──── reschedule ────┼─▶ rescheduled(to)   │
///                          ├──── noShow ────────┼─▶ noShow(who)       │
///                          └──── fail ──────────┴─▶ techFailed ◀─ fail┘
///
/// The first four states take up the prescriber's time and the patient's: while one lasts, the database lets no other
/// visit of either overlap it, buffer included. Every other state gives the time back at once.
package struct Consult: Sendable {
    package let id: ID<Consult>
    /// The visit that this one was before it was moved, and which calendars know it by; itself if it never was.
    package let origin: ID<Consult>
    package let patient: UUID
    package let prescriber: UUID
    package let kind: Kind
    package let time: VisitTime
    package private(set) var state: State
    /// Of the calendar's invitation (RFC 5545): counts what a calendar must hear of.
    package private(set) var sequence: Int
    package private(set) var version: Int

    /// Why people meet; the column `kind` holds the same words.
    package enum Kind: String, Sendable, CaseIterable {
        /// The first visit, which may lead to a prescription.
        case initial
        /// The day-21 visit of a cycle.
        case refillReview
        /// Anything between.
        case adHoc
    }

    package init(
        id: ID<Consult>, origin: ID<Consult>, patient: UUID, prescriber: UUID, kind: Kind, time: VisitTime,
        state: State, sequence: Int, version: Int
    ) {
        self.id = id
        self.origin = origin
        self.patient = patient
        self.prescriber = prescriber
        self.kind = kind
        self.time = time
        self.state = state
        self.sequence = sequence
        self.version = version
    }

    /// A time is held for a patient who has yet to confirm it.
    package static func held(
        _ id: ID<Consult>, for patient: UUID, with prescriber: UUID, kind: Kind, at time: VisitTime,
        until: Instant
    ) -> Consult {
        Consult(
            id: id, origin: id, patient: patient, prescriber: prescriber, kind: kind, time: time,
            state: .held(until: until), sequence: 0, version: 1)
    }

    mutating func become(_ next: State, tellingCalendars: Bool = false) -> Change {
        state = next
        version += 1
        if tellingCalendars { sequence += 1 }
        return .changed
    }
}

/// Whether an event did something; hearing it twice changes nothing.
package enum Change: Sendable, Equatable {
    case changed, unchanged
}

/// When a visit is, and the pause after it that is the prescriber's too.
package struct VisitTime: Sendable, Hashable {
    package let starts: Instant
    package let ends: Instant
    /// Minutes after the end in which the prescriber sees nobody.
    package let buffer: Int

    package init(starts: Instant, ends: Instant, buffer: Int) {
        self.starts = starts
        self.ends = ends
        self.buffer = buffer
    }

    /// From the start to the end of the pause: what no other visit may touch.
    package var blocked: Range<Instant> { starts..<(ends + .minutes(buffer)) }
}
