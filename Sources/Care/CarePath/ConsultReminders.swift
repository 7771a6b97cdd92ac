import Clinic
import Clocks
import Consults
import Foundation
import JobQueue
import Patients
import Postgres

/// The job that gives a time back that nobody confirmed.
package struct ExpireHold: Codable, Sendable {
    package static let kind = "consult.expire"

    package let consult: UUID
}

/// The job that reminds a patient of a visit, so many minutes before it.
package struct RemindOfVisit: Codable, Sendable {
    package static let kind = "consult.remind"

    package let consult: UUID
    package let minutes: Int
}

extension CarePath {
    /// The reminders of a visit that is booked, queued; one whose moment has passed is left out.
    func remind(of consult: Consult, on connection: Connection, now: Instant) throws {
        for minutes in program.visits.reminderMinutes {
            let moment = consult.time.starts - .minutes(minutes)
            guard moment > now else { continue }
            try Job(
                kind: RemindOfVisit.kind,
                arguments: RemindOfVisit(consult: consult.id.uuid, minutes: minutes), lane: nil, runAt: moment
            ).enqueue(on: connection, now: now)
        }
    }

    /// A hold is over. One that was confirmed, or has ended otherwise, stays as it is.
    package func holdEnded(_ id: ID<Consult>, by actor: Actor) async throws {
        try await database.transaction(by: actor) { connection in
            let now = clock.now
            guard var consult = try Consult.lock(id, on: connection) else { throw NotFound() }
            guard consult.expire(now: now) == .changed else { return }
            try consult.save(on: connection, now: now)
            try audit("expire", consult, by: actor, on: connection, now: now)
        }
    }

    /// It is time to remind somebody of their visit: the way they chose, if they agreed to messages, and once. A visit
    /// that was moved or called off reminds nobody.
    package func remindOfVisit(_ id: ID<Consult>, minutes: Int, by actor: Actor) async throws {
        try await database.transaction(by: actor) { connection in
            let now = clock.now
            guard let consult = try Consult.lock(id, on: connection), case .booked = consult.state,
                now < consult.time.starts, try Consult.noteReminder(minutes, of: id, on: connection)
            else { return }
            let patient = ID<Patient>(consult.patient)
            let home = try home(of: patient, on: connection)
            guard home.consentsToMessages else { return }
            let contact = try connection.fetchFirst(Self.selectContact(of: patient), "patient.contact") {
                try Patient.openContact($0, of: patient, keyring: keyring)
            }
            guard let contact else { throw NotFound() }
            let wishes = try wishes(of: patient, on: connection)
            for (channel, address) in [
                (MessageChannel.email, contact.email.address), (.text, contact.phone.e164),
            ] where wishes.channel.allows(channel) {
                try queueMessage(
                    .visitReminder, to: .init(channel: channel, address: address, patient: patient),
                    language: home.language, values: ["when": home.wall(consult.time.starts)],
                    on: connection, now: now)
            }
            try audit("remind", consult, by: actor, on: connection, now: now)
        }
        wakeWorkers()
    }
}
