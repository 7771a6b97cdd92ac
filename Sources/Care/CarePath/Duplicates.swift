import Clinic
import Clocks
import Foundation
import JobQueue
import Patients
import Postgres
import Safety
import Sealing

/// The job that looks whether somebody is there twice; its only argument is the patient's id.
package struct LookForDuplicates: Codable, Sendable {
    package static let kind = "duplicate.look"

    package let patient: UUID
}

extension CarePath {
    /// The look is a job: nobody who registers waits for it, and nothing in their answer tells of it.
    func lookForDuplicates(of patient: ID<Patient>, on connection: Connection, now: Instant) throws {
        try Job(
            kind: LookForDuplicates.kind, arguments: LookForDuplicates(patient: patient.uuid), lane: nil,
            runAt: now
        ).enqueue(on: connection, now: now)
    }

    /// Looks whether somebody is there twice: the same birth date and a name that begins alike, or the same e-mail or
    /// telephone. Each pair is one task, which a person decides on; the second time changes nothing.
    package func findDuplicates(of patient: ID<Patient>, by actor: Actor) async throws {
        try await database.transaction(by: actor) { connection in
            let now = clock.now
            let found = try connection.fetchFirst(Patient.select(patient), "duplicate.patient") { row in
                try Patient(row, keyring: keyring)
            }
            guard let person = found else { return }
            // Three letters of each find a name that was written in two ways.
            let names = [person.name.given, person.name.family].map { name in
                keyring.searchToken(for: .name, String(name.prefix(3)))
            }
            let candidates = try connection.fetch(
                Merge.selectCandidates(
                    for: patient,
                    birthDate: keyring.searchToken(for: .birthDate, person.birthDate.description),
                    given: names[0], family: names[1],
                    contacts: [
                        keyring.searchToken(for: .email, person.contact.email.address),
                        keyring.searchToken(for: .phone, person.contact.phone.e164),
                    ]), "duplicate.candidates"
            ) { row in
                let reasons = [
                    try row["same_person"] as Bool ? "sameBirthDateAndName" : nil,
                    try row["same_contact"] as Bool ? "sameContact" : nil,
                ]
                return (other: try row["patient_id"] as ID<Patient>, reasons: reasons.compactMap(\.self))
            }
            for candidate in candidates {
                try suspectDuplicate(patient, candidate.other, candidate.reasons, on: connection, now: now)
            }
        }
    }

    /// Two records may be one person's: a task, one for each pair, whichever was found first.
    func suspectDuplicate(
        _ one: ID<Patient>, _ other: ID<Patient>, _ reasons: [String], on connection: Connection, now: Instant
    ) throws {
        guard one != other else { return }
        try WorkItem.open(
            .duplicateSuspected, about: Self.pair(one, other), of: one.uuid, reasons: reasons,
            due: try program.workItems.due(.duplicateSuspected, arisingAt: now), on: connection, now: now)
    }

    static func pair(_ one: ID<Patient>, _ other: ID<Patient>) -> String {
        "\(min(one, other))/\(max(one, other))"
    }
}
