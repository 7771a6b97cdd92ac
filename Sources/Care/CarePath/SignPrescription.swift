import Access
import Clinic
import Clocks
import Crypto
import Foundation
import Patients
import Postgres
import Prescriptions
import RefillReviews
import Safety
import Sealing

extension CarePath {
    /// Its prescriber signs a prescription with a fresh code of their authenticator: all gates are looked at, what was
    /// signed is archived, and the first fill is planned, in one transaction.
    ///
    /// A wrong code counts against its owner, though nothing else of the transaction stays.
    ///
    /// - Throws: `PrescriptionRefusal.gatesClosed` with every gate that is closed, `.codeWrong`, `.codeUsed`,
    ///   `.notReady`, `.alreadySigned`, `.protocolNotApproved`.
    package func signPrescription(
        _ id: ID<Prescription>, totp: String, once: Once<PrescriptionView>?, by caller: Caller
    ) async throws -> OnceOutcome<PrescriptionView> {
        let credential = try await database.read(
            by: caller.actor, StaffCredential.select(account: caller.accountID), "staffCredential.own"
        ) { row in try StaffCredential(row, keyring: keyring) }.first
        guard let credential else { throw NotFound() }
        let outcome: OnceOutcome<PrescriptionView>
        do {
            outcome = try await exactlyOnce(once, by: caller.actor) { connection, now in
                guard let step = credential.totp.step(showing: totp, at: now) else {
                    throw PrescriptionRefusal.codeWrong
                }
                return try sign(
                    id, with: credential, step: step, by: caller, on: connection, now: now)
            }
        } catch PrescriptionRefusal.codeWrong {
            try await countWrongCode(of: caller)
            throw PrescriptionRefusal.codeWrong
        }
        if case .refused(PrescriptionRefusal.codeWrong, _) = outcome { try await countWrongCode(of: caller) }
        return outcome
    }

    private func countWrongCode(of caller: Caller) async throws {
        try await database.transaction(by: caller.actor) { connection in
            try StaffCredential.countWrongCode(of: caller.accountID, on: connection, now: clock.now)
        }
    }

    private func sign(
        _ id: ID<Prescription>, with credential: StaffCredential, step: Int64, by caller: Caller,
        on connection: Connection, now: Instant
    ) throws -> PrescriptionView {
        try Self.lock(id, on: connection)
        guard let desk = try signingDesk(of: id, on: connection, now: now) else { throw NotFound() }
        var prescription = desk.record.prescription
        let eligibility = try signingEligibility(of: desk.patient.id, on: connection)
        let facts = try signingFacts(desk, signer: caller.accountID, eligibility: eligibility, now: now)
        _ = try prescription.sign(waitsForCancel: facts.waitsForCancel)
        try requireProtocol(of: prescription)
        guard desk.isProtocolApproved else { throw PrescriptionRefusal.protocolNotApproved }
        guard desk.record.delivery == .sandbox else { throw PrescriptionRefusal.deliveryNotPossible }
        let closed = facts.closedGates
        guard closed.isEmpty else { throw PrescriptionRefusal.gatesClosed(closed) }
        guard try credential.use(step: step, on: connection, now: now) else {
            throw PrescriptionRefusal.codeUsed
        }
        if facts.waitsForCancel, let earlier = prescription.replaces {
            try requestCancel(
                of: earlier, because: "replaced", by: caller.actor, on: connection,
                now: now)
        }
        try archive(prescription, desk, facts, step: step, by: caller, on: connection, now: now)
        try settleDraft(of: prescription, as: "signed", by: caller.actor, on: connection, now: now)
        try tell(.prescriptionSigned, to: desk.patient.id, on: connection, now: now)
        try auditPrescription(
            "sign", prescription,
            detail: ["gates": SigningGate.allCases.map(\.rawValue).joined(separator: " ")],
            by: caller.actor, on: connection, now: now)
        if prescription.state == .signed {
            try planFirstFill(
                of: prescription, handsOver: desk.hasTreatment, by: caller.actor, on: connection, now: now)
        } else if let earlier = prescription.replaces {
            try settleCancel(of: earlier, by: caller.actor, on: connection, now: now)
        }
        return try prescriptionView(of: id, on: connection)
    }

    /// Writes what was signed, as it was, into the record.
    private func archive(
        _ prescription: Prescription, _ desk: SigningDesk, _ facts: SigningFacts, step: Int64,
        by caller: Caller, on connection: Connection, now: Instant
    ) throws {
        guard let query = desk.query, let registration = facts.registrationInForce,
            let licence = facts.prescriber.licence, let completedAt = facts.consult?.completedAt,
            let evaluatedAt = facts.eligibility?.evaluatedAt, let basis = facts.basis
        else { preconditionFailure("open gates have seen each of these") }
        let lastFillOn = facts.today.lastFill(monthsValid: program.dosing.monthsValid)
        let archive = PrescriptionArchive(
            face: desk.face,
            evidence: .init(
                deaNumber: registration, licenceState: prescription.attestedState.code,
                licenceNumber: licence, pdmpQueryId: query.id.lowercase, pdmpQueriedAt: query.at.rfc3339,
                consultCompletedAt: completedAt.rfc3339, eligibilityEvaluatedAt: evaluatedAt.rfc3339,
                legalBasisWords: basis.words, consents: desk.consents, protocolSha256: program.dosingSHA256),
            event: .init(
                signedBy: caller.accountID.lowercase, signedAt: now.rfc3339,
                issuedOn: facts.today.description, lastFillOn: lastFillOn.description, secondFactor: "totp",
                secondFactorStep: step, gatesPassed: SigningGate.allCases.map(\.rawValue)))
        let bytes = try CanonicalJSON.encode(archive)
        try prescription.saveSigned(
            .init(
                signedAt: now, issuedOn: facts.today, lastFillOn: lastFillOn, monitoringQuery: query.id,
                secondFactorStep: step, sha256: Data(SHA256.hash(data: bytes)),
                bytes: try prescriptionOffice.key.sign(bytes), key: prescriptionOffice.key.id),
            archive: try Sealed(bytes, with: desk.key, at: PrescriptionArchive.place(of: prescription.id)),
            on: connection)
    }

    /// The first supply under a prescription that counts from now on.
    ///
    /// - Parameter handsOver: whether a treatment under way goes on under it.
    func planFirstFill(
        of prescription: Prescription, handsOver: Bool = true, by actor: Actor, on connection: Connection,
        now: Instant
    ) throws {
        if handsOver, let way = try handOver(to: prescription, by: actor, on: connection, now: now) {
            let fill = Fill(
                number: 1, of: prescription.id, patient: prescription.patient,
                notBefore: way.dates.notBefore, releaseOn: way.dates.releaseOn, review: way.review, at: now)
            return try plan(fill, by: actor, on: connection, now: now)
        }
        let fill = Fill(
            number: 1, of: prescription.id, patient: prescription.patient, notBefore: program.today(at: now),
            at: now)
        try fill.insert(on: connection, now: now)
        try fillPlanned(fill, on: connection, now: now)
    }
}
