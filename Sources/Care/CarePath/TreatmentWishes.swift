import Clinic
import Clocks
import Foundation
import Patients
import Postgres
import Prescriptions
import RefillReviews
import Safety
import Sealing
import Treatments

extension CarePath {
    /// The patient pauses: nothing is taken from today on (from tomorrow, if today's dose is taken), at most 60 days.
    package func pauseOwnTreatment(
        because reason: String?, until: LocalDate?, once: Once<TreatmentView>?, by patient: ID<Patient>
    ) async throws -> OnceOutcome<TreatmentView> {
        let actor = Actor.patient(patient.uuid)
        return try await exactlyOnce(once, by: actor) { connection, now in
            let pause = ID<CoursePause>(at: now).uuid
            let heard = try hear(.pause, of: patient, by: actor, on: connection, now: now) { course in
                try course.paused(by: .patient, until: until, id: pause, now: now)
            }
            if let reason {
                try CoursePause.keep(reason: reason, of: pause, sealedWith: heard.key, on: connection)
            }
            return try treatmentView(of: patient, on: connection, now: now)
        }
    }

    /// The patient ends their own pause; the dose is what the missed days leave of it (T8, T9).
    ///
    /// - Parameter day: the first date with a dose; today where it is not said.
    package func resumeOwnTreatment(
        from day: LocalDate?, once: Once<TreatmentView>?, by patient: ID<Patient>
    ) async throws -> OnceOutcome<TreatmentView> {
        let actor = Actor.patient(patient.uuid)
        return try await exactlyOnce(once, by: actor) { connection, now in
            try requireConsultAfterIdling(of: patient, on: connection, now: now)
            try hear(.resume, of: patient, by: actor, on: connection, now: now) { course in
                let today = LocalDate(of: now, in: course.terms.zone)
                return try course.resumedByPatient(from: day ?? today, now: now)
            }
            return try treatmentView(of: patient, on: connection, now: now)
        }
    }

    /// The patient stops, which they may at any time. Said again, or later, it takes the last scores that were not given.
    package func stopOwnTreatment(
        _ farewell: Farewell, once: Once<StoppedTreatment>?, by patient: ID<Patient>
    ) async throws -> OnceOutcome<StoppedTreatment> {
        let actor = Actor.patient(patient.uuid)
        return try await exactlyOnce(once, by: actor) { connection, now in
            let ended = try endTreatment(
                of: patient, as: .stopped, because: farewell.reason, by: actor, on: connection, now: now)
            try keepLastScores(farewell, ended, of: patient, by: actor, on: connection, now: now)
            return StoppedTreatment(
                view: try treatmentView(of: patient, on: connection, now: now),
                showsCrisisResources: (farewell.phq9?.last ?? 0) > 0)
        }
    }

    /// How a treatment ends.
    enum TreatmentEnd {
        /// By the patient, or at their word.
        case stopped
        /// By a prescriber.
        case discharged
    }

    /// A treatment ends: nothing more is offered or released, its prescription takes no more orders, what the pharmacy has
    /// of it is asked back, and the team's open work about it is done. Again, it changes nothing.
    ///
    /// - Throws: `CourseRefusal.notStarted` where there never was one; `.ended` where it came to the other end.
    @discardableResult
    func endTreatment(
        of patient: ID<Patient>, as end: TreatmentEnd, because reason: String?, by actor: Actor,
        on connection: Connection, now: Instant
    ) throws -> EndedTreatment {
        guard
            let locked = try connection.fetchFirst(
                Self.lockLastTreatment(of: patient), "treatment.lockLast", decode: LockedTreatment.init)
        else { throw CourseRefusal.notStarted }
        let key = try keyring.unwrap(locked.key)
        var treatment = locked.treatment
        let effect: HeardEffect
        switch end {
        case .stopped: effect = try treatment.stopped()
        case .discharged: effect = try treatment.discharged()
        }
        guard effect == .applied else { return EndedTreatment(treatment: treatment, key: key) }
        try treatment.save(on: connection, now: now)
        if let reason { try treatment.keepEnd(reason: reason, sealedWith: key, on: connection) }
        try treatmentEnded(treatment, code: end.code, by: actor, on: connection, now: now)
        try tell(end.line, to: patient, on: connection, now: now)
        return EndedTreatment(treatment: treatment, key: key)
    }

    /// What follows from a treatment's end, however it came; its row is written.
    func treatmentEnded(
        _ treatment: Treatment, code: String, by actor: Actor, on connection: Connection, now: Instant
    ) throws {
        try treatment.closeOpen(by: actor, on: connection, now: now)
        try RefillReview.closeAll(of: treatment.id.uuid, on: connection)
        let prescription = ID<Prescription>(treatment.prescription)
        let (written, _) = try lockPrescription(prescription, on: connection)
        if written.state.isInForce {
            try requestCancel(of: prescription, because: code, by: actor, on: connection, now: now)
            try settleCancel(of: prescription, by: actor, on: connection, now: now)
        }
        try WorkItem.settleAll(
            [
                .patientSilent, .treatmentCall, .missedDays, .doseAgreement, .outOfSupply, .reviewSuggested,
                .decreaseUnread, .refillReview, .refillAlarm, .medicineQuestion,
            ], of: treatment.patient, as: "done", by: actor, on: connection, now: now)
        // A last count, what is left, and what comes after.
        try WorkItem.open(
            .aftercare, about: treatment.id.description, of: treatment.patient, reasons: [],
            due: try program.workItems.due(.aftercare, arisingAt: now), on: connection, now: now)
        try AuditEntry(
            "treatment.end", .init("treatment", treatment.id.uuid), patient: treatment.patient,
            detail: ["as": code], by: actor, at: now
        ).record(on: connection)
    }

    /// How the patient was at the end. An answer that speaks of self-harm has its flag at once, though no dose hangs on it.
    private func keepLastScores(
        _ farewell: Farewell, _ ended: EndedTreatment, of patient: ID<Patient>, by actor: Actor,
        on connection: Connection, now: Instant
    ) throws {
        let date = LocalDate(of: now, in: ended.treatment.zone)
        for (instrument, items) in [
            (InstrumentReport.Instrument.phq9, farewell.phq9), (.gad7, farewell.gad7),
        ] {
            guard let items else { continue }
            let total = items.reduce(0, +)
            try InstrumentReport(
                instrument: instrument, date: date, total: total, band: program.band(of: total, instrument),
                item9: instrument == .phq9 ? items.last : nil
            ).insert(
                of: patient.uuid, answers: items, from: .checkIn, sealedWith: ended.key, by: actor,
                on: connection,
                now: now)
        }
        guard let item9 = farewell.phq9?.last, item9 > 0 else { return }
        try raiseFlag(
            TitrationRule.t1.rawValue, .concern, of: patient, in: ended.treatment.zone, reasons: ["item9"],
            by: actor, on: connection, now: now)
    }
}

/// What a patient says at the end: why, in their words, and how they are.
package struct Farewell: Sendable {
    package let reason: String?
    /// The items, 0 to 3 each.
    package let phq9: [Int]?
    package let gad7: [Int]?

    package init(reason: String?, phq9: [Int]?, gad7: [Int]?) {
        self.reason = reason
        self.phq9 = phq9
        self.gad7 = gad7
    }
}

/// A treatment that has ended, locked.
struct EndedTreatment {
    let treatment: Treatment
    let key: SealingKey
}

/// A treatment that its patient stopped.
package struct StoppedTreatment: Sendable {
    package let view: TreatmentView
    package let showsCrisisResources: Bool
}

extension CarePath.TreatmentEnd {
    /// In the audit, and as the reason of the prescription's end.
    fileprivate var code: String {
        switch self {
        case .stopped: "treatmentStopped"
        case .discharged: "treatmentDischarged"
        }
    }

    fileprivate var line: TimelineEntry.Code {
        switch self {
        case .stopped: .treatmentStopped
        case .discharged: .treatmentDischarged
        }
    }
}
