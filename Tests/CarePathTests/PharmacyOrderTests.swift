import Access
import CareSupport
import Clinic
import Clocks
import Foundation
import Patients
import PharmacyOrders
import Postgres
import Prescriptions
import Support
import Testing

@testable import CarePath

@Suite(.database) struct `A fill on its way through a pharmacy` {
    let job = Actor.system("test")

    /// Somebody whose first fill is planned, at a clinic with one pharmacy that has credentials.
    private func start(_ email: String) async throws -> (TestClinic, TestClinic.Person, slug: String) {
        let clinic = try await TestClinic()
        let others = try await clinic.texts("SELECT slug AS line FROM pharmacy")
        for slug in others {
            // The suite shares a database; each story routes to its own pharmacy.
            try await clinic.change("UPDATE pharmacy SET state = 'draining' WHERE slug = \(slug)")
        }
        let person = try await clinic.person(at: .signed, email: email)
        let slug = try #require(
            try await clinic.texts("SELECT slug AS line FROM pharmacy WHERE id = \(person.pharmacy)").first)
        _ = try await clinic.carePath.givePharmacyCredentials(
            slug, .init(user: "lozenge", password: "secret"), once: nil, by: job)
        return (clinic, person, slug)
    }

    private func released(_ clinic: TestClinic, _ person: TestClinic.Person) async throws -> ID<PharmacyOrder>
    {
        guard case .released(let order) = try await clinic.carePath.releaseDue(ID(person.fill), by: job)
        else {
            throw TestClinic.Unexpected()
        }
        return order
    }

    private func report(
        _ event: PharmacyReport.Event, of order: ID<PharmacyOrder>, at moment: Instant
    ) -> PharmacyReport {
        PharmacyReport(
            order: order, reference: "A-\(order.description.suffix(6))", occurredAt: moment, event: event)
    }

    private func dispense(_ quantity: Int = 81) -> Dispense {
        Dispense(
            rxNumber: "7000001", fillNumber: nil, quantity: quantity, pharmacist: "P. Novak",
            lots: [.init(lot: "K2291", useBy: nil, quantity: quantity)])
    }

    @Test func `goes out once the rules allow it, with its quantity and its job`() async throws {
        let (clinic, person, _) = try await start("order-1@example.org")
        let order = try await released(clinic, person)
        let line = try await clinic.carePath.order(order, by: job)
        #expect(line.order.state == .on(.created))
        #expect(line.order.quantity == 81)
        let fill = try await clinic.texts(
            "SELECT state || ' ' || quantity || ' ' || quantity_mg AS line FROM fill WHERE id = \(person.fill)"
        )
        #expect(fill == ["released 81 1215"])
        #expect(
            try await clinic.count("SELECT count(*) AS n FROM job WHERE lane = \(order.description)") == 1)
        // A second time, the fill is not planned any more.
        guard case .kept([.fillNotPlanned]) = try await clinic.carePath.releaseDue(ID(person.fill), by: job)
        else {
            Issue.record("a second release")
            return
        }
        #expect(
            try await clinic.count("SELECT count(*) AS n FROM work_item WHERE kind = 'orderRelease'") == 0)
    }

    @Test func `stays where it is while a flag of severity 1 is open, and goes on afterwards`() async throws {
        let (clinic, person, _) = try await start("order-2@example.org")
        let flag = UUID()
        try await clinic.change(
            """
            INSERT INTO flag (id, patient_id, rule, local_date, severity, state, reasons, raised_at, raised_by,
                acknowledge_by, close_by, version)
            VALUES (\(flag), \(person.patient), 'T1', '2026-11-21', 1, 'open', '{}', \(clinic.clock.now), 'test',
                \(clinic.clock.now), \(clinic.clock.now), 1)
            """)
        guard case .kept([.flagOpen]) = try await clinic.carePath.releaseDue(ID(person.fill), by: job) else {
            Issue.record("released against a flag")
            return
        }
        let reasons = try await clinic.texts(
            "SELECT reasons[1] AS line FROM work_item WHERE kind = 'orderRelease' AND cause = \(ID<Fill>(person.fill).description)"
        )
        #expect(reasons == ["O7"])
        await #expect(throws: ReleaseRefusal([.flagOpen])) {
            try await clinic.carePath.releaseFill(ID(person.fill), once: nil, by: job)
        }
        try await clinic.change(
            """
            UPDATE flag SET state = 'closed', closed_at = \(clinic.clock.now), closed_by = 'test', outcome = 'done',
                note = '\\x00' WHERE id = \(flag)
            """)
        _ = try await clinic.carePath.releaseFill(ID(person.fill), once: nil, by: job)
        let left = try await clinic.count(
            "SELECT count(*) AS n FROM work_item WHERE kind = 'orderRelease' AND cause = \(ID<Fill>(person.fill).description) AND state <> 'resolved'"
        )
        #expect(left == 0)
    }

    @Test func `is held and let go again by people`() async throws {
        let (clinic, person, _) = try await start("order-3@example.org")
        _ = try await clinic.carePath.holdFill(ID(person.fill), because: "moves", once: nil, by: job)
        guard case .kept([.held]) = try await clinic.carePath.releaseDue(ID(person.fill), by: job) else {
            Issue.record("released while held")
            return
        }
        _ = try await clinic.carePath.unholdFill(ID(person.fill), once: nil, by: job)
        _ = try await released(clinic, person)
    }

    @Test func `becomes one order however many release it at once`() async throws {
        let (clinic, person, _) = try await start("order-4@example.org")
        let outcomes = try await withThrowingTaskGroup(of: Bool.self) { group in
            for _ in 0..<8 {
                group.addTask {
                    if case .released = try await clinic.carePath.releaseDue(ID(person.fill), by: job) {
                        true
                    } else {
                        false
                    }
                }
            }
            return try await group.reduce(into: 0) { $0 += $1 ? 1 : 0 }
        }
        #expect(outcomes == 1)
        #expect(
            try await clinic.count("SELECT count(*) AS n FROM pharmacy_order WHERE fill_id = \(person.fill)")
                == 1)
    }

    /// Even a program that forgot its own rules could not make these.
    @Test func `is refused a second order, and one without a prescription, by the database`() async throws {
        let (clinic, person, _) = try await start("order-5@example.org")
        _ = try await released(clinic, person)
        func another() async throws {
            try await clinic.database.transaction(by: job) { connection in
                try PharmacyOrder(
                    fill: person.fill, prescription: person.prescription, patient: person.patient.uuid,
                    pharmacy: person.pharmacy, quantity: 81,
                    doNotDispenseBefore: LocalDate(of: clinic.clock.now, in: .gmt), at: clinic.clock.now
                ).insert(on: connection)
            }
        }
        await #expect(throws: PharmacyOrderRefusal.anotherLives) { try await another() }
        try await clinic.change(
            """
            UPDATE prescription SET state = 'cancelled', ended_at = \(clinic.clock.now), ended_by = 'test'
            WHERE id = \(person.prescription)
            """)
        await #expect(throws: PharmacyOrderRefusal.noPrescription) { try await another() }
    }

    @Test func `is asked about and never sent again after a worker died in the middle`() async throws {
        let (clinic, person, _) = try await start("order-6@example.org")
        let order = try await released(clinic, person)
        guard case .send(let form, let address) = try await clinic.carePath.beginSubmission(order, by: job)
        else {
            Issue.record("not sent")
            return
        }
        #expect(form.medicine.quantity == 81 && form.medicine.product == "KET-15")
        #expect(form.patient.name == PersonName(given: "Maya", family: "Ortiz"))
        #expect(address.credentials.user == "lozenge")
        // The worker died here. Every later attempt asks.
        for _ in 0..<2 {
            guard case .ask = try await clinic.carePath.beginSubmission(order, by: job) else {
                Issue.record("sent again")
                return
            }
        }
        #expect(try await clinic.carePath.orderToAskFor(order, by: job) != nil)
        // "Not found" is not believed while the attempt may still be on its way.
        let again = try await clinic.carePath.pharmacyAsked(order, .notFound, asked: 1, by: job)
        #expect(again != nil)
        #expect(
            try await clinic.carePath.pharmacyAsked(order, .found(reference: "A-6"), asked: 2, by: job) == nil
        )
        let line = try await clinic.carePath.order(order, by: job)
        #expect(line.order.state == .on(.submitted))
        #expect(line.order.reference == "A-6")
        guard case .nothing = try await clinic.carePath.beginSubmission(order, by: job) else {
            Issue.record("sent although found")
            return
        }
        #expect(
            try await clinic.count(
                "SELECT count(*) AS n FROM job WHERE kind = 'order.watch' AND arguments ->> 'order' = \(order.uuid.uuidString)"
            )
                == 3)
    }

    @Test func `is sent again once the pharmacy certainly does not have it`() async throws {
        let (clinic, person, _) = try await start("order-7@example.org")
        let order = try await released(clinic, person)
        _ = try await clinic.carePath.beginSubmission(order, by: job)
        #expect(try await clinic.carePath.submissionAnswered(order, .unknown, by: job) == .ask)
        clinic.clock.advance(by: .minutes(3))
        #expect(try await clinic.carePath.pharmacyAsked(order, .notFound, asked: 1, by: job) == nil)
        guard case .send = try await clinic.carePath.beginSubmission(order, by: job) else {
            Issue.record("not sent again")
            return
        }
    }

    @Test func `waits for two people where the pharmacy cannot be asked`() async throws {
        let (clinic, person, _) = try await start("order-8@example.org")
        let order = try await released(clinic, person)
        _ = try await clinic.carePath.beginSubmission(order, by: job)
        _ = try await clinic.carePath.submissionAnswered(order, .unknown, by: job)
        _ = try await clinic.carePath.pharmacyAsked(order, .cannotBeAsked, asked: 1, by: job)
        func open() async throws -> Int {
            try await clinic.count(
                "SELECT count(*) AS n FROM work_item WHERE kind = 'orderUnknown' AND cause = \(order.description) AND state <> 'resolved'"
            )
        }
        #expect(try await open() == 1)
        let (ana, ben) = (try await clinic.colleague("Ana8"), try await clinic.colleague("Ben8"))
        _ = try await clinic.carePath.settleUnknown(order, foundAs: nil, once: nil, by: ana)
        await #expect(throws: PharmacyOrderRefusal.secondPersonNeeded) {
            try await clinic.carePath.settleUnknown(order, foundAs: nil, once: nil, by: ana)
        }
        #expect(try await open() == 1)
        _ = try await clinic.carePath.settleUnknown(order, foundAs: nil, once: nil, by: ben)
        #expect(try await open() == 0)
        guard case .send = try await clinic.carePath.beginSubmission(order, by: job) else {
            Issue.record("not sent after two people said so")
            return
        }
    }

    @Test func `is heard to its end, and what comes twice or late changes nothing`() async throws {
        let (clinic, person, slug) = try await start("order-9@example.org")
        let order = try await released(clinic, person)
        _ = try await clinic.carePath.beginSubmission(order, by: job)
        _ = try await clinic.carePath.submissionAnswered(order, .accepted(reference: "A-9"), by: job)
        let now = clinic.clock.now
        func hear(_ event: PharmacyReport.Event) async throws -> HeardEffect {
            try await clinic.carePath.pharmacyReported(report(event, of: order, at: now), from: slug, by: job)
        }
        #expect(try await hear(.acknowledged) == .applied)
        #expect(try await hear(.acknowledged) == .repeated)
        await #expect(throws: DispenseNotHeardYet.self) {
            try await hear(.shipped([.init(carrier: "UPS", trackingCode: "1Z")]))
        }
        #expect(try await hear(.dispensed(dispense(82))) == .parked("quantityAboveOrder"))
        #expect(try await hear(.dispensed(dispense())) == .applied)
        for event: PharmacyReport.Event in [
            .acknowledged, .compounding, .dispensed(dispense()), .triaged(code: "other"),
        ] {
            let effect = try await hear(event)
            #expect(effect == .late || effect == .repeated, "\(event.name)")
        }
        #expect(try await hear(.rejected(code: "other")) == .parked("endAfterDispensed"))
        let states = try await clinic.texts(
            """
            SELECT fill.state || ' ' || prescription.state || ' ' || pharmacy_order.state AS line
            FROM pharmacy_order JOIN fill ON fill.id = fill_id JOIN prescription ON prescription.id = fill.prescription_id
            WHERE pharmacy_order.id = \(order)
            """)
        #expect(states == ["dispensed active dispensed"])
        let lots = try await clinic.texts(
            "SELECT lot || ' ' || (use_by - dispensed_on) AS line FROM dispense_lot JOIN dispense USING (order_id) WHERE order_id = \(order)"
        )
        #expect(lots == ["K2291 180"])
        #expect(
            try await clinic.count("SELECT count(*) AS n FROM pharmacy_order_event WHERE order_id = \(order)")
                == 10)
        let words = try await clinic.texts(
            "SELECT code AS line FROM timeline_entry WHERE patient_id = \(person.patient) AND code LIKE 'order%' ORDER BY at, id"
        )
        #expect(words == ["orderSubmitted", "orderAcknowledged", "orderDispensed"])
        // Another pharmacy's word counts for nothing.
        let stranger = try await clinic.carePath.pharmacyReported(
            report(.cancelled, of: order, at: now), from: "stranger", by: job)
        #expect(stranger == .parked("orderUnknown"))
    }

    @Test func `dispensed short leaves the fill partial`() async throws {
        let (clinic, person, slug) = try await start("order-10@example.org")
        let order = try await released(clinic, person)
        _ = try await clinic.carePath.beginSubmission(order, by: job)
        let heard = try await clinic.carePath.pharmacyReported(
            report(.dispensed(dispense(60)), of: order, at: clinic.clock.now), from: slug, by: job)
        #expect(heard == .applied)
        #expect(
            try await clinic.texts("SELECT state AS line FROM fill WHERE id = \(person.fill)") == ["partial"])
        // The answer to the submission comes after all; it changes nothing but the record.
        #expect(try await clinic.carePath.submissionAnswered(order, .unknown, by: job) == .nothing)
    }

    @Test func `waits in triage for its owner, by the code's own deadline`() async throws {
        let (clinic, person, slug) = try await start("order-11@example.org")
        let order = try await released(clinic, person)
        _ = try await clinic.carePath.beginSubmission(order, by: job)
        _ = try await clinic.carePath.pharmacyReported(
            report(.triaged(code: "her name is Maya"), of: order, at: clinic.clock.now), from: slug, by: job)
        let item = try await clinic.texts(
            "SELECT array_to_string(reasons, ',') AS line FROM work_item WHERE kind = 'orderTriage' AND cause = \(order.description)"
        )
        #expect(item == ["other"])
        _ = try await clinic.carePath.resolveTriage(of: order, once: nil, by: job)
        let line = try await clinic.carePath.order(order, by: job)
        #expect(line.order.state == .on(.submitted))
        await #expect(throws: PharmacyOrderRefusal.notInTriage) {
            try await clinic.carePath.resolveTriage(of: order, once: nil, by: job)
        }
    }

    @Test func `goes to another pharmacy only when the first has given it up`() async throws {
        let (clinic, person, _) = try await start("order-12@example.org")
        _ = try await clinic.pharmacy(slug: "beta-12")
        let order = try await released(clinic, person)
        _ = try await clinic.carePath.beginSubmission(order, by: job)
        _ = try await clinic.carePath.submissionAnswered(order, .accepted(reference: "A-12"), by: job)
        func reroute(_ transfer: String?) async throws -> OrderLine {
            guard
                case .fresh(let line, _) = try await clinic.carePath.rerouteOrder(
                    order, to: "beta-12", transfer: transfer, once: nil, by: job)
            else { throw TestClinic.Unexpected() }
            return line
        }
        await #expect(throws: PharmacyOrderRefusal.notGivenUp) { try await reroute("P. Novak to L. Chen") }
        _ = try await clinic.carePath.cancelOrder(order, because: "moved", once: nil, by: job)
        #expect(try await clinic.carePath.orderToCancel(order, by: job)?.reference == "A-12")
        await #expect(throws: PharmacyOrderRefusal.notGivenUp) { try await reroute("P. Novak to L. Chen") }
        try await clinic.carePath.cancelAnswered(order, .cancelled, by: job)
        await #expect(throws: PharmacyOrderRefusal.transferNeeded) { try await reroute(nil) }
        let next = try await reroute("P. Novak to L. Chen")
        #expect(next.pharmacy.slug == "beta-12")
        #expect(try await clinic.carePath.order(order, by: job).order.state.name == .rerouted)
        #expect(
            try await clinic.count("SELECT count(*) AS n FROM pharmacy_order WHERE fill_id = \(person.fill)")
                == 2)
        await #expect(throws: PharmacyRefusal.hasOrders) {
            var beta = try await clinic.carePath.pharmacy("beta-12", by: job).pharmacy
            beta.state = .closed
            _ = try await clinic.carePath.savePharmacy(beta, ifAt: nil, by: job)
        }
    }

    @Test func `is work for somebody when it is late`() async throws {
        let (clinic, person, slug) = try await start("order-13@example.org")
        let order = try await released(clinic, person)
        _ = try await clinic.carePath.beginSubmission(order, by: job)
        _ = try await clinic.carePath.submissionAnswered(order, .accepted(reference: "A-13"), by: job)
        try await clinic.carePath.watchOrder(order, .notAcknowledged, by: job)
        func late() async throws -> [String] {
            try await clinic.texts(
                "SELECT array_to_string(reasons, ',') AS line FROM work_item WHERE kind = 'orderLate' AND cause = \(order.description) AND state <> 'resolved'"
            )
        }
        #expect(try await late() == ["notAcknowledged"])
        _ = try await clinic.carePath.pharmacyReported(
            report(.compounding, of: order, at: clinic.clock.now), from: slug, by: job)
        #expect(try await late().isEmpty)
        try await clinic.carePath.watchOrder(order, .notCompounding, by: job)
        #expect(try await late().isEmpty)
        let explained = try await clinic.carePath.explainOrder(order, by: job)
        #expect(explained.events.map(\.type) == ["submission.accepted", "watch", "compounding"])
        #expect(explained.obstacles.isEmpty)
    }

    @Test func `that cannot be handed over ends, and somebody learns of it`() async throws {
        let (clinic, person, _) = try await start("order-14@example.org")
        let order = try await released(clinic, person)
        _ = try await clinic.carePath.beginSubmission(order, by: job)
        #expect(
            try await clinic.carePath.submissionAnswered(order, .notSent(code: "connect"), by: job) == .retry)
        try await clinic.carePath.submissionGivenUp(order, by: job)
        #expect(try await clinic.carePath.order(order, by: job).order.state.name == .failed)
        #expect(
            try await clinic.count(
                "SELECT count(*) AS n FROM work_item WHERE kind = 'orderEnded' AND cause = \(order.description)"
            ) == 1)
    }
}

extension TestClinic {
    /// Changes a table behind the corridor's back.
    fileprivate func change(_ statement: SQL) async throws {
        _ = try await database.transaction(by: Actor.system("test")) { connection in
            try connection.run(statement, "test.change")
        }
    }
}
