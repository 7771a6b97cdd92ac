import Access
import Clinic
import Clocks
import Consults
import Foundation
import Patients
import Postgres
import Sealing

/// A visit with the people in it, as one of them reads it.
package struct Appointment: Sendable {
    package let consult: Consult
    /// `co-7k2mq`.
    package let handle: String
    package let prescriber: Prescriber
    package let patient: Patient
    package let checkedInAt: Instant?
    package let startedAt: Instant?
    package let completedAt: Instant?
    /// Who ended it: `patient`, `staff` or `system`.
    package let endedBy: String?
    package let endReason: String?
    /// Why declined, what is missing, when to follow up.
    package let outcomeDetail: String?
    /// What was signed; read for one visit, empty in lists.
    package internal(set) var notes: [SignedNote] = []
    /// The reader's way in, while the door is open.
    package internal(set) var room: RoomPass?

    package struct Prescriber: Sendable {
        package let id: UUID
        package let handle: String
        /// As patients see it: `Mei Lin, MD`.
        package let name: String
    }

    package struct Patient: Sendable {
        package let id: ID<Patients.Patient>
        package let handle: String
        package let name: PersonName
        package let state: String
        package let timeZone: String
        package let email: EmailAddress
    }
}

/// Which visits are asked for.
package struct AppointmentFilter: Sendable {
    package let starts: Range<Instant>
    package let prescriber: UUID?

    package init(starts: Range<Instant>, prescriber: UUID?) {
        self.starts = starts
        self.prescriber = prescriber
    }
}

/// One page of visits, by start.
package struct AppointmentPage: Sendable {
    package let appointments: [Appointment]
    package let next: Position?

    /// Where a page ends.
    package struct Position: Sendable, Codable {
        package let starts: Instant
        package let id: UUID

        package init(starts: Instant, id: UUID) {
            self.starts = starts
            self.id = id
        }
    }
}

extension CarePath {
    /// A patient's own visits, the latest first. A patient's own reading does not wait for the disk.
    package func appointments(
        of patient: ID<Patient>, after cursor: AppointmentPage.Position?, limit: Int, by actor: Actor
    ) async throws -> AppointmentPage {
        let audit = AuditEntry(
            "consults.read", .init("patient", patient.uuid), patient: patient.uuid, by: actor, at: clock.now)
        let found = try await database.read(
            by: actor, Self.selectAppointments(of: patient, after: cursor, limit: limit + 1),
            audit: audit.insert,
            durable: actor != .patient(patient.uuid), "consult.ofPatient"
        ) { try appointment($0) }
        return page(of: found, limit: limit)
    }

    /// The visits of a stretch of days, by start, as the care team sees them. The reading is audited.
    package func appointments(
        _ filter: AppointmentFilter, after cursor: AppointmentPage.Position?, limit: Int, by actor: Actor
    ) async throws -> AppointmentPage {
        let audit = AuditEntry("consults.read", .init("consult"), by: actor, at: clock.now)
        let found = try await database.read(
            by: actor, Self.selectAppointments(filter, after: cursor, limit: limit + 1), audit: audit.insert,
            "consult.page"
        ) { try appointment($0) }
        return page(of: found, limit: limit)
    }

    /// One visit with its notes and, while the door is open, the reader's way in. The reading is audited.
    ///
    /// - Parameter owner: the patient whose it must be; `nil` for the care team.
    package func appointment(
        _ id: ID<Consult>, of owner: ID<Patient>?, by actor: Actor
    ) async throws -> Appointment {
        let now = clock.now
        let found = try await database.read(by: actor, Self.selectAppointment(id), "consult.one") { row in
            (try appointment(row), try keyring.unwrap(try row["patient_data_key"]))
        }
        guard let (read, key) = found.first, owner.map({ $0 == read.patient.id }) ?? true else {
            throw NotFound()
        }
        let audit = AuditEntry(
            "consult.read", .init("consult", id.uuid), patient: read.patient.id.uuid, by: actor, at: now)
        var whole = read
        whole.notes = try await database.read(
            by: actor, SignedNote.select(of: id), audit: audit.insert, durable: owner == nil, "consult.notes"
        ) { try SignedNote($0, with: key) }
        let party: Consult.Party = owner == nil ? .prescriber : .patient
        if party == .patient || actor == .staff(whole.prescriber.id) {
            whole.room = try RoomPass(
                to: whole.consult, for: party, rules: program.visits, keyring: keyring, now: now)
        }
        return whole
    }

    /// The id behind a handle such as `co-7k2mq`.
    package func consultID(handle: String, by actor: Actor) async throws -> ID<Consult> {
        let found = try await database.read(by: actor, Self.selectConsultID(handle: handle), "consult.handle")
        { row in
            let id: ID<Consult> = try row["id"]
            return id
        }
        guard let id = found.first else { throw NotFound() }
        return id
    }

    private func page(of found: [Appointment], limit: Int) -> AppointmentPage {
        let appointments = Array(found.prefix(limit))
        return AppointmentPage(
            appointments: appointments,
            next: found.count > limit
                ? appointments.last.map { .init(starts: $0.consult.time.starts, id: $0.consult.id.uuid) }
                : nil)
    }
}

extension CarePath {
    /// The visit as it now stands, for the answer to a change.
    func appointment(_ id: ID<Consult>, on connection: Connection) throws -> Appointment {
        let found = try connection.fetchFirst(Self.selectAppointment(id), "consult.answer") {
            try appointment($0)
        }
        guard let found else { throw NotFound() }
        return found
    }

    func appointment(_ row: Row) throws -> Appointment {
        let consult = try Consult(row)
        let key = try keyring.unwrap(try row["patient_data_key"])
        func open(_ column: String) throws -> String? {
            try (row[column] as Sealed<String>?)?.open(with: key, at: Consult.place(column, consult.id))
        }
        let name = try StaffMember.openName(
            row, column: "prescriber_name", of: consult.prescriber, keyring: keyring)
        let patient = ID<Patient>(consult.patient)
        let endedBy: String? = try row["ended_by"]
        return Appointment(
            consult: consult, handle: try row["handle"],
            prescriber: .init(
                id: consult.prescriber, handle: try row["prescriber_handle"],
                name: "\(name), \(try row["credentials"] as String)"),
            patient: .init(
                id: patient, handle: try row["patient_handle"],
                name: try Patient.openName(row, of: patient, keyring: keyring),
                state: try row["patient_state"], timeZone: try row["patient_time_zone"],
                email: try Patient.openContact(row, of: patient, keyring: keyring).email),
            checkedInAt: try row["checked_in_at"], startedAt: try row["started_at"],
            completedAt: try row["completed_at"],
            endedBy: endedBy.map { String($0.prefix { $0 != ":" }) }, endReason: try open("end_reason"),
            outcomeDetail: try open("outcome_detail"))
    }
}
