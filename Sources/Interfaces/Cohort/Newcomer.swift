import Clocks
import Foundation
import Outbound

/// Somebody who was brought to a station of the path, over HTTP, with all one needs to find them again.
package struct Newcomer: Sendable {
    package let patient: String
    package let name: String
    package let email: String
    package let station: Station
}

extension CohortRun {
    /// Brings the plan's people to its stations. The second time with the same plan changes nothing, but that the
    /// clock goes on.
    ///
    /// - Throws: `NotAsExpected` where the program did something else than their answers demand.
    package func bringToStations() async throws -> [Newcomer] {
        try await withClient { client in
            var walk = try await begin(over: client)
            try await takeSteps(of: &walk)
            let table = walk.table(took: .zero)
            if let breach = table.breaches.first { throw NotAsExpected(breach: breach) }
            return walk.newcomers
        }
    }
}

extension CohortWalk {
    /// Everybody who has an account and a station.
    var newcomers: [Newcomer] {
        zip(people, memory.outcomes).compactMap { person, outcome in
            guard let patient = outcome.patient, let station = person.station else { return nil }
            return Newcomer(
                patient: patient, name: "\(person.given) \(person.family)", email: person.email,
                station: station)
        }
    }
}

/// The program did something else than the person's answers demand.
struct NotAsExpected: Error, CustomStringConvertible {
    let breach: Breach

    var description: String { "\(breach.promise.words): \(breach.seen)" }
}
