import Clinic
import Clocks
import Foundation
import Questionnaires

/// What may be reported of somebody's health after the intake: a pregnancy, a diagnosis, an operation that is planned.
/// The rules' data names each, and the answer of the intake that it stands in for from then on.
package struct HealthChangeKind: Sendable, Hashable {
    /// `pregnant`.
    package let code: String
    /// `nil` for what no rule asks for: a prescriber looks at it.
    package let answer: Answer?
    /// Counts while its date lies ahead by at most so many days, and no more afterwards.
    package let withinDays: Int?
    package let words: Words

    package struct Answer: Sendable, Hashable {
        package let linkId: String
        package let coding: Coding
        /// Whether the question takes several answers: then it is one more, else it takes the place of what was said.
        package let isOneOfSeveral: Bool
    }
}

/// One change that was reported: when, of what date, by whom. Never edited; a later one may say the contrary.
package struct HealthChange: Sendable {
    package let id: ID<HealthChange>
    package let patient: UUID
    /// A `HealthChangeKind`'s code.
    package let code: String
    /// When it happened or is planned, where that was said.
    package let on: LocalDate?
    /// In the patient's words.
    package let note: String?
    package let reportedAt: Instant
    /// `patient:…`, as the audit names who acts.
    package let reportedBy: String

    package init(
        id: ID<HealthChange>, patient: UUID, code: String, on: LocalDate?, note: String?,
        reportedAt: Instant, reportedBy: String
    ) {
        self.id = id
        self.patient = patient
        self.code = code
        self.on = on
        self.note = note
        self.reportedAt = reportedAt
        self.reportedBy = reportedBy
    }
}

extension EligibilityRules {
    /// What changes mean to the questions of the intake, as they now stand.
    ///
    /// - Parameter changes: in the order in which they were reported; of one question's single answer the last counts.
    package func news(
        of changes: [HealthChange], since answers: ValidResponse, on today: LocalDate
    ) -> [String: [Coding]] {
        var news: [String: [Coding]] = [:]
        for change in changes {
            guard let kind = self.changes.first(where: { $0.code == change.code }), let answer = kind.answer
            else { continue }
            if let within = kind.withinDays, let on = change.on, on < today || on > today + within {
                continue
            }
            if answer.isOneOfSeveral {
                let before = news[answer.linkId] ?? answers.codings(answer.linkId)
                if !before.contains(answer.coding) { news[answer.linkId] = before + [answer.coding] }
            } else {
                news[answer.linkId] = [answer.coding]
            }
        }
        return news
    }
}
