import Clinic
import Clocks
import Foundation

/// What a prescriber writes of a visit and signs by completing it. It takes addenda and is never edited.
package struct ConsultNote: Sendable, Hashable, Codable {
    /// ICD-10-CM, at least one.
    package let icd10: [String]
    package let findings: String
    package let plan: String
    /// Which risks were spoken of.
    package let risksDiscussed: String

    package init(icd10: [String], findings: String, plan: String, risksDiscussed: String) {
        self.icd10 = icd10
        self.findings = findings
        self.plan = plan
        self.risksDiscussed = risksDiscussed
    }

    /// The code, if it has the form of ICD-10-CM: a letter, a digit, a digit or letter, and up to four more behind a
    /// point (CDC/NCHS, ICD-10-CM Official Guidelines, I.A). Whether the year's list has it is not looked up.
    package static func diagnosis(_ text: String) -> String? {
        text.wholeMatch(of: /[A-TV-Z][0-9][0-9AB](\.[0-9A-Z]{1,4})?/) == nil ? nil : text
    }
}

/// One signed piece of a visit's record: the note, or what was added to it.
package struct SignedNote: Sendable {
    package let id: UUID
    package let signedBy: UUID
    package let signedAt: Instant
    package let content: Content

    package enum Content: Sendable, Hashable {
        case note(ConsultNote)
        case addendum(String)

        /// The column `kind`; a CHECK holds the same words.
        package enum Kind: String, Sendable, CaseIterable {
            case note, addendum
        }
    }

    package init(id: UUID, signedBy: UUID, signedAt: Instant, content: Content) {
        self.id = id
        self.signedBy = signedBy
        self.signedAt = signedAt
        self.content = content
    }
}
