import Clinic
import Clocks
import Foundation

/// A name or a birth date that is to read otherwise, with the document that shows it.
package struct Correction: Sendable {
    package let change: Change
    package let document: Document
    /// What was seen of it, for the record.
    package let note: String

    package init(_ change: Change, document: Document, note: String) {
        self.change = change
        self.document = document
        self.note = note
    }

    package enum Change: Sendable, Hashable {
        case name(PersonName)
        case birthDate(LocalDate)

        package var field: Field {
            switch self {
            case .name: .name
            case .birthDate: .birthDate
            }
        }
    }

    /// The column `field`; a CHECK holds the same words.
    package enum Field: String, Sendable, CaseIterable {
        case name, birthDate
    }

    /// What shows it: the column `document`; a CHECK holds the same words.
    package enum Document: String, Sendable, CaseIterable {
        case driversLicence, stateId, passport, birthCertificate, marriageCertificate, divorceDecree,
            courtOrder,
            permanentResidentCard, militaryId, tribalId
    }

    /// Whether it says anything new, and something that can be.
    package func check(against patient: Patient, today: LocalDate) throws(CorrectionRefusal) {
        switch change {
        case .name(let name):
            guard name != patient.name else { throw .unchanged }
        case .birthDate(let date):
            guard date != patient.birthDate else { throw .unchanged }
            guard date <= today, date.age(on: today) <= 120 else { throw .birthDateImpossible }
        }
    }
}

/// Why a correction was not written.
package enum CorrectionRefusal: Refusing, CaseIterable {
    case unchanged
    case birthDateImpossible

    package var code: String {
        switch self {
        case .unchanged: "correction_unchanged"
        case .birthDateImpossible: "birth_date_impossible"
        }
    }
}

/// The record is closed, or merged into another: nothing of it changes any more.
package struct RecordEnded: Refusing, Equatable {
    package init() {}

    package var code: String { "record_ended" }
}
