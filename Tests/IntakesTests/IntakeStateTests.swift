import Clinic
import Clocks
import Foundation
import Intakes
import StrictJSON
import Testing

/// Every state of an intake against every event, in one table.
@Suite struct `An intake` {
    private static let begun = Instant(rfc3339: "2026-11-21T15:00:00Z")!
    private static let first: JSONValue = ["resourceType": "QuestionnaireResponse"]
    private static let second: JSONValue = ["resourceType": "QuestionnaireResponse", "item": []]

    enum Event: CaseIterable {
        case save, saveTheSame, submit, sendBack, supersede
    }

    private func intake(_ state: Intake.State) -> Intake {
        Intake(
            id: ID(at: Self.begun), patient: UUID(), questionnaire: "intake|1", state: state,
            answers: Self.first,
            amends: nil, request: nil, startedAt: Self.begun, savedAt: Self.begun,
            submittedAt: state == .inProgress ? nil : Self.begun, version: 3)
    }

    /// The state after each event, or the refusal.
    static func expected(_ state: Intake.State, _ event: Event) -> Result<Intake.State, IntakeRefusal> {
        switch (state, event) {
        case (.inProgress, .save), (.inProgress, .saveTheSame): .success(.inProgress)
        case (.inProgress, .submit): .success(.submitted)
        case (.inProgress, .sendBack), (.inProgress, .supersede): .failure(.notSubmitted)
        case (_, .save), (_, .saveTheSame), (_, .submit): .failure(.alreadySubmitted)
        case (.submitted, .sendBack), (.returned, .sendBack), (.returned, .supersede): .success(.returned)
        case (.submitted, .supersede), (.superseded, .supersede): .success(.superseded)
        case (.superseded, .sendBack): .failure(.notSubmitted)
        }
    }

    @Test(arguments: Intake.State.allCases, Event.allCases)
    func `in each state takes each event or says why not`(state: Intake.State, event: Event) {
        var intake = intake(state)
        let now = Self.begun + .minutes(5)
        let result: Result<Intake.State, IntakeRefusal>
        do throws(IntakeRefusal) {
            switch event {
            case .save: _ = try intake.save(Self.second, at: now)
            case .saveTheSame: _ = try intake.save(Self.first, at: now)
            case .submit: try intake.submit(Self.second, at: now)
            case .sendBack: _ = try intake.sendBack()
            case .supersede: _ = try intake.supersede()
            }
            result = .success(intake.state)
        } catch {
            result = .failure(error)
        }
        #expect(result == Self.expected(state, event))
        let changes = intake.state != state || intake.answers != Self.first
        #expect(intake.version == (changes ? 4 : 3))
        #expect((intake.submittedAt == nil) == (intake.state == .inProgress))
    }

    @Test func `keeps what was submitted as it was`() throws {
        var intake = intake(.inProgress)
        try intake.submit(Self.second, at: Self.begun + .minutes(5))
        #expect(throws: IntakeRefusal.alreadySubmitted) {
            try intake.save(Self.first, at: Self.begun + .minutes(6))
        }
        #expect(intake.answers == Self.second)
        #expect(intake.submittedAt == Self.begun + .minutes(5))
    }
}
