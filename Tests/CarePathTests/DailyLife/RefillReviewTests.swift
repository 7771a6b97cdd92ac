import Access
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

/// The next supply, through the corridor: the fifth worked example as it stands, and what happens when two do it at once.
@Suite(.database) struct `The next supply` {
    /// D1 at nine in the morning in Phoenix, a week after the prescription was issued.
    private func begun(_ number: Int) async throws -> (TestClinic, TestClinic.InTreatment) {
        let issued = try #require(LocalDate("2026-11-24")).at(hour: 16, minute: 0, in: .gmt)
        let clinic = try await TestClinic(at: issued)
        let person = try await clinic.person(at: .dispensed, email: "refill-\(number)@example.org")
        clinic.clock.advance(to: try #require(LocalDate("2026-12-01")).at(hour: 16, minute: 0, in: .gmt))
        return (clinic, try await clinic.inTreatment(person))
    }

    /// Reports each day from the clock's to `last`, in the evening: full dose, the rise to 30 mg on D4, no more wished.
    private func live(
        _ clinic: TestClinic, _ maya: TestClinic.InTreatment, through last: Int
    ) async throws {
        // What the day before has said, it has said.
        if LocalDate(of: clinic.clock.now + .hours(4), in: maya.zone)
            > LocalDate(of: clinic.clock.now, in: maya.zone)
        {
            let today = LocalDate(of: clinic.clock.now, in: maya.zone)
            clinic.clock.advance(to: (today + 1).at(hour: 9, minute: 0, in: maya.zone))
        }
        while true {
            let today = LocalDate(of: clinic.clock.now, in: maya.zone)
            let day = today - maya.firstDay + 1
            guard day <= last else { return }
            clinic.clock.advance(to: today.at(hour: 20, minute: 0, in: maya.zone))
            let wishes = day == 3
            let said = try await clinic.carePath.checkIn(
                CheckInReport(
                    taken: .planned, effects: EffectGrades([.urinary: 0]),
                    benefit: wishes ? CheckIn.Benefit.none : .some,
                    wish: wishes ? .more : .same,
                    reading: .init(systolic: 118, diastolic: 76, pulse: 70)),
                of: maya.patient, once: nil, by: .patient(maya.patient.uuid)
            ).value
            if let offer = said.consequence?.offer {
                _ = try await clinic.carePath.acknowledgeDoseChange(
                    offer.id, once: nil, by: maya.patient)
            }
            guard day < last else { return }
            clinic.clock.advance(to: (today + 1).at(hour: 9, minute: 0, in: maya.zone))
        }
    }

    private func answer(_ clinic: TestClinic, _ maya: TestClinic.InTreatment, count: Int) async throws {
        _ = try await clinic.carePath.answerRefillReview(
            RefillReply(
                phq9: [1, 1, 1, 1, 1, 1, 1, 1, 0], gad7: [1, 1, 1, 1, 1, 1, 0], urinary: 0, wish: .same,
                count: LozengeCount(whole: count, half: false), note: "Better sleep."),
            once: nil, by: maya.patient
        ).value
    }

    private func decide(
        _ clinic: TestClinic, _ maya: TestClinic.InTreatment, _ id: ID<RefillReview>,
        _ outcome: RefillReview.Outcome, lookAgainOn: LocalDate? = nil
    ) async throws -> RefillReviewLine {
        try await clinic.carePath.decideRefillReview(
            id,
            RefillDecision(
                outcome: outcome, note: "Well, no effects.", lookAgainOn: lookAgainOn, justification: nil),
            once: nil, by: maya.person.prescriber
        ).value
    }

    private func review(_ clinic: TestClinic, _ maya: TestClinic.InTreatment, _ cycle: Int) async throws
        -> RefillReviewLine
    {
        let page = try await clinic.carePath.refillReviews(
            RefillFilter(.all, patient: maya.patient), after: nil, limit: 10, by: .system("test"))
        return try #require(page.lines.first { $0.review.cycle == cycle })
    }

    private func day(_ number: Int, _ maya: TestClinic.InTreatment) -> LocalDate {
        maya.firstDay + (number - 1)
    }

    @Test func `comes in time, not early, and within what the law lets be`() async throws {
        let (clinic, maya) = try await begun(1)
        let care = clinic.carePath

        // D14: the review is open, with its dates; the count is what the ledger says.
        try await live(clinic, maya, through: 14)
        let opened = try await review(clinic, maya, 1)
        #expect(opened.review.openedOn == day(14, maya))
        #expect(opened.review.dueOn == day(21, maya))
        #expect(opened.review.chain.runOut == day(42, maya))
        #expect(opened.review.chain.decideBy.description == "2027-01-04")
        try await answer(clinic, maya, count: 56)
        let counted = try #require(try await care.counts(of: maya.patient, by: .system("test")).first)
        #expect(counted.ledger == Milligrams(840))
        #expect(counted.counted == Milligrams(840))
        #expect(!counted.isConcern)

        // D21: without its visit the renewal lacks just that.
        try await live(clinic, maya, through: 20)
        clinic.clock.advance(to: day(21, maya).at(hour: 9, minute: 0, in: maya.zone))
        try await clinic.lookIntoMonitoring(of: maya.person)
        try await live(clinic, maya, through: 21)
        let id = opened.review.id
        await #expect(throws: RefillReviewRefusal.gatesClosed([.consult])) {
            _ = try await decide(clinic, maya, id, .renewSame)
        }
        _ = try await clinic.reviewVisit(of: maya.person)
        let packet = try await care.refillPacket(id, by: maya.person.prescriber.actor)
        #expect(packet.lots.onHand == Milligrams(630))
        #expect(packet.prescription.lastFillOn.description == "2027-05-24")
        #expect(packet.closedGates.isEmpty)
        #expect(packet.warnings.contains { $0.code == "basisEnds" && $0.facts["date"] == "2026-12-31" })
        #expect(packet.forecast.notBefore == day(37, maya))
        let decided = try await decide(clinic, maya, id, .renewSame)
        let fill = try #require(decided.fill)
        #expect(fill.notBefore == day(37, maya))
        #expect(fill.releaseOn == day(34, maya))
        #expect(fill.expectedArrival == day(40, maya))
        // Decided twice the same, it is the same; anything else is refused.
        #expect(try await decide(clinic, maya, id, .renewSame).fill?.id == fill.id)
        await #expect(throws: RefillReviewRefusal.alreadyDecided) {
            _ = try await decide(clinic, maya, id, .taper)
        }

        // D22: too soon until D37; asking twice changes nothing but that somebody asks why.
        clinic.clock.advance(to: day(22, maya).at(hour: 9, minute: 0, in: maya.zone))
        for _ in 1...2 {
            let wish = try await care.requestRefill(once: nil, by: maya.patient).value
            guard case .tooSoon(let date) = wish else { throw TestClinic.Unexpected() }
            #expect(date == day(37, maya))
        }
        #expect(
            try await clinic.count("SELECT count(*) AS n FROM fill WHERE patient_id = \(maya.patient)") == 2)
        #expect(
            try await clinic.texts(
                """
                SELECT array_to_string(reasons, ' ') AS line FROM work_item
                WHERE patient_id = \(maya.patient) AND kind = 'countDiffers' AND state <> 'resolved'
                """) == ["earlyRefill"])

        // D31: the second cycle begins, no parcel needed. D33: too early for the order; D34: it goes out, once.
        try await live(clinic, maya, through: 33)
        #expect(
            try await clinic.texts(
                """
                SELECT first_day::text AS line FROM cycle WHERE treatment_id = \(maya.treatment) AND number = 2
                """) == ["2026-12-31"])
        guard case .tooSoon = try await care.releaseDue(fill.id, by: .system("test")) else {
            throw TestClinic.Unexpected()
        }
        clinic.clock.advance(to: day(34, maya).at(hour: 9, minute: 0, in: maya.zone))
        async let one = care.releaseDue(fill.id, by: .system("one"))
        async let two = care.releaseDue(fill.id, by: .system("two"))
        _ = try await (one, two)
        let orders = try await clinic.texts(
            """
            SELECT id || ' ' || quantity || ' ' || do_not_dispense_before AS line FROM pharmacy_order
            WHERE fill_id = \(fill.id)
            """)
        #expect(orders.count == 1)
        let words = try #require(orders.first).split(separator: " ").map(String.init)
        #expect(Array(words.dropFirst()) == ["81", "2027-01-06"])

        // D40: the second parcel is in the ledger once; the treatment is the one it was, and no day lacked medicine.
        try await live(clinic, maya, through: 37)
        let order = try #require(UUID(uuidString: words[0]))
        let shipment = ID<Shipment>(try await clinic.dispense(order, of: maya.person))
        try await live(clinic, maya, through: 39)
        clinic.clock.advance(to: day(40, maya).at(hour: 9, minute: 0, in: maya.zone))
        for _ in 1...2 {
            _ = try await care.parcelReceived(shipment, count: 81, damaged: 0, once: nil, by: maya.patient)
        }
        #expect(
            try await clinic.count(
                "SELECT sum(on_hand_mg)::bigint AS n FROM supply_lot WHERE patient_id = \(maya.patient)")
                == 90 + 1215)
        #expect(
            try await clinic.count("SELECT count(*) AS n FROM treatment WHERE patient_id = \(maya.patient)")
                == 1)
        try await live(clinic, maya, through: 43)
        #expect(
            try await clinic.count(
                "SELECT count(*) AS n FROM treatment_day WHERE treatment_id = \(maya.treatment) AND is_gap")
                == 0)

        // D51: renewing goes on under the law of the issue; nothing new can be issued.
        try await live(clinic, maya, through: 44)
        let second = try await review(clinic, maya, 2)
        #expect(second.review.openedOn == day(44, maya))
        try await live(clinic, maya, through: 50)
        clinic.clock.advance(to: day(51, maya).at(hour: 9, minute: 0, in: maya.zone))
        try await answer(clinic, maya, count: 65)
        try await clinic.lookIntoMonitoring(of: maya.person)
        _ = try await clinic.reviewVisit(of: maya.person)
        let again = try await care.refillPacket(second.review.id, by: maya.person.prescriber.actor)
        // The early wish is still to be looked into.
        #expect(again.closedGates == [.countConcern])
        #expect(again.closedToChange == [.countConcern, .newBasis])
        try await settle(clinic, maya)
        await #expect(throws: RefillReviewRefusal.gatesClosed([.newBasis])) {
            _ = try await decide(clinic, maya, second.review.id, .renewChanged)
        }
        #expect(try await decide(clinic, maya, second.review.id, .renewSame).fill != nil)
    }

    /// The care team looks into why the supply was wanted early.
    private func settle(_ clinic: TestClinic, _ maya: TestClinic.InTreatment) async throws {
        let navigator = try await clinic.colleague("ana-\(UUID().uuidString.prefix(8))")
        let found = try await clinic.texts(
            """
            SELECT id::text AS line FROM work_item
            WHERE patient_id = \(maya.patient) AND kind = 'countDiffers' AND state <> 'resolved'
            """)
        let item = try #require(found.first.flatMap { UUID(uuidString: $0) })
        _ = try await clinic.carePath.claim(ID(item), in: .en, once: nil, by: navigator).value
        _ = try await clinic.carePath.resolve(
            ID(item), as: "explained", note: "Travels in January.", in: .en, once: nil, by: navigator
        ).value
    }

    @Test func `is reviewed and decided once, from two connections too`() async throws {
        let (clinic, maya) = try await begun(2)
        try await live(clinic, maya, through: 13)
        clinic.clock.advance(to: day(14, maya).at(hour: 0, minute: 6, in: maya.zone))
        let care = clinic.carePath
        // The morning that opens it is heard by four at once.
        try await withThrowingTaskGroup(of: Void.self) { group in
            for worker in 1...4 {
                group.addTask {
                    try await care.beginTreatmentDay(ID(maya.treatment), by: .system("worker-\(worker)"))
                }
            }
            try await group.waitForAll()
        }
        let opened = try await review(clinic, maya, 1)
        #expect(opened.review.openedOn == day(14, maya))
        #expect(
            try await clinic.count(
                "SELECT count(*) AS n FROM refill_review WHERE treatment_id = \(maya.treatment)") == 1)

        // Two prescribers decide differently at the same moment: one of them is heard.
        let id = opened.review.id
        let outcomes = await withTaskGroup(of: String.self) { group in
            for look in [day(20, maya), day(25, maya)] {
                group.addTask {
                    do {
                        let line = try await care.decideRefillReview(
                            id,
                            RefillDecision(
                                outcome: .continueOnHand, note: "Enough at home.", lookAgainOn: look,
                                justification: nil),
                            once: nil, by: maya.person.prescriber
                        ).value
                        return line.review.state.rawValue
                    } catch {
                        return (error as? RefillReviewRefusal)?.code ?? "\(error)"
                    }
                }
            }
            return await group.reduce(into: []) { $0.append($1) }.sorted()
        }
        #expect(outcomes == ["decided", "refill_review_decided"])

        // On the date given it is looked at again, and decided otherwise; both decisions are kept.
        try await live(clinic, maya, through: 25)
        let reopened = try await review(clinic, maya, 1)
        #expect(reopened.review.state == .open)
        _ = try await decide(clinic, maya, id, .discharge)
        #expect(
            try await clinic.texts(
                "SELECT outcome AS line FROM refill_decision WHERE review_id = \(id) ORDER BY seq")
                == ["continueOnHand", "discharge"])
        #expect(
            try await clinic.texts("SELECT state AS line FROM treatment WHERE id = \(maya.treatment)")
                == ["discharged"])
        // The pharmacy dispensed of it and has its refills on file: somebody has them cancelled there.
        #expect(
            try await clinic.texts(
                "SELECT state AS line FROM prescription WHERE id = \(maya.person.prescription)")
                == ["cancelRequested"])
        #expect(
            try await clinic.texts(
                """
                SELECT kind AS line FROM work_item
                WHERE patient_id = \(maya.patient) AND state <> 'resolved'
                    AND kind IN ('prescriptionCancel', 'aftercare', 'refillReview', 'refillAlarm') ORDER BY kind
                """) == ["aftercare", "prescriptionCancel"])
    }

    @Test func `comes under another prescription, once the pharmacy has let go of the first`() async throws {
        let (clinic, maya) = try await begun(5)
        let care = clinic.carePath
        try await live(clinic, maya, through: 20)
        clinic.clock.advance(to: day(21, maya).at(hour: 9, minute: 0, in: maya.zone))
        try await answer(clinic, maya, count: 44)
        _ = try await clinic.reviewVisit(of: maya.person)
        try await clinic.lookIntoMonitoring(of: maya.person)
        try await clinic.approveProtocol()
        let line = try await review(clinic, maya, 1)
        let decided = try await decide(clinic, maya, line.review.id, .renewChanged)
        #expect(decided.fill == nil && decided.prescription != nil)

        // The draft begins with the dose in force; the prescriber raises the maximum, and signs through all gates.
        let drafts = try await clinic.texts(
            "SELECT id::text AS line FROM prescription WHERE patient_id = \(maya.patient) AND state = 'draft'"
        )
        let draft = ID<Prescription>(try #require(drafts.first.flatMap { UUID(uuidString: $0) }))
        var change = PrescriptionChange()
        change.maximum = Milligrams(60)
        let changed = try await care.changePrescription(
            draft, by: change, from: 1, actor: maya.person.prescriber.actor)
        #expect(changed.prescription.terms.start == Milligrams(30))
        _ = try await care.markPrescriptionReady(draft, once: nil, by: maya.person.prescriber)
        let totp = try await clinic.authenticator(of: maya.person.prescriber)
        clinic.clock.advance(by: .seconds(60))
        let signed = try await care.signPrescription(
            draft, totp: clinic.code(of: totp), once: nil, by: maya.person.prescriber
        ).value
        #expect(signed.prescription.state == .awaitingCancel)
        #expect(
            try await clinic.count(
                "SELECT count(*) AS n FROM treatment WHERE prescription_id = \(maya.person.prescription)")
                == 1)

        // The pharmacy lets go: treatment goes on under the new one, with a fill that the ledger times.
        _ = try await care.answerCancel(
            of: ID(maya.person.prescription), isAcknowledged: true, once: nil, by: maya.person.prescriber
        ).value
        #expect(
            try await clinic.count("SELECT count(*) AS n FROM treatment WHERE prescription_id = \(draft)")
                == 1)
        let fill = try #require(try await review(clinic, maya, 1).fill)
        #expect(fill.notBefore == day(37, maya))
        #expect(fill.releaseOn == day(34, maya))
        // The dose stays what it was, and may go beyond what it might before.
        try await live(clinic, maya, through: 33)
        clinic.clock.advance(to: day(34, maya).at(hour: 9, minute: 0, in: maya.zone))
        guard case .released = try await care.releaseDue(fill.id, by: .system("test")) else {
            throw TestClinic.Unexpected()
        }
        #expect(
            try await clinic.texts(
                """
                SELECT dose_mg || ' ' || (SELECT quantity FROM pharmacy_order WHERE fill_id = \(fill.id)) AS line
                FROM dose_plan WHERE treatment_id = \(maya.treatment) ORDER BY seq DESC LIMIT 1
                """
            ).first?.hasPrefix("30 ") == true)
    }

    @Test func `is late by whose date passed first`() async throws {
        let (clinic, maya) = try await begun(3)
        // Nobody answers, books or decides; the patient goes on.
        try await live(clinic, maya, through: 45)
        let line = try await review(clinic, maya, 1)
        #expect(line.alarms.map(\.step) == [.book, .decide, .submit, .ship, .deliver])
        #expect(line.alarms.first?.owner == .patient)
        // D43 to D45 have no medicine; they are the patient's, whose date was missed first.
        #expect(
            try await clinic.texts(
                """
                SELECT local_date || ' ' || gap_owner AS line FROM treatment_day
                WHERE treatment_id = \(maya.treatment) AND is_gap ORDER BY local_date
                """
            ).allSatisfy { $0.hasSuffix("patient") })
        // The report says the same of everybody, and names nobody.
        let report = try await clinic.carePath.gaps(in: nil, by: .system("test"))
        let patients = report.causes.filter { $0.owner == .patient && $0.reason == .book }
        #expect(patients.map(\.days) == [3])
        #expect(report.days(of: .patient) >= 3 && report.days(of: .carrier) == 0)
        #expect(report.perThousand > 0)
        let risks = try await clinic.carePath.refillReviews(
            RefillFilter(.atRisk, patient: maya.patient), after: nil, limit: 10, by: .system("test"))
        #expect(risks.lines.map(\.review.cycle) == [1, 2])
    }

    @Test func `is counted against the ledger, and what is gone is gone`() async throws {
        let (clinic, maya) = try await begun(4)
        try await live(clinic, maya, through: 2)
        let care = clinic.carePath
        func count(_ whole: Int) async throws -> SupplyCount {
            try await care.counted(
                LozengeCount(whole: whole, half: false), on: .asked, once: nil, by: maya.patient
            ).value
        }
        func home() async throws -> Int {
            try await clinic.count(
                "SELECT sum(on_hand_mg)::bigint AS n FROM supply_lot WHERE patient_id = \(maya.patient)")
        }
        // 1,185 in the ledger. Two lozenges less come in line; ten less are a person's work, and change nothing.
        #expect(try await !count(77).isConcern)
        #expect(try await home() == 77 * 15)
        #expect(try await count(67).isConcern)
        #expect(try await home() == 77 * 15)
        // A count that a person still asks about settles nothing: what was not reported goes on counting as taken.
        let counted: SQL = """
            SELECT coalesce(max(local_date)::text, 'never') AS line FROM supply_count
            WHERE patient_id = \(maya.patient)
                AND (NOT is_concern OR EXISTS (SELECT FROM supply_entry WHERE count_id = supply_count.id))
            """
        #expect(try await clinic.texts(counted) == [day(2, maya).description])
        try await settle(clinic, maya)
        #expect(try await home() == 67 * 15)
        // Lost: accepted beyond what there is, the rest kept.
        let left = try await care.supplyGone(
            LozengeCount(whole: 70, half: false), .lost, once: nil, by: maya.patient
        ).value
        #expect(left.lots.onHand == .zero)
        #expect(
            try await clinic.count(
                "SELECT discrepancy_mg AS n FROM supply_event WHERE patient_id = \(maya.patient)") == 45)
        // A half of a lozenge that has none.
        await #expect(throws: SupplyRefusal.halfImpossible) {
            _ = try await care.counted(
                LozengeCount(whole: 1, half: true), on: .asked, once: nil, by: maya.patient
            ).value
        }
    }

    /// The second review of somebody whose pharmacy never got the order of the first.
    @Test func `is the one that was planned before, where that has not gone out`() async throws {
        let (clinic, maya) = try await begun(6)
        let first = try await renew(1, on: 21, counting: 44, clinic, maya)
        try await live(clinic, maya, through: 45)
        #expect(try await renew(2, on: 46, counting: 0, clinic, maya).id == first.id)
        #expect(try await fills(clinic, maya) == ["1 received", "2 planned"])
    }

    /// The second review of somebody whose first refill is with the pharmacy.
    @Test func `waits for the one that is under way, and never doubles it`() async throws {
        let (clinic, maya) = try await begun(7)
        let care = clinic.carePath
        let first = try await renew(1, on: 21, counting: 44, clinic, maya)
        try await live(clinic, maya, through: 33)
        clinic.clock.advance(to: day(34, maya).at(hour: 9, minute: 0, in: maya.zone))
        guard case .released = try await care.releaseDue(first.id, by: .system("test")) else {
            throw TestClinic.Unexpected()
        }
        try await live(clinic, maya, through: 45)
        let next = try await renew(2, on: 46, counting: 0, clinic, maya)
        #expect(try await fills(clinic, maya) == ["1 received", "2 released", "3 planned"])
        // What is on its way lasts for weeks: the next one is timed by that, and asked for early it waits.
        #expect(next.notBefore > day(60, maya))
        clinic.clock.advance(to: next.notBefore.at(hour: 9, minute: 0, in: maya.zone))
        guard case .tooSoon = try await care.releaseDue(next.id, by: .system("test")) else {
            throw TestClinic.Unexpected()
        }
    }

    /// All that a renewal needs on a day, and the renewal.
    private func renew(
        _ cycle: Int, on number: Int, counting count: Int, _ clinic: TestClinic,
        _ maya: TestClinic.InTreatment
    ) async throws -> PlannedFill {
        try await live(clinic, maya, through: number - 1)
        clinic.clock.advance(to: day(number, maya).at(hour: 9, minute: 0, in: maya.zone))
        try await answer(clinic, maya, count: count)
        try await clinic.lookIntoMonitoring(of: maya.person)
        _ = try await clinic.reviewVisit(of: maya.person)
        let id = try await review(clinic, maya, cycle).review.id
        return try #require(try await decide(clinic, maya, id, .renewSame).fill)
    }

    private func fills(_ clinic: TestClinic, _ maya: TestClinic.InTreatment) async throws -> [String] {
        try await clinic.texts(
            """
            SELECT number || ' ' || state AS line FROM fill WHERE patient_id = \(maya.patient) ORDER BY number
            """)
    }
}
