import Clinic
import Clocks
import Consults
import Crypto
import Foundation
import Patients
import Postgres
import Prescriptions
import Safety
import Sealing

/// A move looked at: what it touches, and what comes of it.
struct WeighedMove {
    let ground: MoveGround
    let consequences: [MoveConsequence]
    /// Visits whose prescriber may not see the patient where they will be.
    let visits: [ID<Consult>]
}

extension CarePath {
    /// Looks at what a move touches. For a day that is past, today counts.
    func weigh(_ move: Move, of patient: Patient, on connection: Connection, now: Instant) throws
        -> WeighedMove
    {
        let zone = TimeZone(identifier: move.timeZone) ?? .gmt
        let day = max(move.effectiveFrom, LocalDate(of: now, in: zone))
        guard let fromState = StateCode(patient.address.state),
            let ground = try connection.fetchFirst(
                Self.selectMoveGround(of: patient.id, to: move.state, on: day), "move.ground",
                decode: { try MoveGround($0, to: move.state) })
        else { throw NotFound() }
        let visits = try connection.fetch(
            Self.selectVisitsToCome(
                of: patient.id, in: move.state, from: max(now, day.start(in: zone))), "move.visits"
        ) { row in
            (
                id: try row["id"] as ID<Consult>,
                visit: MoveStanding.Visit(
                    handle: try row["handle"], starts: try row["starts_at"],
                    isLicensedThere: try row["is_licensed"])
            )
        }
        let standing = MoveStanding(
            fromState: fromState, fromZone: patient.preferences.timeZone, isServed: ground.isServed,
            prescription: ground.prescription?.handle,
            prescriberLacksLicence: ground.prescriberLacksLicence, drafts: ground.drafts.count,
            plannedFills: ground.plannedFills.count, visits: visits.map(\.visit), orders: ground.orders,
            parcels: ground.parcels, hasTreatment: ground.hasTreatment)
        return WeighedMove(
            ground: ground, consequences: move.consequences(for: standing),
            visits: visits.filter { !$0.visit.isLicensedThere }.map(\.id))
    }

    /// The address is the patient's from now on, and what was shown is done: visits are called off, drafts voided, fills
    /// held, the rules asked again, and the care team told.
    func takeEffect(
        _ id: UUID, _ move: Move, _ weighed: WeighedMove, of patient: Patient, by actor: Actor,
        on connection: Connection, now: Instant
    ) throws {
        try move.apply(id, of: patient.id, on: connection, now: now)
        try connection.execute(Self.followZone(of: patient.id, now: now), "move.followZone")
        for visit in weighed.visits {
            try callOff(
                visit, because: "The patient has moved to \(move.state.code).", by: actor, on: connection,
                now: now)
        }
        let leavesState = patient.address.state != move.state.code
        if leavesState {
            try voidDrafts(
                weighed.ground.drafts, because: "addressChanged", by: actor, on: connection, now: now)
        }
        if let prescription = weighed.ground.prescription {
            for fill in weighed.ground.plannedFills {
                try keepBack(ID(fill), because: "addressChanged", by: actor, on: connection, now: now)
            }
            try askForReplacement(
                of: prescription.id, patient: patient.id, because: "addressChanged", on: connection, now: now)
        }
        let tasks = weighed.consequences.filter(\.code.needsPerson).map(\.code.rawValue)
        if !tasks.isEmpty {
            try WorkItem.open(
                .patientMoved, about: id.uuidString.lowercased(), of: patient.id.uuid,
                reasons: Array(Set(tasks)).sorted(),
                due: try program.workItems.due(.patientMoved, arisingAt: now),
                on: connection, now: now)
        }
        try tell(.moved, ["date": move.effectiveFrom.description], to: patient.id, on: connection, now: now)
        try AuditEntry(
            "move.takeEffect", .init("patientAddress", id), patient: patient.id.uuid,
            detail: ["state": move.state.code], by: actor, at: now
        ).record(on: connection)
        if leavesState { try evaluateIfKnown(patient.id, by: actor, on: connection, now: now) }
    }

    /// The rules are asked again where there is an intake to ask them of.
    func evaluateIfKnown(
        _ patient: ID<Patient>, by actor: Actor, on connection: Connection, now: Instant
    ) throws {
        _ = try evaluateAgain(patient, by: actor, on: connection, now: now)
    }

    /// A visit that cannot take place any more is called off in the program's name.
    private func callOff(
        _ id: ID<Consult>, because reason: String, by actor: Actor, on connection: Connection, now: Instant
    ) throws {
        guard var consult = try Consult.lock(id, on: connection),
            try consult.cancel(notice: .zero, now: now) == .changed
        else { return }
        let key = try dataKey(of: consult, on: connection)
        let sealed = try Sealed(reason, with: key, at: Consult.place("end_reason", consult.id))
        try consult.save(.init(by: actor, reason: sealed), on: connection, now: now)
        try tell(.consultCancelled, to: ID(consult.patient), on: connection, now: now)
        try audit("cancel", consult, by: actor, on: connection, now: now)
    }

    /// Drafts that name what is true no more are voided; what is signed stays as it is.
    func voidDrafts(
        _ drafts: [UUID], because reason: String, by actor: Actor, on connection: Connection, now: Instant
    ) throws {
        for draft in drafts {
            var (prescription, patient) = try lockPrescription(ID(draft), on: connection)
            let end = Prescription.End(by: actor.databaseSetting, at: now, reason: reason)
            guard case .changed = try prescription.void(end) else { continue }
            try prescription.saveDraft(sealedWith: patient.key, on: connection)
            try auditPrescription("void", prescription, by: actor, on: connection, now: now)
            // The visit stays approved: its prescription is to be drafted anew.
            try WorkItem.open(
                .prescriptionDraft, about: prescription.consult.uuidString.lowercased(),
                of: patient.id.uuid, reasons: [reason],
                due: try program.workItems.due(.prescriptionDraft, arisingAt: now), on: connection, now: now)
        }
    }

    /// A planned fill waits until somebody lifts the hold, or the prescription ends.
    private func keepBack(
        _ fill: ID<Fill>, because reason: String, by actor: Actor, on connection: Connection, now: Instant
    ) throws {
        guard var held = try Fill.lock(fill, on: connection), held.state == .planned,
            try held.hold(reason, by: actor) == .changed
        else { return }
        try held.save(on: connection)
        try AuditEntry("fill.hold", .init("fill", fill.uuid), patient: held.patient, by: actor, at: now)
            .record(on: connection)
    }

    /// A signed prescription no longer says what is true: its prescriber is asked for a new one.
    func askForReplacement(
        of prescription: UUID, patient: ID<Patient>, because reason: String, on connection: Connection,
        now: Instant
    ) throws {
        try WorkItem.open(
            .prescriptionReplacement, about: prescription.uuidString.lowercased(), of: patient.uuid,
            reasons: [reason], due: try program.workItems.due(.prescriptionReplacement, arisingAt: now),
            on: connection, now: now)
    }
}

/// A short name of a text, equal for equal texts.
enum Fingerprint {
    /// The first sixteen hexadecimal digits of its SHA-256.
    static func of(_ text: String) -> String {
        SHA256.hash(data: Data(text.utf8)).prefix(8).map { byte in
            let digits = String(byte, radix: 16)
            return digits.count == 2 ? digits : "0" + digits
        }.joined()
    }
}
