import Clinic
import Clocks
import Foundation

/// The numbers of the pharmacy stage: `Schema/protocols/pharmacy-orders.json`.
package struct PharmacyRules: Sendable, Decodable {
    /// Days until use of a lot without a beyond-use date.
    package let beyondUseDays: Int
    /// Seconds after an attempt before "not found" is believed: until then it may still be on its way.
    package let notFoundAfterSeconds: Int
    /// Seconds between two questions about an order whose outcome is unknown, the last one for all that follow.
    package let askAfterSeconds: [Int]
    /// After so many questions without an answer a person is told.
    package let asksBeforePerson: Int
    package let watchdogs: Watchdogs

    package struct Watchdogs: Sendable, Decodable {
        /// In the pharmacy's own opening hours.
        package let acknowledgedInBusinessMinutes: Int
        package let compoundingInMinutes: Int
        package let dispensedInMinutes: Int
    }

    /// - Throws: `DecodingError`, `PharmacyRulesFault`.
    package init(json: Data) throws {
        self = try JSONDecoder().decode(PharmacyRules.self, from: json)
        let numbers = [
            beyondUseDays, notFoundAfterSeconds, asksBeforePerson, watchdogs.acknowledgedInBusinessMinutes,
            watchdogs.compoundingInMinutes, watchdogs.dispensedInMinutes,
        ]
        guard !askAfterSeconds.isEmpty, (numbers + askAfterSeconds).allSatisfy({ $0 > 0 }) else {
            throw PharmacyRulesFault(reason: "every number is above zero, and there is a first question")
        }
    }

    /// How long to wait after the `count`-th question, 1 being the first.
    package func pause(afterAsking count: Int) -> Duration {
        .seconds(askAfterSeconds[min(max(count, 1), askAfterSeconds.count) - 1])
    }
}

/// What pharmacies' codes mean: `Schema/protocols/pharmacy-codes.json`.
package struct PharmacyCodes: Sendable {
    private let entries: [String: Entry]

    /// One code: who sees to it, by when, and what the patient reads.
    package struct Entry: Sendable, Decodable {
        /// `navigator`, `prescriber`.
        package let owner: String
        package let businessMinutes: Int
        package let words: Words
    }

    /// The code for all that is not in the file.
    package static let other = "other"

    /// - Throws: `DecodingError`, `PharmacyRulesFault`.
    package init(json: Data) throws {
        entries = try JSONDecoder().decode([String: Entry].self, from: json)
        guard entries[Self.other] != nil else {
            throw PharmacyRulesFault(reason: "the code other is missing")
        }
        if let wrong = entries.first(where: { $0.value.businessMinutes <= 0 || $0.value.owner.isEmpty }) {
            throw PharmacyRulesFault(reason: "\(wrong.key) lacks an owner or a deadline")
        }
    }

    package var all: [String] { entries.keys.sorted() }

    /// A partner's code as the program keeps it: a known one, or `other`, so that nothing a pharmacy writes there
    /// becomes part of our record unread.
    package func known(_ code: String) -> String { entries[code] == nil ? Self.other : code }

    package subscript(code: String) -> Entry? { entries[code] ?? entries[Self.other] }
}

/// A data file of the stage that makes no sense.
package struct PharmacyRulesFault: Error, CustomStringConvertible {
    let reason: String

    package var description: String { reason }
}
