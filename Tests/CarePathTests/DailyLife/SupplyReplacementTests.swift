import CarePath
import CareSupport
import Clinic
import Clocks
import Foundation
import Patients
import Postgres
import Prescriptions
import RefillReviews
import Shipments
import Support
import Testing
import Treatments

/// Medicine that is gone: replaced by another fill and never sent again, lots past their date, prescriptions at their end.
@Suite(.database) struct `Medicine that is gone` {
    private let actor = Actor.system("test")

    private func open(_ kind: String, _ clinic: TestClinic, _ patient: ID<Patient>) async throws -> [String] {
        try await clinic.texts(
            """
            SELECT array_to_string(reasons, ' ') AS line FROM work_item
            WHERE patient_id = \(patient) AND kind = \(kind) AND state <> 'resolved'
            """)
    }

    private func reship(
        _ parcel: ID<Shipment>, _ clinic: TestClinic, _ person: TestClinic.Person
    ) async throws -> PlannedFill {
        try await clinic.carePath.replaceParcel(
            parcel.uuid, note: "Search ended.", once: nil, by: person.prescriber
        ).value
    }

    @Test func `on its way is told to its pharmacy and replaced once, by a refill`() async throws {
        let clinic = try await TestClinic()
        let person = try await clinic.person(at: .dispensed, email: "gone-1@example.org")
        let care = clinic.carePath
        try await clinic.database.transaction(by: actor) { connection in
            try connection.execute(
                """
                INSERT INTO shipment (id, order_id, fill_id, patient_id, pharmacy_id, parcel, state, carrier, purchase,
                    tracking_code, attempts, labelled_at, handed_over_at, created_at, version)
                VALUES (\(UUID()), \(person.order), \(person.fill), \(person.patient), \(person.pharmacy), 1, 'inTransit',
                    'UPS', 'reported', '1Z', 0, \(clinic.clock.now), \(clinic.clock.now), \(clinic.clock.now), 3)
                """, "test.parcel")
        }
        let parcel = try #require(try await care.shipments(of: person.patient, by: actor).first).shipment.id
        await #expect(throws: SupplyRefusal.notReplaceable) { _ = try await reship(parcel, clinic, person) }
        _ = try await care.markShipment(
            parcel, as: .lost, because: "Search ended.", once: nil, by: person.prescriber)
        #expect(try await open("pharmacyLoss", clinic, person.patient) == ["lost"])

        let fill = try await reship(parcel, clinic, person)
        #expect(fill.state == .planned)
        await #expect(throws: SupplyRefusal.notReplaceable) { _ = try await reship(parcel, clinic, person) }
        #expect(
            try await clinic.texts(
                """
                SELECT number || ' ' || reason AS line FROM fill JOIN early_fill ON early_fill.id = early_fill_id
                WHERE fill.id = \(fill.id)
                """) == ["2 parcelLost"])
        // It goes by the same rules as any other, today, and holds what the first should have held.
        guard case .released = try await care.releaseDue(fill.id, by: actor) else {
            throw TestClinic.Unexpected()
        }
        #expect(
            try await clinic.count("SELECT quantity AS n FROM pharmacy_order WHERE fill_id = \(fill.id)")
                == 81)
        // The authorisation counts once, and stays with its fill.
        let again = try await clinic.answer(
            """
            INSERT INTO fill (id, prescription_id, patient_id, number, state, not_before, release_on, early_fill_id,
                planned_at, version)
            SELECT gen_random_uuid(), prescription_id, patient_id, 3, 'planned', not_before, release_on, early_fill_id,
                planned_at, 1 FROM fill WHERE id = \(fill.id)
            """)
        #expect(again == .refused("fill_early_once"))
        #expect(
            try await clinic.answer("UPDATE fill SET early_fill_id = NULL WHERE id = \(fill.id)")
                == .refused("fill_early_stays"))
    }

    @Test func `at home is asked about, and replaced though the ledger says too soon`() async throws {
        let clinic = try await TestClinic()
        let maya = try await clinic.inTreatment(email: "gone-2@example.org")
        let care = clinic.carePath
        _ = try await care.supplyGone(
            LozengeCount(whole: 79, half: false), .lost, of: maya.patient, once: nil, by: actor)
        #expect(try await open("countDiffers", clinic, maya.patient) == ["lost"])
        let fill = try await care.authorizeEarlyFill(
            EarlyFill(reason: .lost, note: "Left on a train."), of: maya.patient, once: nil,
            by: maya.person.prescriber
        ).value
        guard case .released = try await care.releaseDue(fill.id, by: actor) else {
            throw TestClinic.Unexpected()
        }
        // While one is under way, no other leaves.
        let next = try await care.authorizeEarlyFill(
            EarlyFill(reason: .travel, note: "Away in spring."), of: maya.patient, once: nil,
            by: maya.person.prescriber
        ).value
        guard case .tooSoon = try await care.releaseDue(next.id, by: actor) else {
            throw TestClinic.Unexpected()
        }
        #expect(try await clinic.answer(maya.release(next.id.uuid)) == .refused("fill_one_under_way"))
    }

    @Test func `past its date leaves the ledger that morning`() async throws {
        let clinic = try await TestClinic()
        let maya = try await clinic.inTreatment(email: "gone-3@example.org")
        clinic.clock.advance(to: (maya.firstDay + 181).at(hour: 9, minute: 0, in: maya.zone))
        for _ in 1...2 { try await clinic.carePath.beginTreatmentDay(ID(maya.treatment), by: actor) }
        #expect(
            try await clinic.texts(
                """
                SELECT kind || ' ' || amount_mg || ' ' || (local_date - \(maya.firstDay)) AS line FROM supply_entry
                WHERE lot_id = \(maya.lot) AND kind <> 'received'
                """) == ["expired -1215 181"])
        #expect(
            try await clinic.count("SELECT on_hand_mg AS n FROM supply_lot WHERE id = \(maya.lot)") == 0)
        // Nobody took anything for half a year: a consult comes first.
        _ = try await clinic.carePath.pauseTreatment(
            of: maya.patient, wishedBy: .careTeam, until: nil, because: "Not heard of.", once: nil,
            by: maya.person.prescriber)
        func resume() async throws {
            _ = try await clinic.carePath.resumeTreatment(
                of: maya.patient, dose: Milligrams(15), from: maya.firstDay + 182, because: "Wants to go on.",
                once: nil, by: maya.person.prescriber)
        }
        await #expect(throws: RefillReviewRefusal.consultFirst) { try await resume() }
        _ = try await clinic.reviewVisit(of: maya.person)
        try await resume()
    }

    @Test func `is planned no more once the prescription has run out`() async throws {
        let clinic = try await TestClinic()
        let maya = try await clinic.inTreatment(email: "gone-4@example.org")
        let care = clinic.carePath
        let fill = try await care.authorizeEarlyFill(
            EarlyFill(reason: .travel, note: "Away."), of: maya.patient, once: nil, by: maya.person.prescriber
        ).value
        let state: SQL = "SELECT state AS line FROM prescription WHERE id = \(maya.person.prescription)"
        try await care.closeRunOutPrescriptions(by: actor)
        #expect(try await clinic.texts(state) == ["signed"])
        clinic.clock.advance(to: (maya.firstDay + 190).at(hour: 9, minute: 0, in: maya.zone))
        for _ in 1...2 { try await care.closeRunOutPrescriptions(by: actor) }
        #expect(try await clinic.texts(state) == ["expired"])
        #expect(
            try await clinic.texts("SELECT state AS line FROM fill WHERE id = \(fill.id)") == ["cancelled"])
        await #expect(throws: FillRefusal.notAllowed) {
            _ = try await care.authorizeEarlyFill(
                EarlyFill(reason: .lost, note: "Gone."), of: maya.patient, once: nil,
                by: maya.person.prescriber)
        }
    }

    @Test func `is depleted with its last refill, not before`() async throws {
        let clinic = try await TestClinic()
        let maya = try await clinic.inTreatment(email: "gone-5@example.org")
        let state: SQL = "SELECT state AS line FROM prescription WHERE id = \(maya.person.prescription)"
        for number in 2...6 {
            try await clinic.carePath.closeRunOutPrescriptions(by: actor)
            #expect(try await clinic.texts(state) == ["signed"])
            let planned = try await clinic.carePath.authorizeEarlyFill(
                EarlyFill(reason: .travel, note: "Fill \(number)."), of: maya.patient, once: nil,
                by: maya.person.prescriber
            ).value
            let fill = planned.id.uuid
            #expect(try await clinic.answer(maya.release(fill)) == .committed)
            #expect(
                try await clinic.answer("UPDATE fill SET state = 'received', version = 3 WHERE id = \(fill)")
                    == .committed)
        }
        try await clinic.carePath.closeRunOutPrescriptions(by: actor)
        #expect(try await clinic.texts(state) == ["depleted"])
    }
}
