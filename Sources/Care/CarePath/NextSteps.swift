import Clinic
import Clocks
import Intakes
import Patients
import Postgres

/// What a patient does next, waits for, and what stands in the way: codes here, words in `next.json`.
///
/// A pure function of where somebody stands on the path, so that an app needs no rule of its own.
package struct NextSteps: Sendable, Equatable {
    package let stage: Stage
    package let waitingFor: [Waiting]
    package let blocked: Block?

    /// Where on the path.
    package enum Stage: String, Sendable, CaseIterable {
        case welcome, screeningReview, declined
    }

    /// What somebody else does meanwhile; `expected` is when it is due.
    package struct Waiting: Sendable, Equatable {
        package let code: Code
        package let expected: Instant?

        package enum Code: String, Sendable, CaseIterable {
            case screeningReview, intake
        }
    }

    /// Why the path ends here for now.
    package enum Block: String, Sendable, CaseIterable {
        case declined
    }

    /// - Parameters:
    ///   - standing: what became of the screening.
    ///   - reviewDue: when the care team's review is due, while there is one.
    package init(standing: Standing, reviewDue: Instant?) {
        switch standing {
        case .qualified, .accepted:
            stage = .welcome
            waitingFor = [Waiting(code: .intake, expected: nil)]
            blocked = nil
        case .inReview:
            stage = .screeningReview
            waitingFor = [Waiting(code: .screeningReview, expected: reviewDue)]
            blocked = nil
        case .declined:
            stage = .declined
            waitingFor = []
            blocked = .declined
        }
    }

    /// Every sentence that can be needed, for the check of the file of words.
    package static var sentences: [String] {
        Stage.allCases.map { "stage.\($0.rawValue)" } + Waiting.Code.allCases.map { "waiting.\($0.rawValue)" }
            + Block.allCases.map { "blocked.\($0.rawValue)" }
    }
}

/// The steps with what a home screen shows beside them.
package struct HomeScreen: Sendable {
    package let asOf: Instant
    package let timeZone: String
    package let language: Language
    package let steps: NextSteps
}

extension CarePath {
    /// What `patient` does next. One reading, audited without waiting for the disk.
    package func nextSteps(of patient: ID<Patient>, by actor: Actor) async throws -> HomeScreen {
        let now = clock.now
        let audit = AuditEntry(
            "next.read", .init("patient", patient.uuid), patient: patient.uuid, by: actor, at: now)
        let found = try await database.read(
            by: actor, Self.selectPosition(of: patient), audit: audit.insert, durable: false, "next.position"
        ) { row in
            HomeScreen(
                asOf: now, timeZone: try row["time_zone"], language: try row["language"],
                steps: NextSteps(standing: try row["standing"], reviewDue: try row["review_due"]))
        }
        guard let screen = found.first else { throw NotFound() }
        return screen
    }
}
