import Access
import CarePath
import Clinic
import Clocks
import Foundation
import Intakes
import Patients
import Postgres
import Safety

extension TestClinic {
    /// Somebody answers the screening.
    package func screened(_ answers: ScreeningAnswers = ScreeningAnswers()) async throws -> Screening {
        let submission = ScreeningSubmission(response: answers.response, contact: nil, language: .en)
        guard case .fresh(let screening, _) = try await carePath.takeScreening(submission, once: nil) else {
            throw Unexpected()
        }
        return screening
    }

    /// What the same person gives to register.
    package func registration(
        on screening: ID<Screening>, _ answers: ScreeningAnswers = ScreeningAnswers(),
        email: String = "maya@example.org",
        phone: String = "+16025550143", given: String = "Maya", family: String = "Ortiz"
    ) throws -> Registration {
        guard let birthDate = LocalDate(answers.birthDate), let state = StateCode(answers.state),
            let email = EmailAddress(email), let phone = PhoneNumber(phone),
            let zone = carePath.program.zones.zones(of: state).first
        else { throw Unexpected() }
        return Registration(
            screening: screening.uuid, name: PersonName(given: given, family: family), birthDate: birthDate,
            address: PostalAddress(
                line1: "12 Juniper Street", line2: nil, city: "Phoenix", state: state, postalCode: "85004"),
            state: state, contact: Contact(email: email, phone: phone),
            preferences: .init(timeZone: zone, language: .en, consentToMessages: true))
    }

    /// Somebody with these answers is screened, registers, and is found again.
    package func registered(
        _ answers: ScreeningAnswers = ScreeningAnswers(), email: String = "maya@example.org",
        phone: String = "+16025550143", given: String = "Maya", family: String = "Ortiz"
    ) async throws -> Patient {
        let screening = try await screened(answers)
        _ = try await carePath.register(
            try registration(
                on: screening.id, answers, email: email, phone: phone, given: given, family: family),
            once: nil)
        let found = try await carePath.findPatients(email, limit: 1, by: .system("test"))
        guard let patient = found.first else { throw Unexpected() }
        return patient
    }

    /// One of the care team, invited and enrolled, without the ceremony: the account as it is afterwards.
    package func colleague(_ name: String, _ roles: Set<Role> = [.careNavigator]) async throws -> Caller {
        let id = UUID()
        guard let email = EmailAddress("\(name.lowercased())@clinic.example") else { throw Unexpected() }
        let now = clock.now
        try await database.transaction(by: Actor.system("test")) { connection in
            _ = try StaffMember.open(
                id: id, name: name, email: email, state: .active, keyring: keyring, on: connection, now: now)
        }
        return Caller(accountID: id, kind: .staff, roles: roles, session: UUID())
    }

    /// The oldest piece of work in the queue.
    package func firstWork(by caller: Caller) async throws -> QueueLine {
        let page = try await carePath.queue(QueueFilter(), after: nil, limit: 1, in: .en, by: caller)
        guard let line = page.lines.first else { throw Unexpected() }
        return line
    }

    /// A test's own preparation went wrong.
    package struct Unexpected: Error {
        package init() {}
    }
}
