import Clocks
import Foundation
import Wire

/// A patient's own way from the intake to the first day. It has no plan of its own: it does what the home screen says
/// is next, until that says to wait.
struct PatientPath: Sendable {
    let client: ProgramClient
    let doors: DevDoors
    let form: PublishedForm
    let walk: PatientWalk

    /// More steps than anybody has to take in one sitting: a home screen that asks for more leads nowhere.
    private static let mostSteps = 12

    func act(_ person: MadeUpPerson, _ outcome: inout PersonOutcome, breaches: inout [Breach]) async throws {
        let token = try await walk.session(of: person, &outcome)
        for _ in 0..<Self.mostSteps {
            let next: NextSteps = try await client.get("/v1/me/next", token: token)
            outcome.stage = next.stage.code
            outcome.blocked = next.blocked?.code
            guard
                let step = next.actions.lazy.compactMap({ Step(rawValue: $0.code) }).first(
                    where: (person.station?.steps ?? Step.everything).contains)
            else { return }
            try await take(step, person, &outcome, token: token, breaches: &breaches)
        }
        breaches.append(
            Breach(.nextLeadsOn, "person \(person.number + 1): still at \(outcome.stage ?? "nothing")"))
    }

    /// Whether the visit's start shows a door to knock at: what `act` leaves for that moment.
    func checkIn(_ person: MadeUpPerson, _ outcome: inout PersonOutcome) async throws {
        guard let visit = outcome.visit else { return }
        let token = try await walk.session(of: person, &outcome)
        try await client.post(
            "/v1/me/consults/\(visit.consult)/check-in", token: token, key: person.key("checkIn"))
    }

    /// The actions of a home screen that a made-up person knows how to take.
    enum Step: String, CaseIterable {
        case startIntake, continueIntake, signConsents, bookConsult, confirmConsult, checkIn, confirmReceived,
            chooseFirstDay

        /// All but the knock at the visit's door, which has its own moment.
        static let everything = Set(allCases).subtracting([.checkIn])
    }

    private func take(
        _ step: Step, _ person: MadeUpPerson, _ outcome: inout PersonOutcome, token: String,
        breaches: inout [Breach]
    ) async throws {
        switch step {
        case .startIntake, .continueIntake:
            try await answerIntake(person, &outcome, token: token, breaches: &breaches)
        case .signConsents: try await signConsents(person, token: token)
        case .bookConsult: try await bookVisit(person, &outcome, token: token)
        case .confirmConsult: try await confirmVisit(person, &outcome, token: token)
        case .checkIn: break
        case .confirmReceived: try await confirmReceived(person, token: token)
        case .chooseFirstDay: try await chooseFirstDay(person, token: token)
        }
    }
}
