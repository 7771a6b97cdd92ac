import Clinic
import Clocks
import Foundation
import Intakes
import JobQueue
import Patients
import PharmacyOrders
import Postgres
import Prescriptions
import RefillReviews
import Safety
import Treatments

/// The job that releases a fill on its day; its only argument is the fill's id.
package struct ReleaseFill: Codable, Sendable {
    package static let kind = "fill.release"

    package let fill: UUID
}

/// What came of an attempt to release a fill.
package enum ReleaseOutcome: Sendable {
    case released(ID<PharmacyOrder>)
    /// Rules keep it back; the care team knows.
    case kept([ReleaseRule])
    /// Nothing but the date keeps it back.
    case tooSoon(until: Instant)
}

extension CarePath {
    /// The day of a fill has come: it is released, or a person learns which rules keep it back. For the job; it may
    /// run twice.
    package func releaseDue(_ fill: ID<Fill>, by actor: Actor) async throws -> ReleaseOutcome {
        defer { wakeWorkers() }
        return try await database.transaction(by: actor) { connection in
            let now = clock.now
            let outcome = try release(fill, by: actor, on: connection, now: now)
            if case .kept(let rules) = outcome, rules != [.fillNotPlanned] {
                let due = try program.workItems.due(.orderRelease, arisingAt: now)
                let patient = try ReleaseSubject.lock(fill, on: connection)?.patient
                try WorkItem.open(
                    .orderRelease, about: fill.description, of: patient?.uuid, reasons: rules.map(\.rawValue),
                    due: due, on: connection, now: now)
            }
            return outcome
        }
    }

    /// A navigator says that what kept the fill back is out of the way: the rules are asked again.
    ///
    /// - Throws: `ReleaseRefusal` with the rules that still say no.
    package func releaseFill(_ fill: ID<Fill>, once: Once<OrderLine>?, by actor: Actor) async throws
        -> OnceOutcome<OrderLine>
    {
        try await exactlyOnce(once, by: actor) { connection, now in
            switch try release(fill, by: actor, on: connection, now: now) {
            case .released(let order): return try orderLine(order, on: connection)
            case .kept(let rules): throw ReleaseRefusal(rules)
            case .tooSoon: throw ReleaseRefusal([.tooSoon])
            }
        }
    }

    /// Somebody keeps a planned fill back, with a reason that is a code or a few words without health data.
    package func holdFill(_ fill: ID<Fill>, because reason: String, once: Once<ID<Fill>>?, by actor: Actor)
        async throws -> OnceOutcome<ID<Fill>>
    {
        try await exactlyOnce(once, by: actor) { connection, now in
            guard let subject = try ReleaseSubject.lock(fill, on: connection) else { throw NotFound() }
            guard subject.fill.state == .planned else { throw ReleaseRefusal([.fillNotPlanned]) }
            var held = subject.fill
            if try held.hold(reason, by: actor) == .changed { try held.save(on: connection) }
            try AuditEntry(
                "fill.hold", .init("fill", fill.uuid), patient: subject.patient.uuid, by: actor, at: now
            ).record(on: connection)
            return fill
        }
    }

    /// The hold is lifted, and the rules are asked again by the job.
    package func unholdFill(_ fill: ID<Fill>, once: Once<ID<Fill>>?, by actor: Actor) async throws
        -> OnceOutcome<ID<Fill>>
    {
        try await exactlyOnce(once, by: actor) { connection, now in
            guard let subject = try ReleaseSubject.lock(fill, on: connection) else { throw NotFound() }
            var lifted = subject.fill
            if lifted.lift() == .changed { try lifted.save(on: connection) }
            try enqueueRelease(of: lifted, on: connection, now: now)
            try AuditEntry(
                "fill.unhold", .init("fill", fill.uuid), patient: subject.patient.uuid, by: actor, at: now
            ).record(on: connection)
            return fill
        }
    }

    func enqueueRelease(of fill: Fill, on connection: Connection, now: Instant) throws {
        try Job(
            kind: ReleaseFill.kind, arguments: ReleaseFill(fill: fill.id.uuid), lane: fill.id.description,
            runAt: max(now, fill.releaseOn.start(in: program.calendar.zone))
        ).enqueue(on: connection, now: now)
    }

    /// Asks all rules on the day; where none says no, the fill is released and its order made, with the job that
    /// hands it over.
    private func release(
        _ fill: ID<Fill>, by actor: Actor, on connection: Connection, now: Instant
    ) throws -> ReleaseOutcome {
        guard let subject = try ReleaseSubject.lock(fill, on: connection) else { throw NotFound() }
        let (facts, route) = try releaseFacts(of: subject, on: connection, now: now)
        let obstacles = facts.obstacles
        var released = subject.fill
        if obstacles.contains(.tooSoon), facts.notBefore > released.notBefore,
            released.postpone(to: facts.notBefore, releaseOn: facts.releaseOn) == .changed
        {
            try postponed(released, by: actor, on: connection, now: now)
        }
        if obstacles == [.tooSoon] { return .tooSoon(until: facts.releaseOn.start(in: subject.zone)) }
        guard obstacles.isEmpty, let pharmacy = route.chosen else { return .kept(obstacles) }
        _ = try released.release(FillQuantity(lozenges: facts.quantity, of: subject.strength), at: now)
        try released.save(on: connection)
        let order = PharmacyOrder(
            fill: fill.uuid, prescription: subject.prescription, patient: subject.patient.uuid,
            pharmacy: pharmacy.id.uuid, quantity: facts.quantity,
            doNotDispenseBefore: max(subject.fill.notBefore, facts.today), at: now)
        try place(order, by: actor, on: connection, now: now)
        try WorkItem.settle(
            .orderRelease, about: fill.description, as: "done", by: actor, on: connection, now: now)
        return .released(order.id)
    }

    /// The ledger says that there is more at home than was thought: the fill waits, and the patient reads until when.
    private func postponed(_ fill: Fill, by actor: Actor, on connection: Connection, now: Instant) throws {
        try fill.save(on: connection)
        try tell(
            .refillPlanned, ["date": fill.notBefore.description], to: ID(fill.patient), on: connection,
            now: now)
        try AuditEntry(
            "fill.postpone", .init("fill", fill.id.uuid), patient: fill.patient, by: actor, at: now
        ).record(on: connection)
    }

    /// A new order stands, with the job that hands it over.
    func place(_ order: PharmacyOrder, by actor: Actor, on connection: Connection, now: Instant) throws {
        try order.insert(on: connection)
        try Job(
            kind: SubmitOrder.kind, arguments: SubmitOrder(order: order.id.uuid), lane: order.id.description,
            runAt: now
        ).enqueue(on: connection, now: now)
        try watchAcknowledgement(of: order, on: connection, now: now)
        try AuditEntry(
            "order.create", .init("pharmacyOrder", order.id.uuid), patient: order.patient,
            detail: ["fill": ID<Fill>(order.fill).description], by: actor, at: now
        ).record(on: connection)
    }

    /// What the release hangs on, and which pharmacy would get it.
    func releaseFacts(
        of subject: ReleaseSubject, on connection: Connection, now: Instant
    ) throws -> (ReleaseFacts, PharmacyRoute) {
        let today = LocalDate(of: now, in: subject.zone)
        let around = try subject.surroundings(on: connection, today: today)
        let candidates = try RoutingCandidate.all(
            since: program.today(at: now).start(in: program.calendar.zone), on: connection)
        let route = PharmacyRoute(
            subject.need(on: today), among: candidates)
        let standing = try eligibilityStanding(of: subject.patient, on: connection)
        var plan = try plan(of: subject, today: today, on: connection, now: now)
        // What is on its way counts first: asked again each day until it has come.
        if around.isAnotherUnderWay { plan.releaseOn = max(plan.releaseOn, today + 1) }
        let facts = ReleaseFacts(
            isPlanned: subject.fill.state == .planned, isHeld: subject.fill.hold != nil,
            isPrescriptionInForce: subject.isInForce, lastFillOn: subject.lastFillOn,
            legalBasisAllows: program.legalBases.allowsFill(on: today, under: subject.legalBasis),
            // An intake that is being answered anew leaves no standing: then nobody knows, and the fill waits.
            areConsentsCurrent: standing?.consentsCurrent ?? false,
            hasSevereFlag: around.hasSevereFlag, isTreatmentHalted: around.isHalted,
            isAddressUnchanged: subject.state == subject.shipState,
            isIdentityUnchanged: !subject.isCorrected, isStateServed: around.isServed,
            hasPharmacy: route.chosen != nil, notBefore: plan.notBefore, releaseOn: plan.releaseOn,
            quantity: plan.quantity, today: today)
        return (facts, route)
    }

    /// When the fill may go and how much it holds, as the ledger has it on the day; one that a prescriber has go early
    /// does not wait for the ledger. Before there is a ledger, it holds what the fastest path from the start dose needs; of
    /// one that is out, nothing is reckoned again.
    private func plan(
        of subject: ReleaseSubject, today: LocalDate, on connection: Connection, now: Instant
    ) throws -> ReleasePlan {
        let fill = subject.fill
        var plan = ReleasePlan(
            notBefore: fill.notBefore, releaseOn: fill.releaseOn, quantity: fill.quantity?.lozenges ?? 0)
        guard fill.state == .planned,
            let form = LozengeForm(strength: subject.strength, pieces: subject.pieces)
        else { return plan }
        guard let course = try lockCourse(of: subject.patient, on: connection, now: now)?.course,
            course.plan(on: today) != nil
        else {
            let need = program.dosing.fastestPath(
                from: subject.startDose, to: subject.maximumDose, with: form,
                firstDay: 1)
            plan.quantity =
                FillQuantity.toFill(
                    written: subject.quantity, of: subject.strength, need: need.total, onHand: .zero)?
                .lozenges ?? 0
            return plan
        }
        let lead = try supplyLead(of: subject.patient, on: connection)
        let (outlook, start) = course.outlook(from: today, unreportedIsTaken: false)
        let dates = FillDates(runOut: outlook.runOut(from: start), lead: lead, today: today)
        if fill.early == nil, dates.notBefore > plan.notBefore {
            (plan.notBefore, plan.releaseOn) = (dates.notBefore, dates.releaseOn)
        }
        plan.quantity =
            course.nextFill(
                arriving: max(plan.notBefore, today) + lead.carrierDays, today: today,
                written: subject.quantity, form: form, maximum: subject.maximumDose, under: program.dosing)?
            .lozenges ?? 0
        return plan
    }
}

/// What the ledger says of a fill on a day.
private struct ReleasePlan {
    var notBefore: LocalDate
    var releaseOn: LocalDate
    var quantity: Int
}
