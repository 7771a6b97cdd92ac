import CareSupport
import Clinic
import Clocks
import Foundation
import Patients
import Postgres
import Shipments
import Support
import Testing
import Treatments

@testable import CarePath

/// A lot that its pharmacy recalls: at home, on its way, and while it is being dispensed or labelled.
@Suite(.database) struct `A recalled lot` {
    private let actor = Actor.system("test")

    private func treated(_ number: Int) async throws -> (TestClinic, TestClinic.InTreatment, RecalledLot) {
        let clinic = try await TestClinic()
        let maya = try await clinic.inTreatment(email: "recall-\(number)@example.org")
        let slug = try await clinic.texts(
            "SELECT slug AS line FROM pharmacy WHERE id = \(maya.person.pharmacy)")
        // As somebody reads it over the phone: the case differs.
        let lot = RecalledLot(
            pharmacy: try #require(slug.first), lot: "k2291", drug: "ketamine hydrochloride",
            reason: .potency, notice: "Letter 118")
        return (clinic, maya, lot)
    }

    private func told(_ patient: ID<Patient>, _ clinic: TestClinic) async throws -> Int {
        try await clinic.count(
            "SELECT count(*) AS n FROM job WHERE kind = \(TellOfRecall.kind) AND lane = \("recall:\(patient)")"
        )
    }

    private func today(_ clinic: TestClinic, _ maya: TestClinic.InTreatment) async throws -> String {
        try await clinic.texts(
            """
            SELECT permission || ' ' || is_gap || ' ' || array_to_string(rules, ',') AS line FROM treatment_day
            WHERE treatment_id = \(maya.treatment) ORDER BY local_date DESC LIMIT 1
            """
        ).first ?? ""
    }

    @Test func `is not taken from that moment on, and is again once the recall is lifted`() async throws {
        let (clinic, maya, lot) = try await treated(1)
        let care = clinic.carePath
        let recall = try await care.recall(lot, once: nil, by: actor).value
        #expect(recall.handle.hasPrefix("rc-"))
        #expect(try await told(maya.patient, clinic) == 1)
        await #expect(throws: SupplyRefusal.recalledAlready) {
            _ = try await care.recall(lot, once: nil, by: actor).value
        }
        for _ in 1...2 { try await care.recallReaches(maya.patient, recall.id, by: actor) }
        // T24: what is at home is there, and of no use.
        #expect(try await today(clinic, maya) == "skip true T24")
        let view = try await care.treatment(of: maya.patient, by: actor)
        #expect(view.supply?.onHand == .zero)
        #expect(
            try await clinic.count("SELECT on_hand_mg AS n FROM supply_lot WHERE id = \(maya.lot)") == 1215)
        // Told once, one piece of work; the gap is nobody's delay.
        let listed = try #require(try await care.recalls(limit: 10, by: actor).first)
        #expect(listed.holders == 1 && listed.stillOpen == 1 && listed.onHand == Milligrams(1215))
        #expect(
            try await clinic.texts(
                """
                SELECT code AS line FROM timeline_entry
                WHERE patient_id = \(maya.patient) AND code = 'supplyRecalled'
                """) == ["supplyRecalled"])
        #expect(
            try await clinic.texts(
                """
                SELECT gap_owner || ' ' || gap_reason AS line FROM treatment_day
                WHERE treatment_id = \(maya.treatment) AND is_gap
                """) == ["program recalled"])

        for _ in 1...2 {
            _ = try await care.liftRecall(recall.id, because: "Another lot.", once: nil, by: actor).value
        }
        try await care.recallReaches(maya.patient, recall.id, by: actor)
        #expect(try await today(clinic, maya) == "take false ")
        let after = try #require(try await care.recalls(limit: 10, by: actor).first)
        #expect(after.liftedAt != nil && after.stillOpen == 0)
        // The correcting row is one of its own; the same lot may be recalled anew.
        #expect(try await care.recall(lot, once: nil, by: actor).value.id != recall.id)
    }

    @Test func `is found by the parcel, or finds it, whoever comes first`() async throws {
        let (clinic, maya, lot) = try await treated(2)
        let parcel = UUID()
        let (now, person) = (clinic.clock.now, maya.person)
        #expect(
            try await clinic.answer(
                """
                INSERT INTO shipment (id, order_id, fill_id, patient_id, pharmacy_id, parcel, state, purchase,
                    carrier_shipment, attempts, created_at, version)
                VALUES (\(parcel), \(person.order), \(person.fill), \(maya.patient), \(person.pharmacy), 2, 'created',
                    'none', \("shp_\(parcel.uuidString)"), 0, \(now), 1)
                """) == .committed)
        let recalled: SQL = """
            INSERT INTO lot_recall (id, pharmacy_id, lot, drug, reason, notice, recorded_at, recorded_by)
            VALUES (\(UUID()), \(person.pharmacy), \(lot.lot), 'ketamine', 'potency', 'Letter 118', \(now), 'test')
            """
        let label: SQL = "UPDATE shipment SET purchase = 'buying' WHERE id = \(parcel)"
        #expect(
            try await clinic.overlapping(recalled, label) == [
                .committed, .refused("shipment_no_recalled_lot"),
            ])
        #expect(try await clinic.answer(recalled) == .refused("lot_recall_one_in_force"))
        // A dispense waits for the recall that is being recorded, and is kept as the pharmacy says it.
        let dispensed: SQL = """
            INSERT INTO dispense_lot (order_id, lot, use_by, quantity) VALUES (\(person.order), 'K9', '2027-05-01', 1)
            """
        let another: SQL = """
            INSERT INTO lot_recall (id, pharmacy_id, lot, drug, reason, notice, recorded_at, recorded_by)
            VALUES (\(UUID()), \(person.pharmacy), 'k9', 'ketamine', 'other', 'Letter 119', \(now), 'test')
            """
        #expect(try await clinic.overlapping(another, dispensed) == [.committed, .committed])
    }

    @Test func `that is dispensed after its recall gets no label, and its patient is told`() async throws {
        let clinic = try await TestClinic()
        let person = try await clinic.person(at: .dispensed, email: "recall-3@example.org")
        let slug = try await clinic.texts("SELECT slug AS line FROM pharmacy WHERE id = \(person.pharmacy)")
        let care = clinic.carePath
        let recall = try await care.recall(
            RecalledLot(
                pharmacy: try #require(slug.first), lot: "K2291", drug: "ketamine", reason: .contamination,
                notice: "Letter 120"), once: nil, by: actor
        ).value
        // The supply was on its way when the recall came: found once, and once more when its parcel is opened.
        #expect(try await told(person.patient, clinic) == 1)
        try await clinic.database.transaction(by: actor) { connection in
            try care.orderDispensed(ID(person.order), by: actor, on: connection, now: clinic.clock.now)
        }
        #expect(try await told(person.patient, clinic) == 2)
        #expect(
            try await clinic.count(
                """
                SELECT count(*) AS n FROM job JOIN shipment ON lane = 'shipment:' || shipment.id
                WHERE kind = 'shipment.label' AND patient_id = \(person.patient)
                """) == 0)
        #expect(
            try await clinic.texts(
                """
                SELECT array_to_string(reasons, ' ') AS line FROM work_item
                WHERE patient_id = \(person.patient) AND kind = 'shipmentProblem'
                """) == ["lotRecalled"])
        // A label that was asked for all the same is not bought.
        let parcel = try #require(try await care.shipments(of: person.patient, by: actor).first).shipment.id
        _ = try await care.carrierQuoted(parcel, as: "shp_\(parcel)", by: actor)
        let rate = CarrierRate(id: "rate_1", carrier: "USPS", service: "Priority", price: 1, deliveryDays: 2)
        #expect(try await !care.labelBuying(parcel, at: rate, by: actor))
        try await care.recallReaches(person.patient, recall.id, by: actor)

        // A prescriber has it replaced: what was not sent goes back, another fill goes out.
        let fill = try await care.authorizeEarlyFill(
            EarlyFill(reason: .recalled, note: "The lot."), of: person.patient, once: nil,
            by: person.prescriber
        ).value
        #expect(
            fill.notBefore
                == LocalDate(of: clinic.clock.now, in: try #require(TimeZone(identifier: "America/Phoenix"))))
        #expect(
            try await clinic.texts("SELECT state AS line FROM fill WHERE id = \(person.fill)") == ["returned"]
        )
        #expect(
            try await clinic.texts(
                "SELECT outcome AS line FROM work_item WHERE patient_id = \(person.patient) AND kind = 'lotRecalled'"
            )
                == ["replaced"])
    }
}
