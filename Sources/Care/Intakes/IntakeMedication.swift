import Clinic
import Clocks
import Foundation
import Medications

/// A medicine that a patient named in an intake, or reported after it.
///
///     recognized
///     unknown ── resolve ─▶ resolved
///
/// It counts until somebody says that it was stopped.
package struct IntakeMedication: Sendable {
    package let id: ID<IntakeMedication>
    package let patient: UUID
    /// `nil` for one that was reported after it.
    package let intake: UUID?
    /// Counts from 0 in the order of the intake.
    package let position: Int?
    /// As the patient wrote it.
    package let name: String
    package private(set) var ingredients: [String]
    package private(set) var classes: [MedicationClass]
    package private(set) var state: State
    /// When it was reported, where no intake names it.
    package let reportedAt: Instant?
    /// Since when it is taken, where that was said.
    package let startedOn: LocalDate?
    /// The last date on which it was taken; `nil` while it is.
    package private(set) var endedOn: LocalDate?

    /// The column `state`; a CHECK holds the same words.
    package enum State: String, Sendable, CaseIterable {
        /// The list knew it.
        case recognized
        /// Nobody knows it yet: rule E19.
        case unknown
        /// A person has said what it is.
        case resolved
    }

    package init(
        id: ID<IntakeMedication>, patient: UUID, intake: UUID?, position: Int?, name: String,
        ingredients: [String], classes: [MedicationClass], state: State, reportedAt: Instant? = nil,
        startedOn: LocalDate? = nil, endedOn: LocalDate? = nil
    ) {
        self.id = id
        self.patient = patient
        self.intake = intake
        self.position = position
        self.name = name
        self.ingredients = ingredients
        self.classes = classes
        self.state = state
        self.reportedAt = reportedAt
        self.startedOn = startedOn
        self.endedOn = endedOn
    }

    /// One reported after the intake, as the list takes it.
    package init(
        reported name: String, of patient: UUID, since startedOn: LocalDate?, _ match: MedicationMatch,
        at now: Instant
    ) {
        self.init(
            id: ID(at: now), patient: patient, intake: nil, position: nil, name: name,
            ingredients: match.ingredients, classes: match.classes,
            state: match.isRecognized ? .recognized : .unknown, reportedAt: now, startedOn: startedOn)
    }

    /// A medicine as the list takes it.
    package init(
        id: ID<IntakeMedication>, patient: UUID, intake: UUID, position: Int, name: String,
        _ match: MedicationMatch
    ) {
        self.init(
            id: id, patient: patient, intake: intake, position: position, name: name,
            ingredients: match.ingredients, classes: match.classes,
            state: match.isRecognized ? .recognized : .unknown)
    }

    /// A person says what it is. What the list knew, or somebody has said before, is not said again.
    package mutating func resolve(
        as ingredients: [String], _ classes: [MedicationClass]
    ) throws(MedicationRefusal) {
        switch state {
        case .unknown:
            self.ingredients = ingredients
            self.classes = classes
            state = .resolved
        case .recognized, .resolved: throw .notUnknown
        }
    }

    /// It is taken no more. The same end again changes nothing.
    package mutating func end(on date: LocalDate) throws(MedicationRefusal) -> Intake.Effect {
        if let endedOn {
            guard endedOn == date else { throw .alreadyEnded }
            return .unchanged
        }
        if let startedOn, date < startedOn { throw .endsBeforeItStarts }
        endedOn = date
        return .changed
    }

    /// As the rules see it.
    package var fact: MedicineFact {
        MedicineFact(
            name: name, ingredients: ingredients, classes: classes, isRecognized: state != .unknown)
    }
}

/// Why a medicine could not be resolved.
package enum MedicationRefusal: Refusing, CaseIterable {
    case notUnknown
    /// An ingredient is not in the list; give the classes instead, with the reason.
    case ingredientUnknown
    case alreadyEnded
    case endsBeforeItStarts
    /// It waits for no prescriber's answer.
    case noQuestion

    package var code: String {
        switch self {
        case .notUnknown: "medication_not_unknown"
        case .ingredientUnknown: "medication_ingredient_unknown"
        case .alreadyEnded: "medication_already_ended"
        case .endsBeforeItStarts: "medication_ends_before_it_starts"
        case .noQuestion: "medication_no_question"
        }
    }
}
