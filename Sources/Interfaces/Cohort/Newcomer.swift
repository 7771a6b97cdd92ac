import Foundation
import Outbound
import Wire

/// One made-up person who answers the screening and registers, over HTTP, outside of any cohort.
package struct Newcomer: Sendable {
    /// How their screening ends.
    package enum Screening: Sendable {
        case qualified
        /// The care team must look at it.
        case needsReview
    }

    package let name: String
    package let email: String

    /// Takes person `number` of `seed` in. The second time with the same numbers changes nothing.
    package static func register(
        at server: String, number: Int, seed: Int, screening: Screening
    ) async throws -> Newcomer {
        let http = HTTPClient(
            policy: OutboundPolicy(
                hosts: [URL(string: server)?.host() ?? ""], reach: .publicInternetAndLoopback))
        do {
            let newcomer = try await register(
                over: ProgramClient(server: server, http: http), number: number, seed: seed,
                screening: screening)
            await http.shutdown()
            return newcomer
        } catch {
            await http.shutdown()
            throw error
        }
    }

    private static func register(
        over client: ProgramClient, number: Int, seed: Int, screening: Screening
    ) async throws -> Newcomer {
        let program: ProgramAnswer = try await client.get("/v1/program")
        let form: ScreeningForm = try await client.get("/v1/questionnaires/screening")
        let doors = DevDoors(client: client)
        let story: Story =
            switch screening {
            case .qualified: .depression
            case .needsReview: [.bladderDisease, .uncontrolledBloodPressure, .substanceUse][number % 3]
            }
        let person = MadeUpPerson(
            number: number, seed: seed, served: Set(program.states), now: try await doors.now(), story: story)
        var outcome = PersonOutcome()
        var breaches: [Breach] = []
        try await PatientWalk(client: client, doors: doors, form: form).arrive(
            person, &outcome, breaches: &breaches)
        if let breach = breaches.first { throw NotAsExpected(breach: breach) }
        return Newcomer(name: "\(person.given) \(person.family)", email: person.email)
    }
}

/// The program did something else than the person's answers demand.
struct NotAsExpected: Error, CustomStringConvertible {
    let breach: Breach

    var description: String { "\(breach.promise.words): \(breach.seen)" }
}
