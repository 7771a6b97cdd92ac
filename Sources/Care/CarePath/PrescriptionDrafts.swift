import Access
import Clinic
import Clocks
import Foundation
import Patients
import Postgres
import Prescriptions
import Safety
import Sealing
import Treatments

extension CarePath {
    /// Somebody prepares a prescription after an approved visit that has none.
    package func draftPrescription(
        for consult: UUID, once: Once<PrescriptionView>?, by caller: Caller
    ) async throws -> OnceOutcome<PrescriptionView> {
        try await exactlyOnce(once, by: caller.actor) { connection, now in
            guard let ground = try draftGround(of: consult, on: connection, now: now) else {
                throw NotFound()
            }
            guard ground.isApproved else { throw PrescriptionRefusal.consultNotApproved }
            let id = try openDraft(on: ground, consult: consult, by: caller.actor, on: connection, now: now)
            return try prescriptionView(of: id, on: connection)
        }
    }

    /// The draft that an approved visit begins with, and the task to prepare it. Inside the visit's transaction.
    @discardableResult
    func openDraft(
        on ground: DraftGround, consult: UUID, by actor: Actor, on connection: Connection, now: Instant
    ) throws -> ID<Prescription> {
        try openDraft(
            on: ground, consult: consult, lozenge: ground.lozenge(for: program.dosing),
            start: Milligrams(program.dosing.startMg), maximum: Milligrams(program.dosing.automaticCeilingMg),
            by: actor, on: connection, now: now)
    }

    /// The same with other doses to begin with: of a review that changes a prescription.
    @discardableResult
    func openDraft(
        on ground: DraftGround, consult: UUID, lozenge: LozengeForm, start: Milligrams, maximum: Milligrams,
        legalBasis: LegalBasisCode? = nil, by actor: Actor, on connection: Connection, now: Instant
    ) throws -> ID<Prescription> {
        let today = program.today(at: now)
        let basis = legalBasis ?? program.legalBases.preferred(on: today)?.code ?? .inPerson
        let prescription = Prescription(
            id: ID(at: now), patient: ground.patient.uuid, prescriber: ground.prescriber, consult: consult,
            dosingProtocol: program.dosing.reference, shipState: ground.shipState,
            attestedState: ground.attestedState, replaces: ground.inForce,
            terms: PrescriptionTerms(
                defaultsOf: program.dosing, lozenge: lozenge, start: start, maximum: maximum,
                legalBasis: basis, standingOrder: !ground.needsAgreement))
        try prescription.insert(
            under: program.dosing, delivery: prescriptionOffice.delivery,
            sealedWith: try keyring.unwrap(ground.dataKey), by: actor, on: connection, now: now)
        try WorkItem.open(
            .prescriptionDraft, about: consult.uuidString.lowercased(), of: ground.patient.uuid, reasons: [],
            due: try program.workItems.due(.prescriptionDraft, arisingAt: now), on: connection, now: now)
        try auditPrescription("draft", prescription, by: actor, on: connection, now: now)
        return prescription.id
    }

    /// Writes who did what with a prescription into the audit trail, queued.
    func auditPrescription(
        _ verb: String, _ prescription: Prescription, detail: [String: String] = [:], by actor: Actor,
        on connection: Connection, now: Instant
    ) throws {
        try AuditEntry(
            "prescription.\(verb)", .init("prescription", prescription.id.uuid),
            patient: prescription.patient,
            detail: detail, by: actor, at: now
        ).record(on: connection)
    }

    /// What a draft of this visit begins with; `nil` if there is no such visit.
    func draftGround(of consult: UUID, on connection: Connection, now: Instant) throws -> DraftGround? {
        try connection.fetchFirst(
            Self.selectDraftGround(
                of: consult, on: program.today(at: now),
                cautious: program.titration.titration.agreementRules.sorted()), "prescription.ground",
            decode: DraftGround.init)
    }
}
