import CareSupport
import Clinic
import Clocks
import Foundation
import Patients
import Postgres
import Testing

@testable import CarePath

extension TestClinic {
    /// Somebody like nobody else in the suite's database: name, birth date, e-mail and telephone are theirs.
    func somebody(_ given: String, _ family: String = "Ortiz", birthDate: String = "1992-03-02") async throws
        -> ID<Patient>
    {
        var answers = ScreeningAnswers()
        answers.birthDate = birthDate
        return try await registered(
            answers, email: "\(given.lowercased())-\(UUID().uuidString.prefix(8).lowercased())@example.org",
            phone: "+1602556\(1000 + Int.random(in: 0...8999))", given: given, family: family
        ).id
    }

    /// A move to New York or within Arizona.
    func moving(to state: String = "NY", from date: LocalDate) throws -> MoveRequested {
        let code = try #require(StateCode(state))
        return MoveRequested(
            address: PostalAddress(
                line1: "4 Elm Street", line2: nil, city: state == "NY" ? "Albany" : "Tempe", state: code,
                postalCode: state == "NY" ? "12207" : "85281"),
            state: code, timeZone: nil, effectiveFrom: date)
    }

    /// They look at what comes of it, and move.
    @discardableResult
    func move(_ patient: ID<Patient>, _ asked: MoveRequested) async throws -> MoveView {
        let actor = Actor.patient(patient.uuid)
        let seen = try await carePath.previewMove(of: patient, asked, by: actor).seen
        return try await carePath.move(patient, asked, seen: seen, once: nil, by: actor).value
    }

    func run(_ statement: SQL) async throws {
        _ = try await database.transaction(by: Actor.system("test")) {
            try $0.run(statement, "test.change")
        }
    }

    /// Open work of a kind about somebody: its reasons.
    func work(_ kind: String, of patient: ID<Patient>) async throws -> [String] {
        try await texts(
            """
            SELECT array_to_string(reasons, ',') AS line FROM work_item
            WHERE kind = \(kind) AND patient_id = \(patient) AND state <> 'resolved'
            """)
    }

    func phoenixToday() throws -> LocalDate {
        LocalDate(of: clock.now, in: try #require(TimeZone(identifier: "America/Phoenix")))
    }
}
