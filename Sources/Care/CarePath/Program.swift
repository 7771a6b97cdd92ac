import Clinic
import Clocks
import Foundation
import Intakes
import Postgres

extension CarePath {
    /// The states served today, by the clinic's own calendar.
    package func servedStates() async throws -> [StateCode] {
        try await database.read(
            by: Actor.anonymous, ServedState.select(on: program.today(at: clock.now)), "program.states"
        ) {
            try ServedState.read($0)
        }.compactMap(\.self)
    }

    /// The administrator says from when, and until when, a state is served.
    package func serve(_ spell: ServedState, by actor: Actor) async throws {
        try await database.transaction(by: actor) { connection in
            let now = clock.now
            if let until = spell.until, until <= spell.since { throw ServedStateRefusal.endsBeforeItBegins }
            try spell.save(by: actor, on: connection, now: now)
            try AuditEntry(
                "program.serve", .init("servedState"), detail: ["state": spell.state.code], by: actor, at: now
            ).record(on: connection)
        }
    }

    /// Somebody leaves an address for the day their state is served. Leaving it twice keeps it once.
    package func joinWaitlist(_ entry: WaitlistEntry, once: Once<WaitlistEntry>?) async throws
        -> OnceOutcome<WaitlistEntry>
    {
        try await exactlyOnce(once, by: .anonymous) { connection, now in
            try entry.save(keyring: keyring, on: connection, now: now)
            try AuditEntry(
                "waitlist.join", .init("waitlistEntry"), detail: ["state": entry.state.code], by: .anonymous,
                at: now
            ).record(on: connection)
            return entry
        }
    }
}
