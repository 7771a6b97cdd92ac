import Foundation

/// The numbers of people's changes: `Schema/protocols/people-changes.json`.
package struct PeopleRules: Sendable, Hashable, Decodable {
    /// Days back to which, and ahead for which, a move can be written down.
    package let moveDaysPast: Int
    package let moveDaysAhead: Int
    /// How long the code sent to a new address counts.
    package let contactCodeMinutes: Int
    /// How long a recovery waits for its second person.
    package let recoveryHours: Int
    /// What a navigator may compare to know somebody who has lost both addresses, and how many of it must fit.
    package let identityChecklist: [String]
    package let identityChecksNeeded: Int
    /// How long a merge can be undone (program.md, People's changes).
    package let mergeUndoDays: Int

    /// Reads the file; numbers that cannot be kept are refused, by name.
    package init(json: Data) throws {
        self = try JSONDecoder().decode(Self.self, from: json)
        let positive = [
            "moveDaysPast": moveDaysPast, "moveDaysAhead": moveDaysAhead,
            "contactCodeMinutes": contactCodeMinutes, "recoveryHours": recoveryHours,
            "identityChecksNeeded": identityChecksNeeded, "mergeUndoDays": mergeUndoDays,
        ]
        if let wrong = positive.sorted(by: { $0.key < $1.key }).first(where: { $0.value < 1 }) {
            throw CatalogFault(entry: wrong.key)
        }
        guard Set(identityChecklist).count >= identityChecksNeeded else {
            throw CatalogFault(entry: "identityChecklist")
        }
    }

    /// Whether these checks are known ones, each once, and enough of them.
    package func accepts(checks: [String]) -> Bool {
        let given = Set(checks)
        return given.count == checks.count && given.isSubset(of: identityChecklist)
            && given.count >= identityChecksNeeded
    }
}
