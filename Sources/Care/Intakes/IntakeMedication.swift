import Clinic
import Foundation
import Medications

/// A medicine that a patient named in an intake.
///
///     recognized
///     unknown ── resolve ─▶ resolved
package struct IntakeMedication: Sendable {
    package let id: ID<IntakeMedication>
    package let patient: UUID
    package let intake: UUID
    /// Counts from 0 in the order of the intake.
    package let position: Int
    /// As the patient wrote it.
    package let name: String
    package private(set) var ingredients: [String]
    package private(set) var classes: [MedicationClass]
    package private(set) var state: State

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
        id: ID<IntakeMedication>, patient: UUID, intake: UUID, position: Int, name: String,
        ingredients: [String], classes: [MedicationClass], state: State
    ) {
        self.id = id
        self.patient = patient
        self.intake = intake
        self.position = position
        self.name = name
        self.ingredients = ingredients
        self.classes = classes
        self.state = state
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

    package var code: String {
        switch self {
        case .notUnknown: "medication_not_unknown"
        case .ingredientUnknown: "medication_ingredient_unknown"
        }
    }
}
