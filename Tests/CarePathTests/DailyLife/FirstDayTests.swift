import CareSupport
import Clinic
import Clocks
import Foundation
import Intakes
import Postgres
import Questionnaires
import Shipments
import Support
import Testing
import Treatments

@testable import CarePath

/// From the parcel to the first dose, on its tables.
@Suite(.database) struct `The first day` {
    @Test func `moves until a dose is reported, which makes its date the first`() async throws {
        let clinic = try await TestClinic()
        let person = try await clinic.person(
            at: .dispensed, email: "\(UUID().uuidString.lowercased())@example.org")
        let (path, patient, actor) = (clinic.carePath, person.patient, Actor.patient(person.patient.uuid))
        let zone = try #require(TimeZone(identifier: "America/Phoenix"))
        let today = LocalDate(of: clinic.clock.now, in: zone)
        func report(_ taken: CheckIn.Taken) async throws -> CheckInView {
            try await path.checkIn(CheckInReport(taken: taken), of: patient, once: nil, by: actor).value
        }
        try await clinic.database.transaction(by: actor) { connection in
            try path.orderDispensed(ID(person.order), by: actor, on: connection, now: clinic.clock.now)
        }
        // Before the parcel there is nothing to report, and nothing to begin with.
        await #expect(throws: CourseRefusal.notStarted) { _ = try await report(.planned) }
        let parcel = try #require(try await path.shipments(of: patient, by: actor).first).shipment.id
        _ = try await path.parcelReceived(parcel, count: 81, damaged: 0, once: nil, by: patient)
        await #expect(throws: CourseRefusal.notStarted) { _ = try await report(.none) }

        for day in [today + 5, today + 3] {
            let view = try await path.startTreatment(on: day, once: nil, by: patient).value
            #expect(view.cycle == Cycle(number: 1, firstDay: day) && view.plan == nil)
        }
        await #expect(throws: CourseRefusal.notStarted) { _ = try await report(.none) }
        let first = try await report(.planned)
        #expect(first.kept.planned == Milligrams(15) && first.kept.date == today)
        let view = try await path.treatment(of: patient, by: actor)
        #expect(view.cycle?.day(of: today) == 1 && view.supply?.onHand == Milligrams(1200))
        #expect(view.treatment?.evaluatedThrough == today)
        await #expect(throws: TreatmentRefusal.firstDayFixed) {
            _ = try await path.startTreatment(on: today + 1, once: nil, by: patient)
        }
        #expect(
            try await clinic.count(
                "SELECT count(*) AS n FROM cycle JOIN treatment ON id = treatment_id WHERE patient_id = \(patient)"
            )
                == 1)
        #expect(
            try await clinic.texts(
                """
                SELECT occasion AS line FROM titration_decision WHERE patient_id = \(patient) ORDER BY decided_at, id
                """) == ["morning", "checkIn"])
    }

    @Test func `knows the scores and the reasons of the intake`() async throws {
        let program = try await TestClinic().carePath.program
        var answers = IntakeAnswers()
        answers["phq9-9"] = ["LA6569-3"]
        let json = answers.response(to: program.intake.questionnaire)
        let read = try #require(program.intake.published.read(json, mode: .inProgress).0)
        #expect(program.intake.lastItem(of: "phq9", in: read) == 1)
        let codes = read.codings(program.treatmentStart.indications.linkId).compactMap(\.code)
        #expect(codes.compactMap { program.treatmentStart.indications.codes[$0] } == ["depression"])
    }
}
