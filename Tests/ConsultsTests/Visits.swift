import Clinic
import Clocks
import Consults
import Foundation

/// A Monday, 10:00 in New York.
let monday = Instant(rfc3339: "2026-11-23T15:00:00Z") ?? Instant(microsecondsSince1970: 0)

/// A visit on that Monday for half an hour, in whatever state.
func visit(_ state: Consult.State, by prescriber: UUID = UUID(), sequence: Int = 0) -> Consult {
    let id = ID<Consult>(at: monday)
    return Consult(
        id: id, origin: id, patient: UUID(), prescriber: prescriber, kind: .initial,
        time: VisitTime(starts: monday, ends: monday + .minutes(30), buffer: 0), state: state,
        sequence: sequence, version: 1)
}

func date(_ text: String) -> LocalDate { LocalDate(text) ?? LocalDate(daysSince1970: 0) }

func moment(_ text: String) -> Instant { Instant(rfc3339: text) ?? Instant(microsecondsSince1970: 0) }

/// The usual numbers of a prescriber.
func pace(initial: Int = 30, buffer: Int = 0, notice: Int = 240, horizon: Int = 30, maximum: Int = 16)
    -> Prescriber.Pace
{
    Prescriber.Pace(
        initialMinutes: initial, reviewMinutes: 15, adHocMinutes: 15, bufferMinutes: buffer,
        minimumNoticeMinutes: notice, horizonDays: horizon, dailyMaximum: maximum)
}
