import Clinic
import Clocks
import Foundation

/// For each severity: how soon a flag is acknowledged and closed, and how it may end. Data of
/// `Schema/protocols/flags.json`, counted by the clinic's calendar.
package struct FlagRules: Sendable {
    /// What one severity asks for.
    package struct Rule: Sendable {
        package let outcomes: [String]
        /// Outcomes for somebody whose treatment is under way, and those for somebody who is in none; what is in neither
        /// list is for both.
        let inTreatment: [String]
        let withoutTreatment: [String]
        /// Whether only a prescriber may close it.
        package let prescriberCloses: Bool
        let acknowledge: Limit
        let close: Limit

        /// How such a flag of this person's can end.
        package func outcomes(inTreatment isInTreatment: Bool) -> [String] {
            outcomes.filter { fits($0, inTreatment: isInTreatment) }
        }

        /// Whether the outcome says something that can be.
        func fits(_ outcome: String, inTreatment isInTreatment: Bool) -> Bool {
            !(isInTreatment ? withoutTreatment : inTreatment).contains(outcome)
        }
    }

    /// One of: so many minutes by any clock, so many within the hours in which flags are looked at on all seven
    /// days, the close of a business day.
    enum Limit: Sendable, Decodable {
        case minutes(Int)
        case clinicMinutes(Int)
        case businessDays(Int)
    }

    /// How long a call for somebody waits before the next one goes out.
    package let pagesEvery: Duration
    /// How far ahead a gap of the on-call rota is warned of.
    package let gapsWithin: Duration
    private let rules: [Flag.Severity: Rule]
    private let everyDay: BusinessCalendar
    private let calendar: BusinessCalendar

    /// Reads the file; a severity without an entry, or hours that are none, are refused by name.
    package init(json: Data, calendar: BusinessCalendar) throws {
        let file = try JSONDecoder().decode(File.self, from: json)
        rules = try Flag.Severity.allCases.reduce(into: [:]) { rules, severity in
            guard let entry = file.severities["\(severity.rawValue)"] else {
                throw FlagRuleFault(missing: "severity \(severity.rawValue)")
            }
            rules[severity] = Rule(
                outcomes: entry.outcomes, inTreatment: entry.inTreatment ?? [],
                withoutTreatment: entry.withoutTreatment ?? [], prescriberCloses: entry.prescriberCloses,
                acknowledge: entry.acknowledge, close: entry.close)
        }
        guard file.paging.everyMinutes > 0, file.paging.gapsWithinDays > 0 else {
            throw FlagRuleFault(missing: "paging")
        }
        pagesEvery = .minutes(file.paging.everyMinutes)
        gapsWithin = .hours(24 * file.paging.gapsWithinDays)
        guard let hours = file.hours.calendar(in: calendar.zone) else {
            throw FlagRuleFault(missing: "hours")
        }
        everyDay = hours
        self.calendar = calendar
    }

    /// How a flag of this severity ends, and who ends it.
    package func rule(_ severity: Flag.Severity) -> Rule {
        guard let rule = rules[severity] else {
            preconditionFailure("Flag rules were loaded without a severity.")
        }
        return rule
    }

    /// By when a flag raised at `now` must be acknowledged, and by when it must be closed.
    package func deadlines(
        of severity: Flag.Severity, raisedAt now: Instant
    ) throws -> (acknowledge: Instant, close: Instant) {
        let rule = rule(severity)
        guard let acknowledge = moment(rule.acknowledge, after: now),
            let close = moment(rule.close, after: now)
        else { throw FlagRuleFault(missing: "an open day") }
        return (acknowledge, close)
    }

    private func moment(_ limit: Limit, after now: Instant) -> Instant? {
        switch limit {
        case .minutes(let count): now + .minutes(count)
        case .clinicMinutes(let count): everyDay.moment(after: count, openSince: now)
        case .businessDays(let count): calendar.close(ofBusinessDay: count, after: now)
        }
    }
}

extension FlagRules {
    private struct File: Decodable {
        let hours: OpenHours
        let paging: Paging
        let severities: [String: Entry]
    }

    private struct Paging: Decodable {
        let everyMinutes: Int
        let gapsWithinDays: Int
    }

    private struct Entry: Decodable {
        let acknowledge: Limit
        let close: Limit
        let outcomes: [String]
        let inTreatment: [String]?
        let withoutTreatment: [String]?
        let prescriberCloses: Bool
    }

    private struct OpenHours: Decodable {
        let opens: String
        let closes: String

        /// The same hours on every day of the week, holidays too.
        func calendar(in zone: TimeZone) -> BusinessCalendar? {
            guard let opens = Self.minutes(opens), let closes = Self.minutes(closes), opens < closes,
                let from = LocalDate(year: 2000, month: 1, day: 1)
            else { return nil }
            let hours = BusinessCalendar.Hours(opens: opens, closes: closes)
            return BusinessCalendar(
                zone: zone,
                spells: [
                    .init(from: from, hours: Dictionary(uniqueKeysWithValues: (1...7).map { ($0, hours) }))
                ], holidays: [])
        }

        private static func minutes(_ text: String) -> Int? {
            guard let match = text.wholeMatch(of: /(\d\d):(\d\d)/), let hour = Int(match.1),
                let minute = Int(match.2), minute < 60, hour * 60 + minute <= 24 * 60
            else { return nil }
            return hour * 60 + minute
        }
    }
}

extension FlagRules.Limit {
    private enum Keys: String, CodingKey, CaseIterable { case minutes, clinicMinutes, businessDays }

    init(from decoder: any Decoder) throws {
        let box = try decoder.container(keyedBy: Keys.self)
        guard box.allKeys.count == 1, let key = box.allKeys.first else {
            throw DecodingError.dataCorrupted(
                .init(codingPath: box.codingPath, debugDescription: "a limit names one of its three ways"))
        }
        let count = try box.decode(Int.self, forKey: key)
        self =
            switch key {
            case .minutes: .minutes(count)
            case .clinicMinutes: .clinicMinutes(count)
            case .businessDays: .businessDays(count)
            }
    }
}

/// Something that the rules of flags need is not in their file, or the calendar never opens.
package struct FlagRuleFault: Error {
    package let missing: String
}
