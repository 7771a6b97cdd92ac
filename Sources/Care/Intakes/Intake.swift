import Clinic
import Clocks
import Foundation
import StrictJSON

/// The long medical questionnaire of one patient, from the first answer on.
///
///     inProgress ── submit ─▶ submitted ── return ─▶ returned
///       ▲ save                    └── supersede ─▶ superseded
///
/// A draft is saved as often as somebody likes; what was submitted never changes. What the care team asks to be
/// completed goes on in a new draft that amends it; so does what the patient corrects, and then the one submitted holds
/// until its amendment is.
package struct Intake: Sendable {
    package let id: ID<Intake>
    package let patient: UUID
    /// `url|version` of the questionnaire; the answers stay bound to it.
    package let questionnaire: String
    package private(set) var state: State
    /// A QuestionnaireResponse: as it was last sent while it is a draft, as it was understood from then on.
    package private(set) var answers: JSONValue
    package let amends: UUID?
    /// What the care team asked for, on a draft that goes on after a return.
    package private(set) var request: String?
    package let startedAt: Instant
    package private(set) var savedAt: Instant
    package private(set) var submittedAt: Instant?
    /// Counts the savings.
    package private(set) var version: Int

    /// The column `state`; a CHECK holds the same words.
    package enum State: String, Sendable, CaseIterable {
        case inProgress, submitted, returned, superseded
    }

    package init(
        id: ID<Intake>, patient: UUID, questionnaire: String, state: State, answers: JSONValue, amends: UUID?,
        request: String?, startedAt: Instant, savedAt: Instant, submittedAt: Instant?, version: Int
    ) {
        self.id = id
        self.patient = patient
        self.questionnaire = questionnaire
        self.state = state
        self.answers = answers
        self.amends = amends
        self.request = request
        self.startedAt = startedAt
        self.savedAt = savedAt
        self.submittedAt = submittedAt
        self.version = version
    }

    /// A draft with its first answers.
    package init(
        of patient: UUID, to questionnaire: String, _ answers: JSONValue, amending: UUID? = nil,
        request: String? = nil, at now: Instant
    ) {
        self.init(
            id: ID(at: now), patient: patient, questionnaire: questionnaire, state: .inProgress,
            answers: answers,
            amends: amending, request: request, startedAt: now, savedAt: now, submittedAt: nil, version: 1)
    }

    /// A draft with the same answers, to the same version of the questionnaire, that will take the place of this one.
    package func amendment(request: String? = nil, at now: Instant) -> Intake {
        var answers = answers.objectValue ?? JSONObject()
        answers["status"] = "in-progress"
        return Intake(
            of: patient, to: questionnaire, .object(answers), amending: id.uuid, request: request, at: now)
    }

    /// The care team asks for more in a draft that was begun already.
    package mutating func ask(_ request: String) throws(IntakeRefusal) {
        switch state {
        case .inProgress:
            self.request = request
            version += 1
        case .submitted, .returned, .superseded: throw .alreadySubmitted
        }
    }

    /// The answers as they now are. The same again changes nothing.
    package mutating func save(_ answers: JSONValue, at now: Instant) throws(IntakeRefusal) -> Effect {
        switch state {
        case .inProgress:
            if self.answers == answers { return .unchanged }
            self.answers = answers
            savedAt = now
            version += 1
            return .changed
        case .submitted, .returned, .superseded: throw .alreadySubmitted
        }
    }

    /// The patient has sent it; from now on it does not change.
    ///
    /// - Parameter answers: as they were understood, whole.
    package mutating func submit(_ answers: JSONValue, at now: Instant) throws(IntakeRefusal) {
        switch state {
        case .inProgress:
            self.answers = answers
            submittedAt = now
            become(.submitted)
        case .submitted, .returned, .superseded: throw .alreadySubmitted
        }
    }

    /// The care team asks for more. Asked again, nothing changes.
    package mutating func sendBack() throws(IntakeRefusal) -> Effect {
        switch state {
        case .submitted:
            become(.returned)
            return .changed
        case .returned: return .unchanged
        case .inProgress, .superseded: throw .notSubmitted
        }
    }

    /// Another intake takes its place.
    package mutating func supersede() throws(IntakeRefusal) -> Effect {
        switch state {
        case .submitted:
            become(.superseded)
            return .changed
        case .superseded, .returned: return .unchanged
        case .inProgress: throw .notSubmitted
        }
    }

    /// Whether an event did something, or had been heard before.
    package enum Effect: Sendable, Equatable {
        case changed, unchanged
    }

    private mutating func become(_ next: State) {
        state = next
        version += 1
    }
}

/// Why an intake could not be moved.
package enum IntakeRefusal: Refusing, CaseIterable {
    /// The screening has not opened the way.
    case notYet
    case notStarted
    case alreadySubmitted
    case notSubmitted

    package var code: String {
        switch self {
        case .notYet: "intake_not_yet"
        case .notStarted: "intake_not_started"
        case .alreadySubmitted: "intake_already_submitted"
        case .notSubmitted: "intake_not_submitted"
        }
    }
}
