import Clinic
import Clocks
import Foundation
import Intakes
import Patients
import Postgres
import Questionnaires
import Safety

extension CarePath {
    /// What the rules say now, put in force: letters asked for, flags raised and tasks opened with it.
    ///
    /// - Parameter before: what they said of the same intake before a new fact; what follows from that is not done
    ///   again.
    func evaluate(
        _ answers: ValidResponse, _ medicines: [IntakeMedication], for intake: ID<Intake>,
        of person: IntakePerson, before: EligibilityResult?, pressure: LaterPressure? = nil, by actor: Actor,
        on connection: Connection, now: Instant
    ) throws -> EligibilityView {
        let facts = EligibilityFacts(
            answers: answers, scores: try program.scores(of: answers), medicines: medicines.map(\.fact),
            birthDate: person.patient.birthDate, state: person.state, isServed: person.isServed,
            today: program.today(at: now), pressure: pressure)
        let eligibility = Eligibility(
            id: ID(at: now), patient: person.id, intake: intake.uuid, evaluatedAt: now,
            result: program.eligibility.evaluate(facts))
        let result = eligibility.result
        try eligibility.insert(person.key, on: connection)
        for question in result.questions where question.outcome == .clearance {
            try EligibilityQuestion.requestClearance(
                question.rule, from: question.specialties, of: person.id, for: intake.uuid, by: actor,
                on: connection, now: now)
        }
        let view = try eligibilityView(eligibility, on: connection)
        try openWork(view, medicines, on: connection, now: now)
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
            detail: ["outcome": result.outcome.rawValue, "rules": result.ruleIds.joined(separator: " ")],
            by: actor, at: now
        ).record(on: connection)
        return view
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
