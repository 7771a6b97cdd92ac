import CareSupport
import Clinic
import Clocks
import Foundation
import Patients
import Postgres
import Safety
import Shipments
import Support
import Testing
import Treatments

@testable import CarePath

/// A dispensed order on its way through the corridor, without a carrier: what a carrier would say is said here.
@Suite(.database) struct `A parcel on its way` {
    private let actor = Actor.system("test")

    private func parcel(
        _ clinic: TestClinic
    ) async throws -> (person: TestClinic.Person, id: ID<Shipment>) {
        let person = try await clinic.person(at: .dispensed, email: "maya-\(UUID())@example.org")
        let carePath = clinic.carePath
        for _ in 0..<2 {
            try await clinic.database.transaction(by: actor) { connection in
                try carePath.orderDispensed(
                    ID(person.order), by: actor, on: connection, now: clinic.clock.now)
            }
        }
        let own = try await carePath.shipments(of: person.patient, by: actor)
        return (person, try #require(own.first).shipment.id)
    }

    private func label(_ clinic: TestClinic, _ id: ID<Shipment>) async throws {
        let quoted = try await clinic.carePath.carrierQuoted(id, as: "shp_\(id)", by: actor)
        #expect(quoted == "shp_\(id)")
        let rate = CarrierRate(id: "rate_1", carrier: "USPS", service: "Priority", price: 1, deliveryDays: 2)
        #expect(try await clinic.carePath.labelBuying(id, at: rate, by: actor))
        let bought = CarrierParcel(
            id: "shp_\(id)", rates: [rate],
            label: .init(
                carrier: "USPS", service: "Priority", trackingCode: "94", url: "https://l.example/1"),
            tracker: "trk_\(id)", estimatedDelivery: nil, refund: nil)
        for _ in 0..<2 { try await clinic.carePath.labelBought(id, bought, by: actor) }
    }

    private func report(
        _ clinic: TestClinic, _ id: ID<Shipment>, _ seen: CarrierReport.Seen, signedBy: String? = nil
    ) -> CarrierReport {
        CarrierReport(
            tracker: "trk_\(id)", carrierShipment: "shp_\(id)", trackingCode: "94", seen: seen,
            status: "\(seen)",
            detail: nil, occurredAt: clinic.clock.now, signedBy: signedBy, estimatedDelivery: nil)
    }

    @Test func `is opened once with the dispense, and its label asked for once`() async throws {
        let clinic = try await TestClinic()
        let (person, id) = try await parcel(clinic)
        #expect(
            try await clinic.count("SELECT count(*) AS n FROM shipment WHERE order_id = \(person.order)") == 1
        )
        #expect(
            try await clinic.count(
                "SELECT count(*) AS n FROM job WHERE kind = 'shipment.label' AND lane = \("shipment:\(id)")")
                == 1)
        guard case .quote(let wanted)? = try await clinic.carePath.labelStep(of: id, by: actor) else {
            Issue.record("no quote")
            return
        }
        #expect(wanted.from.name == "Alpha Compounding" && wanted.to.name == "Maya Ortiz")
        _ = try await clinic.carePath.carrierQuoted(id, as: "shp_1", by: actor)
        guard case .ask("shp_1")? = try await clinic.carePath.labelStep(of: id, by: actor) else {
            Issue.record("a kept id is not asked about")
            return
        }
    }

    @Test func `that was signed for lets the treatment begin`() async throws {
        let clinic = try await TestClinic()
        let (person, id) = try await parcel(clinic)
        await #expect(throws: TreatmentRefusal.notArrived) {
            try await clinic.carePath.startTreatment(
                on: #require(LocalDate("2026-11-21")), once: nil, by: person.patient)
        }
        try await label(clinic, id)
        let inTransit = report(clinic, id, .inTransit)
        #expect(try await clinic.carePath.carrierReported(inTransit, by: actor) == .applied)
        clinic.clock.advance(by: .hours(40))
        let delivered = report(clinic, id, .delivered, signedBy: "Q. ZYZZYVA")
        #expect(try await clinic.carePath.carrierReported(delivered, by: actor) == .applied)
        #expect(try await clinic.carePath.carrierReported(delivered, by: actor) == .repeated)
        #expect(try await clinic.carePath.carrierReported(inTransit, by: actor) == .late)
        let chart = try await clinic.carePath.shipmentChart(id, by: actor)
        #expect(chart.heard.map(\.effect) == ["applied", "applied", "repeated", "late"])
        #expect(chart.parcel.signer == "Q. ZYZZYVA")
        for row in try await clinic.texts("SELECT row_to_json(t)::text AS line FROM shipment AS t") {
            #expect(!row.contains("ZYZZYVA"))
        }
        let day = try #require(LocalDate("2026-11-23"))
        guard
            case .fresh(let view, _) = try await clinic.carePath.startTreatment(
                on: day, once: nil, by: person.patient)
        else { throw TestClinic.Unexpected() }
        #expect(view.dose?.dose == Milligrams(15) && view.supply?.lozenges == 81)
        let timeline = try await clinic.carePath.timeline(
            of: person.patient, after: nil, limit: 20, in: .en, by: actor)
        #expect(
            timeline.entries.map(\.entry.code)
                == [.firstDayChosen, .shipmentDelivered, .shipmentSent, .registered])
    }

    @Test func `left without a name is somebody's work, and is not there yet`() async throws {
        let clinic = try await TestClinic()
        let (person, id) = try await parcel(clinic)
        try await label(clinic, id)
        _ = try await clinic.carePath.carrierReported(report(clinic, id, .delivered), by: actor)
        #expect(try await clinic.openWork(.deliveryUnsigned, on: id) == 1)
        #expect(try await clinic.carePath.treatment(of: person.patient, by: actor).treatment == nil)
        _ = try await clinic.carePath.parcelReceived(id, count: 80, damaged: 0, once: nil, by: person.patient)
        #expect(try await clinic.openWork(.deliveryUnsigned, on: id) == 0)
        // One lozenge fewer than the pharmacy says.
        #expect(try await clinic.openWork(.shipmentProblem, on: id) == 1)
        #expect(try await clinic.carePath.treatment(of: person.patient, by: actor).supply?.lozenges == 80)
        #expect(
            try await clinic.texts("SELECT state AS line FROM fill WHERE id = \(person.fill)") == ["received"]
        )
    }

    @Test func `that did not come raises a flag, whatever the carrier says`() async throws {
        let clinic = try await TestClinic()
        let (person, id) = try await parcel(clinic)
        try await label(clinic, id)
        _ = try await clinic.carePath.carrierReported(
            report(clinic, id, .delivered, signedBy: "J. DOE"), by: actor)
        _ = try await clinic.carePath.parcelNotReceived(id, once: nil, by: person.patient)
        #expect(
            try await clinic.count(
                "SELECT count(*) AS n FROM flag WHERE patient_id = \(person.patient) AND severity = 2 AND state = 'open'"
            ) == 1)
        await #expect(throws: TreatmentRefusal.notArrived) {
            try await clinic.carePath.startTreatment(
                on: #require(LocalDate("2026-11-21")), once: nil, by: person.patient)
        }
    }

    @Test(arguments: [true, false])
    func `all of whose lozenges are of no use begins nothing, whoever speaks first`(carrierFirst: Bool)
        async throws
    {
        let clinic = try await TestClinic()
        let (person, id) = try await parcel(clinic)
        try await label(clinic, id)
        func delivered() async throws {
            _ = try await clinic.carePath.carrierReported(
                report(clinic, id, .delivered, signedBy: "J. DOE"), by: actor)
        }
        if carrierFirst { try await delivered() }
        _ = try await clinic.carePath.parcelReceived(
            id, count: 81, damaged: 81, once: nil, by: person.patient)
        if !carrierFirst { try await delivered() }
        await #expect(throws: TreatmentRefusal.notArrived) {
            try await clinic.carePath.startTreatment(
                on: #require(LocalDate("2026-11-21")), once: nil, by: person.patient)
        }
    }

    @Test func `whose label is late stays as open as it is, and somebody knows`() async throws {
        let clinic = try await TestClinic()
        let (_, id) = try await parcel(clinic)
        _ = try await clinic.carePath.carrierQuoted(id, as: "shp_\(id)", by: actor)
        let rate = CarrierRate(id: "rate_1", carrier: "USPS", service: "Priority", price: 1, deliveryDays: 2)
        #expect(try await clinic.carePath.labelBuying(id, at: rate, by: actor))
        try await clinic.carePath.labelDelayed(id, because: "notReached", by: actor)
        #expect(try await clinic.carePath.shipment(id, by: actor)?.purchase == .buying)
        #expect(try await clinic.openWork(.labelProblem, on: id) == 1)
    }

    @Test func `that is lost ends the fill, and is nobody's else`() async throws {
        let clinic = try await TestClinic()
        let (person, id) = try await parcel(clinic)
        try await label(clinic, id)
        let other = try await clinic.registered(email: "other@example.org", phone: "+16025550188")
        await #expect(throws: NotFound.self) {
            try await clinic.carePath.parcelReceived(id, count: 81, damaged: 0, once: nil, by: other.id)
        }
        #expect(try await clinic.carePath.carrierReported(report(clinic, id, .lost), by: actor) == .applied)
        #expect(
            try await clinic.texts("SELECT state AS line FROM fill WHERE id = \(person.fill)") == ["lost"])
        #expect(try await clinic.openWork(.shipmentProblem, on: id) == 1)
        await #expect(throws: ShipmentRefusal.ended) {
            try await clinic.carePath.parcelReceived(id, count: 81, damaged: 0, once: nil, by: person.patient)
        }
    }

    /// Said at the same time, one of them is first; the parcel is there in the end either way.
    @Test func `received and not received at once ends received`() async throws {
        let clinic = try await TestClinic()
        let (person, id) = try await parcel(clinic)
        await withTaskGroup(of: Void.self) { group in
            for number in 0..<16 {
                group.addTask {
                    if number.isMultiple(of: 2) {
                        _ = try? await clinic.carePath.parcelReceived(
                            id, count: 81, damaged: 0, once: nil, by: person.patient)
                    } else {
                        _ = try? await clinic.carePath.parcelNotReceived(id, once: nil, by: person.patient)
                    }
                }
            }
        }
        let parcel = try #require(try await clinic.carePath.shipment(id, by: actor))
        #expect(parcel.receipt?.receipt == .received)
        #expect(
            try await clinic.count("SELECT count(*) AS n FROM treatment WHERE patient_id = \(person.patient)")
                == 1)
    }

    @Test func `of the pharmacy's own label is followed by its code, and a recycled code is not it`()
        async throws
    {
        let clinic = try await TestClinic()
        let (person, id) = try await parcel(clinic)
        let carePath = clinic.carePath
        let sent = [ReportedParcel(carrier: "UPS", trackingCode: "94")]
        for expected in [HeardEffect.applied, .repeated] {
            let effect = try await clinic.database.transaction(by: actor) { connection in
                try carePath.pharmacyShipped(
                    ID(person.order), in: sent, by: actor, on: connection, now: clinic.clock.now)
            }
            #expect(effect == expected)
        }
        #expect(try await carePath.carrierReported(report(clinic, id, .inTransit), by: actor) == .applied)
        var recycled = report(clinic, id, .delivered, signedBy: "X")
        recycled.tracker = "trk_other"
        recycled.carrierShipment = nil
        #expect(try await carePath.carrierReported(recycled, by: actor) == .ignored)
    }

    @Test func `that nobody scans is somebody's work, once`() async throws {
        let clinic = try await TestClinic()
        let (_, id) = try await parcel(clinic)
        try await label(clinic, id)
        let due = clinic.clock.now + .hours(48)
        #expect(try await clinic.carePath.watchShipment(id, .noScan, by: actor) == due)
        clinic.clock.advance(to: due)
        #expect(try await clinic.carePath.watchShipment(id, .noScan, by: actor) == nil)
        #expect(try await clinic.openWork(.shipmentLate, on: id) == 1)
        _ = try await clinic.carePath.carrierReported(report(clinic, id, .inTransit), by: actor)
        #expect(try await clinic.openWork(.shipmentLate, on: id) == 0)
    }

    @Test func `is found along indexes`() async throws {
        let clinic = try await TestClinic()
        let id = ID<Shipment>(at: clinic.clock.now)
        for (name, sql, index, ordered) in [
            ("one", Shipment.select(id), "shipment_pkey", false),
            ("handle", Shipment.selectID(handle: "sh-00000"), "shipment_handle_key", false),
            (
                "reported", Shipment.select(reportedBy: report(clinic, id, .inTransit)),
                "shipment_tracker_key", false
            ),
            ("own", CarePath.selectShipments(of: ID(UUID())), "shipment_by_patient", false),
            ("list", CarePath.selectShipments(all: false, after: nil, limit: 50), "shipment_under_way", true),
            ("heard", CarePath.selectHeard(of: id), "shipment_event_by_shipment", false),
            (
                "treatment", CarePath.selectTreatment(of: ID(UUID()), now: clinic.clock.now),
                "treatment_by_patient", false
            ),
        ] {
            let plan = try await clinic.plan(of: sql, withoutSorting: ordered)
            #expect(plan.contains(index), "\(name): \(plan)")
        }
    }
}

extension TestClinic {
    fileprivate func openWork(_ kind: WorkItem.Kind, on shipment: ID<Shipment>) async throws -> Int {
        try await count(
            "SELECT count(*) AS n FROM work_item WHERE kind = \(kind) AND cause = \(shipment.description) AND state <> 'resolved'"
        )
    }
}
