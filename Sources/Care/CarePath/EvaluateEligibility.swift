import Clinic
import Clocks
import Foundation
import Intakes
import Patients
import Postgres
import Questionnaires
import Safety
import Sealing

extension CarePath {
    /// What the rules say now, put in force: letters asked for, flags raised and tasks opened with it. What followed from
    /// the evaluation before is not done again; what it asked for and this one does not is settled.
    func evaluate(
        _ ground: EvaluationGround, because occasion: EligibilityOccasion, by actor: Actor,
        on connection: Connection, now: Instant
    ) throws -> EligibilityView {
        let (person, before, today) = (ground.person, ground.before?.result, program.today(at: now))
        let eligibility = Eligibility(
            id: ID(at: now), patient: person.id, intake: ground.intake.uuid, evaluatedAt: now,
            result: ground.rules.evaluate(ground.facts(try program.scores(of: ground.answers), on: today)),
            occasion: occasion)
        let result = eligibility.result
        let basis = basis(of: result, ground)
        try eligibility.insert(basis, person.key, on: connection)
        try EligibilityQuestion.expireClearances(
            of: ground.intake.uuid, on: today, on: connection, now: now)
        let due = try program.workItems.due(.clearanceDue, arisingAt: now)
        for question in result.questions where question.outcome == .clearance {
            try EligibilityQuestion.requestClearance(
                question.rule, about: basis.questions[question.rule]?.letters ?? [],
                from: question.specialties, of: person.id, for: ground.intake.uuid, due: due, by: actor,
                on: connection, now: now)
        }
        let view = try eligibilityView(eligibility, on: connection)
        try settleWork(view, before, by: actor, on: connection, now: now)
        try openWork(view, ground.taken, on: connection, now: now)
        for flag in result.flags where before?.ruleIds.contains(flag.rule) != true {
            guard let severity = Flag.Severity(rawValue: flag.severity) else { continue }
            try raiseFlag(
                flag.rule, severity, of: person.patient.id, in: person.zone, reasons: flag.cases, by: actor,
                on: connection, now: now)
            try flagsChanged(of: person.patient.id, by: actor, on: connection, now: now)
        }
        try tell(result, before, to: person.patient.id, on: connection, now: now)
        try AuditEntry(
            "eligibility.evaluate", .init("eligibility", eligibility.id.uuid), patient: person.id,
            detail: [
                "outcome": result.outcome.rawValue, "rules": result.ruleIds.joined(separator: " "),
                "occasion": occasion.rawValue,
            ],
            by: actor, at: now
        ).record(on: connection)
        return view
    }

    /// Keyed hashes of what was looked at: nobody who reads the table learns a fact from it.
    private func basis(of result: EligibilityResult, _ ground: EvaluationGround) -> Eligibility.Basis {
        func hash(_ data: Data, for purpose: String) -> String {
            keyring.keyedHash(Data(ground.person.id.uuidString.utf8) + data, for: purpose).prefix(16)
                .map { String($0 >> 4, radix: 16) + String($0 & 15, radix: 16) }.joined()
        }
        var questions: [String: (facts: [String], letters: [String])] = [:]
        for question in result.questions {
            func hashes(_ facts: [String]) -> [String] {
                facts.map { hash(Data($0.utf8), for: "eligibility_fact") }.sorted()
            }
            questions[question.rule] = (
                hashes(ground.rules.weighed(question.rule, in: result)),
                hashes(ground.rules.lettered(question.rule, in: result))
            )
        }
        return Eligibility.Basis(
            rulesSHA256: ground.rules.file.sha256,
            factsHash: hash(ground.fingerprint, for: "eligibility_facts"), questions: questions)
    }

    /// Tasks of what the rules ask no longer.
    private func settleWork(
        _ view: EligibilityView, _ before: EligibilityResult?, by actor: Actor, on connection: Connection,
        now: Instant
    ) throws {
        guard let before else { return }
        let intake = view.eligibility.intake
        let asked = Set(view.questions.map(\.rule))
        for question in before.questions where !asked.contains(question.rule) {
            for kind in [WorkItem.Kind.eligibilityQuestion, .clearanceDue] {
                try WorkItem.settle(
                    kind, about: Self.cause(intake, question.rule), as: "superseded", by: actor,
                    on: connection, now: now)
            }
        }
        let isIncomplete = view.eligibility.result.incompleteRules.contains { $0 != Self.unknownMedicineRule }
        if !before.incompleteRules.isEmpty, !isIncomplete {
            try WorkItem.settle(
                .eligibilityIncomplete, about: Self.cause(intake), as: "superseded", by: actor,
                on: connection, now: now)
        }
    }

    /// What somebody must do before the patient can go on. A prescriber is asked once everything that they should
    /// weigh is there; for somebody who is not eligible there is nothing to do.
    private func openWork(
        _ view: EligibilityView, _ medicines: [IntakeMedication], on connection: Connection, now: Instant
    ) throws {
        let eligibility = view.eligibility
        func open(_ kind: WorkItem.Kind, _ cause: String, _ reasons: [String]) throws {
            try WorkItem.open(
                kind, about: cause, of: eligibility.patient, reasons: reasons,
                due: try program.workItems.due(kind, arisingAt: now), on: connection, now: now)
        }
        if eligibility.result.outcome == .ineligible { return }
        for medicine in medicines where medicine.state == .unknown {
            try open(.medicationUnknown, medicine.id.description, [Self.unknownMedicineRule])
        }
        let incomplete = eligibility.result.incompleteRules.filter { $0 != Self.unknownMedicineRule }
        if !incomplete.isEmpty {
            try open(.eligibilityIncomplete, Self.cause(eligibility.intake), incomplete)
        }
        for question in view.questions {
            let cause = Self.cause(eligibility.intake, question.rule)
            if question.clearance?.state == .requested {
                try open(.clearanceDue, cause, [question.rule])
            } else if eligibility.result.outcome != .incomplete, question.answer == nil {
                try open(.eligibilityQuestion, cause, [question.rule])
            }
        }
    }

    private func tell(
        _ result: EligibilityResult, _ before: EligibilityResult?, to patient: ID<Patient>,
        on connection: Connection, now: Instant
    ) throws {
        func clearances(_ result: EligibilityResult?) -> Set<String> {
            Set((result?.questions ?? []).filter { $0.outcome == .clearance }.map(\.rule))
        }
        if before?.outcome != result.outcome {
            try tell(result.outcome.line, to: patient, on: connection, now: now)
        }
        if !clearances(result).isSubset(of: clearances(before)) {
            try tell(.clearanceRequested, to: patient, on: connection, now: now)
        }
    }

    /// The rule about medicines that nobody knows; its task hangs on the medicine.
    static let unknownMedicineRule = "E19"

    /// What a task about an intake, or about one rule of it, is about.
    static func cause(_ intake: UUID, _ rule: String? = nil) -> String {
        ([intake.uuidString.lowercased()] + [rule].compactMap(\.self)).joined(separator: "/")
    }
}

extension EligibilityOutcome {
    /// How the timeline tells it.
    fileprivate var line: TimelineEntry.Code {
        switch self {
        case .eligible, .prescriberDecides: .eligible
        case .clearance, .incomplete: .eligibilityOpen
        case .ineligible: .notEligible
        }
    }
}
