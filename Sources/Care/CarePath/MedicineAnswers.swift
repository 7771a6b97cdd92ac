import Access
import Clinic
import Clocks
import Foundation
import Intakes
import Patients
import Postgres
import Safety
import Treatments

extension CarePath {
    /// A prescriber answers, in writing, what is to become of the dose beside a medicine begun or stopped (T11). A yes
    /// answers the eligibility rules about medicines with it, and once no medicine waits, its flag is closed and the dose
    /// goes on; a no pauses the treatment until a prescriber resumes it.
    ///
    /// - Throws: `MedicationRefusal.noQuestion` where nothing waits, so that of two prescribers one answers.
    package func answerMedicine(
        _ id: ID<IntakeMedication>, _ decision: EligibilityDecision, words: String,
        once: Once<MedicineView>?, by caller: Caller
    ) async throws -> OnceOutcome<MedicineView> {
        try await exactlyOnce(once, by: caller.actor) { connection, now in
            let (person, medicine) = try lockMedicine(id, of: nil, on: connection, now: now)
            let open = try line(of: medicine, on: connection).questions.filter { $0.answeredAt == nil }
            if open.isEmpty { throw MedicationRefusal.noQuestion }
            for question in open {
                try question.save(
                    decision, words, by: caller.accountID, person.key, on: connection, now: now)
            }
            try WorkItem.settle(
                .medicineQuestion, about: id.description, as: decision.rawValue, by: caller.actor,
                on: connection, now: now)
            try AuditEntry(
                "medication.answer", .init("medication", id.uuid), patient: person.id,
                detail: ["decision": decision.rawValue], by: caller.actor, at: now
            ).record(on: connection)
            try answerRules(decision, words, of: person, by: caller, on: connection, now: now)
            try pauseIfRefused(decision, words, of: person, by: caller.actor, on: connection, now: now)
            try medicineAnswered(because: words, of: person, by: caller.actor, on: connection, now: now)
            return MedicineView(
                line: try line(of: medicine, on: connection),
                consequence: NewFactView(
                    eligibility: nil, consequence: try heardLast(of: person, on: connection)))
        }
    }

    /// The same words answer what E11 and E12 leave to a prescriber now.
    private func answerRules(
        _ decision: EligibilityDecision, _ words: String, of person: IntakePerson, by caller: Caller,
        on connection: Connection, now: Instant
    ) throws {
        let found = try connection.fetchFirst(Eligibility.select(of: person.id), "eligibility.inForce") {
            row in try Eligibility(row, keyring: keyring)
        }
        guard let eligibility = found else { return }
        let view = try eligibilityView(eligibility, on: connection)
        for question in view.questions where Self.medicineRules.contains(question.rule) {
            // What is missing elsewhere, or was answered, is not this answer's.
            guard (try? question.checkAnswerable(in: eligibility.result)) != nil else { continue }
            try question.insertAnswer(
                decision, words, of: person.id, for: eligibility.intake, by: caller.accountID, person.key,
                on: connection, now: now)
            try WorkItem.settle(
                .eligibilityQuestion, about: Self.cause(eligibility.intake, question.rule),
                as: decision.rawValue, by: caller.actor, on: connection, now: now)
        }
    }

    private func pauseIfRefused(
        _ decision: EligibilityDecision, _ words: String, of person: IntakePerson, by actor: Actor,
        on connection: Connection, now: Instant
    ) throws {
        let patient = person.patient.id
        guard decision == .notAccepted, try Self.hasBegun(patient, on: connection) else { return }
        let pause = ID<CoursePause>(at: now).uuid
        let heard = try hear(.pause, of: patient, by: actor, on: connection, now: now) { course in
            course.openPause == nil
                ? try course.paused(by: .prescriber, until: nil, id: pause, now: now) : nil
        }
        if heard.outcome != nil {
            try CoursePause.keep(reason: words, of: pause, sealedWith: person.key, on: connection)
        }
    }

    /// Once no medicine of a person waits for an answer, T11's flags are closed with the words of the last one, and
    /// titration is asked again.
    func medicineAnswered(
        because note: String, of person: IntakePerson, by actor: Actor, on connection: Connection,
        now: Instant
    ) throws {
        let asked = try connection.fetch(
            MedicineQuestion.select(of: person.id), "medicineQuestion.list", decode: MedicineQuestion.init)
        guard asked.allSatisfy({ $0.answeredAt != nil }) else { return }
        let patient = person.patient.id
        let ids = try connection.fetch(
            Self.selectOpenFlags(of: patient, rule: TitrationRule.t11.rawValue), "flag.ofRule"
        ) { row in try row["id"] as ID<Flag> }
        for id in ids {
            guard var flag = try Flag.lock(id, on: connection) else { continue }
            let rule = program.flags.rule(flag.severity)
            let outcome = Self.settledOutcome
            guard try flag.close(as: outcome, by: rule, mayPrescribe: true, isInTreatment: true) == .changed
            else { continue }
            try flag.save(note: note, by: actor, keyring: keyring, on: connection, now: now)
            for kind in [WorkItem.Kind.safetyFlag, .flagOverdue] {
                try WorkItem.settle(
                    kind, about: id.description, as: outcome, by: actor, on: connection, now: now)
            }
            try AuditEntry(
                "flag.close", .init("flag", id.uuid), patient: person.id, detail: ["rule": flag.rule],
                by: actor, at: now
            ).record(on: connection)
        }
        if !ids.isEmpty { try flagsChanged(of: patient, by: actor, on: connection, now: now) }
    }

    /// What waits for a prescriber's answer is not closed by another.
    func checkCloser(of flag: Flag, _ caller: Caller) throws(FlagRefusal) {
        let rules = [TitrationRule.t11.rawValue, TitrationRule.t19.rawValue]
        if rules.contains(flag.rule), !Permission.prescribe.allows(caller.roles) { throw .prescriberCloses }
    }

    /// A prescriber closes T11's flag: its note answers the medicines that wait.
    func answerMedicines(
        with flag: Flag, _ note: String, by caller: Caller, on connection: Connection, now: Instant
    ) throws {
        guard flag.rule == TitrationRule.t11.rawValue else { return }
        let open = try connection.fetch(
            MedicineQuestion.select(of: flag.patient), "medicineQuestion.list",
            decode: MedicineQuestion.init
        ).filter { $0.answeredAt == nil }
        guard !open.isEmpty else { return }
        let person = try lockPerson(ID(flag.patient), on: connection, now: now)
        for question in open {
            try question.save(
                .accepted, note, by: caller.accountID, person.key, on: connection, now: now)
        }
        try WorkItem.settleAll(
            [.medicineQuestion], of: flag.patient, as: EligibilityDecision.accepted.rawValue,
            by: caller.actor, on: connection, now: now)
    }

    /// A navigator has said what a medicine is that was reported during treatment: now it means what it is.
    func medicineNamed(
        _ medicine: IntakeMedication, _ evaluation: Evaluation, of person: IntakePerson, by actor: Actor,
        on connection: Connection, now: Instant
    ) throws {
        guard medicine.intake == nil, try Self.hasBegun(person.patient.id, on: connection) else { return }
        let meaning = NewMedicine(begun: medicine)
        if let meaning { try ask(meaning, about: medicine, on: connection, now: now) }
        let medicines = meaning == .depressant ? [NewMedicine.depressant] : []
        _ = try hear(
            evaluation, "medicine", medicines: Set(medicines), of: person, by: actor, on: connection, now: now
        )
    }

    /// How a concern of severity 2 ends that was answered.
    private static let settledOutcome = "settled"

    private func heardLast(of person: IntakePerson, on connection: Connection) throws -> DecisionLine? {
        guard try Self.hasBegun(person.patient.id, on: connection) else { return nil }
        return try latestDecision(of: person.patient.id, on: connection)
    }
}
