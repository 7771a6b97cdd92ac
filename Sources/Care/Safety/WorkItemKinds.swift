import Clinic
import Clocks
import Foundation

extension WorkItem {
    /// What sort of thing there is to do.
    package enum Kind: String, Sendable, CaseIterable, CodingKeyRepresentable, Codable {
        /// A screening that needs a person's judgement before its owner may go on (program.md, Screening).
        case screeningReview
    }
}

/// For each kind of work: its line in the queue, the outcomes it can have, and how soon it is due. Data of
/// `Schema/protocols/work-items.json`, due times counted by the clinic's calendar.
package struct WorkItemKinds: Sendable {
    private let rules: [WorkItem.Kind: Rule]
    private let calendar: BusinessCalendar

    private struct Rule: Sendable, Decodable {
        let title: Words
        let outcomes: [String]
        let due: Due

        struct Due: Sendable, Decodable {
            let businessDays: Int
        }
    }

    /// Reads the file; a kind without an entry is refused, by name.
    package init(json: Data, calendar: BusinessCalendar) throws {
        rules = try JSONDecoder().decode([WorkItem.Kind: Rule].self, from: json)
        self.calendar = calendar
        if let missing = WorkItem.Kind.allCases.first(where: { rules[$0] == nil }) {
            throw WorkItemKindFault(kind: missing)
        }
    }

    /// The line in the queue.
    package func title(of kind: WorkItem.Kind, reasons: [String], in language: Language) -> String {
        rules[kind]?.title.said(in: language, ["rules": reasons.joined(separator: ", ")]) ?? kind.rawValue
    }

    /// What `resolve` takes.
    package func outcomes(of kind: WorkItem.Kind) -> [String] { rules[kind]?.outcomes ?? [] }

    /// By when an item that arises at `now` must be done.
    package func due(_ kind: WorkItem.Kind, arisingAt now: Instant) throws -> Instant {
        guard let rule = rules[kind],
            let due = calendar.close(ofBusinessDay: rule.due.businessDays, after: now)
        else { throw WorkItemKindFault(kind: kind) }
        return due
    }
}

/// A kind of work has no entry in the data, or the calendar never opens to do it.
package struct WorkItemKindFault: Error {
    package let kind: WorkItem.Kind
}
