import Clinic
import Clocks
import Foundation

/// The numbers and words of visits, as data: `Schema/protocols/consults.json`.
package struct VisitRules: Sendable, Decodable {
    package let version: String
    /// What counts for a prescriber of whom nothing else was said.
    package let pace: Prescriber.Pace
    package let room: Room
    package let calendar: Calendar
    private let holdMinutes: Int
    private let lateCancelMinutes: Int
    private let doorOpensMinutes: Int
    /// So long before the start a patient is reminded, the longest first.
    package let reminderMinutes: [Int]
    /// The longest stretch in which one may look for times.
    package let longestSearchDays: Int

    /// The video server, and how it knows our tokens.
    package struct Room: Sendable, Decodable {
        package let server: String
        package let issuer: String
        package let audience: String
        package let subject: String
    }

    /// What a calendar shows; nothing of it tells what the visit is about.
    package struct Calendar: Sendable, Decodable {
        package let organizer: String
        package let summary: Words
        package let description: Words
    }

    /// For how long a time is kept for somebody who has not confirmed it.
    package var hold: Duration { .minutes(holdMinutes) }
    /// Called off within so long before the start, a visit is called off late.
    package var lateCancel: Duration { .minutes(lateCancelMinutes) }
    /// So long before the start the room opens and one may check in.
    package var lead: Duration { .minutes(doorOpensMinutes) }

    /// Reads the file; a number that makes no sense is refused, by name.
    package init(json: Data) throws {
        self = try JSONDecoder().decode(VisitRules.self, from: json)
        let numbers =
            [
                ("holdMinutes", holdMinutes, 1...60), ("lateCancelMinutes", lateCancelMinutes, 0...20160),
                ("doorOpensMinutes", doorOpensMinutes, 0...120),
                ("longestSearchDays", longestSearchDays, 1...62),
                ("pace.initialMinutes", pace.initialMinutes, 5...240),
                ("pace.reviewMinutes", pace.reviewMinutes, 5...240),
                ("pace.adHocMinutes", pace.adHocMinutes, 5...240),
                ("pace.bufferMinutes", pace.bufferMinutes, 0...120),
                ("pace.minimumNoticeMinutes", pace.minimumNoticeMinutes, 0...20160),
                ("pace.horizonDays", pace.horizonDays, 1...365),
                ("pace.dailyMaximum", pace.dailyMaximum, 1...100),
            ] + reminderMinutes.map { ("reminderMinutes", $0, 1...20160) }
        for (name, number, range) in numbers where !range.contains(number) {
            throw VisitRulesFault(entry: name)
        }
        guard Set(reminderMinutes).count == reminderMinutes.count else {
            throw VisitRulesFault(entry: "reminderMinutes")
        }
    }

    /// How a visit stands in a calendar (`VisitInvitation`).
    package func doorWords(in language: Language) -> String {
        calendar.description.said(in: language, ["minutes": "\(doorOpensMinutes)"])
    }
}

/// An entry of `consults.json` that makes no sense.
package struct VisitRulesFault: Error {
    package let entry: String
}
