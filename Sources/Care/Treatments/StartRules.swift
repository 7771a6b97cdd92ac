import Clinic
import Clocks
import Foundation

/// Within which days a treatment begins and is reviewed: `Schema/protocols/treatment-start.json`.
package struct StartRules: Sendable, Decodable {
    package let version: Int
    /// Day 1 lies at most so many days after the parcel's arrival; tomorrow is always possible.
    package let chooseWithinDays: Int
    /// So long after the arrival without a choice, somebody asks.
    package let askAfterDays: Int
    /// The day of the cycle on which its refill review is due.
    package let reviewOnDay: Int
    /// So long after a dose went down, unread, somebody calls (program.md, Titration: four hours).
    package let callUnreadAfterMinutes: Int
    /// Where the intake asks what somebody seeks help for, and what its answers are called here.
    package let indications: Indications

    package struct Indications: Sendable, Decodable {
        package let linkId: String
        /// `depression`, `anxiety`, `ptsd` by the answer's code.
        package let codes: [String: String]
    }

    /// Reads the file; numbers that make no sense are refused.
    package init(json: Data) throws {
        self = try JSONDecoder().decode(Self.self, from: json)
        guard [chooseWithinDays, askAfterDays, reviewOnDay, callUnreadAfterMinutes].allSatisfy({ $0 > 0 })
        else {
            throw StartRulesFault()
        }
    }

    /// The days that can be chosen on `today`, all in the patient's zone.
    package func choices(today: LocalDate, arrived: LocalDate) -> ClosedRange<LocalDate> {
        today...max(today + 1, arrived + chooseWithinDays)
    }

    func check(_ day: LocalDate, today: LocalDate, arrived: LocalDate) throws(TreatmentRefusal) {
        let choices = choices(today: today, arrived: arrived)
        if day < choices.lowerBound { throw .firstDayPast }
        if day > choices.upperBound { throw .firstDayTooLate }
    }
}

/// A number of the file is not above 0.
package struct StartRulesFault: Error {}
