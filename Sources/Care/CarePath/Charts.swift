import Clinic
import Clocks
import Foundation
import Intakes
import Patients
import Postgres
import Sealing

/// Everything the care team sees of one patient at once.
package struct Chart: Sendable {
    package let patient: Patient
    package let path: PathSummary
    /// The treatment, while one is under way.
    package let course: CourseSummary?
    package let work: [QueueLine]
}

extension CarePath {
    /// The patient's chart. Each reading of one is an audit row of its own, written before the answer leaves.
    package func chart(of patient: ID<Patient>, in language: Language, by actor: Actor) async throws -> Chart
    {
        let now = clock.now
        let audit = AuditEntry(
            "chart.read", .init("patient", patient.uuid), patient: patient.uuid, by: actor, at: now)
        async let work = database.read(by: actor, Self.selectOpenWork(of: patient), "chart.work") { row in
            try queueLine(row, in: language, now: now)
        }
        async let course = courseSummary(of: patient, by: actor, now: now)
        async let position = position(of: patient, by: actor, now: now)
        async let path = database.read(by: actor, PathSummary.select(of: patient), "chart.path") { $0 }
        let found = try await database.read(
            by: actor, Patient.select(patient), audit: audit.insert, "chart.patient"
        ) {
            try Patient($0, keyring: keyring)
        }
        guard let person = found.first, let (stands, stage) = try await position,
            let row = try await path.first
        else { throw NotFound() }
        return Chart(
            patient: person,
            path: try PathSummary(
                row, at: stands, stage: stage, required: program.consents.required.count),
            course: try await course, work: try await work)
    }

    /// The id behind a handle such as `pt-7k2mq`.
    package func patientID(handle: String, by actor: Actor) async throws -> ID<Patient> {
        let found = try await database.read(by: actor, Patient.selectID(handle: handle), "patient.handle") {
            row in
            let id: ID<Patient> = try row["id"]
            return id
        }
        guard let id = found.first else { throw NotFound() }
        return id
    }

    /// People whom `text` may mean: a handle, an id, an e-mail, a phone number, a birth date, or words of a name
    /// (whole, or their first three letters). The text itself is kept nowhere.
    package func findPatients(_ text: String, limit: Int, by actor: Actor) async throws -> [Patient] {
        let search = PatientSearch(text)
        let audit = AuditEntry(
            "patient.search", .init("patient"), detail: ["by": search.kind], by: actor, at: clock.now)
        return try await database.read(
            by: actor, search.select(keyring: keyring, limit: limit), audit: audit.insert, "patient.search"
        ) { try Patient($0, keyring: keyring) }
    }
}

/// What somebody typed to find a person, read for what it most likely is.
package enum PatientSearch: Sendable, Equatable {
    case id(UUID)
    case handle(String)
    case birthDate(LocalDate)
    case email(EmailAddress)
    case phone(PhoneNumber)
    case name(String)

    package init(_ text: String) {
        let text = text.trimmingCharacters(in: .whitespacesAndNewlines)
        if let id = UUID(uuidString: text) {
            self = .id(id)
        } else if text.lowercased().wholeMatch(of: /pt-[0-9a-hjkmnp-tv-z]{5,8}/) != nil {
            self = .handle(text.lowercased())
        } else if let date = LocalDate(text) {
            self = .birthDate(date)
        } else if let email = EmailAddress(text) {
            self = .email(email)
        } else if let phone = PhoneNumber(text) {
            self = .phone(phone)
        } else {
            self = .name(text)
        }
    }

    /// How the search was made, for the audit trail, which never holds what was searched for.
    var kind: String {
        switch self {
        case .id: "id"
        case .handle: "handle"
        case .birthDate: "birthDate"
        case .email: "email"
        case .phone: "phone"
        case .name: "name"
        }
    }

    func select(keyring: Keyring, limit: Int) -> SQL {
        switch self {
        case .id(let id): Patient.select(ID(id))
        case .handle(let handle): Patient.select(handle: handle)
        case .birthDate(let date): tokens([keyring.searchToken(for: .birthDate, date.description)], limit)
        case .email(let email): tokens([keyring.searchToken(for: .email, email.address)], limit)
        case .phone(let phone): tokens([keyring.searchToken(for: .phone, phone.e164)], limit)
        case .name(let name):
            tokens(
                name.split { " -".contains($0) }.map { keyring.searchToken(for: .name, String($0)) }, limit)
        }
    }

    private func tokens(_ tokens: [SearchToken], _ limit: Int) -> SQL {
        Patient.select(foundBy: Array(Set(tokens)), limit: limit)
    }
}
