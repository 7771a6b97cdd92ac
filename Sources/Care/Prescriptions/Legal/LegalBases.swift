import Clinic
import Foundation
import Postgres

/// On what law a prescription of a controlled substance stands. A CHECK of the prescription table holds the same
/// words.
package enum LegalBasisCode: String, Sendable, CaseIterable, PostgresEncodable, PostgresDecodable {
    case inPerson = "in_person"
    case telemedicineFlexibility = "telemedicine_flexibility"
    case specialRegistration = "special_registration"
    case referral
}

/// A legal basis with its dates, as `Schema/legal/bases.json` has it: data, since such rules end on a day.
package struct LegalBasis: Sendable, Hashable {
    package let code: LegalBasisCode
    package let words: String
    /// The first and last day on which a prescription may be issued on it; without a first day it is not in force.
    package let issueFrom: LocalDate?
    package let issueUntil: LocalDate?
    package let fillsAfterEnd: FillsAfterEnd
    /// Whether the prescriber's DEA registration must be for the patient's state.
    package let deaPerState: Bool
    /// Whether the visit must have been by video; otherwise it may be in person as well.
    package let needsVideo: Bool

    /// What becomes of fills when nothing may be issued on it any more.
    package enum FillsAfterEnd: String, Sendable, CaseIterable, Decodable {
        case allowed, review, refused
    }

    /// Whether a prescription may be issued on it on this day: the date of issue, which is the clinic's own date at the
    /// signature (`Program.today`), where the prescriber practices, and not the patient's. So the last prescription of
    /// the telemedicine flexibilities is signed before midnight of 2026-12-31 at the clinic.
    package func isValid(on date: LocalDate) -> Bool {
        guard let issueFrom, issueFrom <= date else { return false }
        return issueUntil.map { date <= $0 } ?? true
    }
}

/// All legal bases, the preferred one first.
package struct LegalBases: Sendable {
    package let all: [LegalBasis]

    package subscript(code: LegalBasisCode) -> LegalBasis? { all.first { $0.code == code } }

    /// The basis that a draft begins with: telemedicine where it is in force, since the program's visits are by video;
    /// else the first of the others that is.
    package func preferred(on date: LocalDate) -> LegalBasis? {
        let valid = all.filter { $0.isValid(on: date) }
        return valid.first { $0.code == .telemedicineFlexibility } ?? valid.first { $0.needsVideo }
            ?? valid.first
    }
}

extension LegalBases: Decodable {
    private enum Keys: String, CodingKey { case bases }

    private struct Entry: Decodable {
        let code: String
        let words: String
        let issueFrom: String?
        let issueUntil: String?
        let fillsAfterEnd: LegalBasis.FillsAfterEnd
        let deaPerState: Bool
        let needsVideo: Bool
        let sources: [String]
    }

    /// Refuses a file that lacks a basis, gives none of its sources, or has a date that is none.
    package init(from decoder: any Decoder) throws {
        let box = try decoder.container(keyedBy: Keys.self)
        func refuse(_ why: String) -> DecodingError {
            .dataCorruptedError(forKey: .bases, in: box, debugDescription: why)
        }
        func date(_ text: String?) throws -> LocalDate? {
            guard let text else { return nil }
            guard let date = LocalDate(text) else { throw refuse("\(text) is not a date") }
            return date
        }
        let entries = try box.decode([Entry].self, forKey: .bases)
        all = try entries.map { entry in
            guard let code = LegalBasisCode(rawValue: entry.code) else {
                throw refuse("\(entry.code) is not known")
            }
            guard !entry.sources.isEmpty else { throw refuse("\(entry.code) names no source") }
            return LegalBasis(
                code: code, words: entry.words, issueFrom: try date(entry.issueFrom),
                issueUntil: try date(entry.issueUntil), fillsAfterEnd: entry.fillsAfterEnd,
                deaPerState: entry.deaPerState, needsVideo: entry.needsVideo)
        }
        guard Set(all.map(\.code)) == Set(LegalBasisCode.allCases), all.count == LegalBasisCode.allCases.count
        else {
            throw refuse("each basis stands there once")
        }
    }
}
