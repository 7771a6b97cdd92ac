import Clinic
import Clocks
import Foundation
import Intakes
import Patients
import Postgres
import Questionnaires
import StrictJSON
import Treatments

extension CarePath {
    /// A patient's scores as a chart elsewhere reads them: a FHIR searchset of the totals, panels and items of the intake in
    /// force and of the totals reported since, with the answers to the intake beside them. The reading is audited; a
    /// patient's own does not wait for the disk.
    package func observations(
        of patient: ID<Patient>, in language: Language, by actor: Actor
    ) async throws -> JSONValue {
        let audit = AuditEntry(
            "observation.read", .init("patient", patient.uuid), patient: patient.uuid, by: actor,
            at: clock.now)
        async let reported = database.read(
            by: actor, Self.selectReportedTotals(of: patient), "observation.reported",
            decode: ReportedTotal.init)
        let found = try await database.read(
            by: actor, Intake.selectInForce(of: patient.uuid), audit: audit.insert,
            durable: actor != .patient(patient.uuid), "intake.inForce"
        ) { row in try Intake(row, keyring: keyring) }
        let subject = "Patient/\(patient)"
        var observations = try await reported.compactMap { program.observation(of: $0, about: subject) }
        var responses: [JSONValue] = []
        if let intake = found.first {
            let (form, answers) = (try program.intakeForm(intake.questionnaire), try submittedAnswers(intake))
            let sentAt = intake.submittedAt ?? intake.savedAt
            let occasion = Instrument.Occasion(
                response: intake.id.description, subject: subject, moment: .instant(sentAt))
            observations += form.instruments.flatMap { entry in
                entry.instrument.observations(of: answers, to: form.questionnaire, on: occasion).map {
                    $0.marked(intake.amends == nil ? .final : .amended)
                }
            }
            responses = [
                form.questionnaire.resource(
                    of: answers, id: intake.id.description, subject: subject, authored: sentAt,
                    status: intake.amends == nil ? "completed" : "amended", in: language)
            ]
        }
        return Self.searchset(of: observations.map(\.json), including: responses)
    }

    private static func searchset(of matches: [JSONValue], including others: [JSONValue]) -> JSONValue {
        func entry(_ resource: JSONValue, _ mode: String) -> JSONValue {
            ["resource": resource, "search": ["mode": .string(mode)]]
        }
        return [
            "resourceType": "Bundle", "type": "searchset", "total": .number(JSONNumber(matches.count)),
            "entry": .array(matches.map { entry($0, "match") } + others.map { entry($0, "include") }),
        ]
    }
}

/// A total that was reported after the intake: weekly, or with a refill review.
struct ReportedTotal: Sendable {
    let id: UUID
    let report: InstrumentReport
}

extension ProgramData {
    /// `nil` for an instrument of which the program has no file.
    fileprivate func observation(of reported: ReportedTotal, about subject: String) -> ScoreObservation? {
        let report = reported.report
        let instrument = intake.instruments.first { $0.name == report.instrument.rawValue }?.instrument
        return instrument.map { instrument in
            ScoreObservation(
                id: reported.id.uuidString.lowercased(), code: instrument.totalCode,
                text: instrument.totalText,
                subject: subject, effective: .date(report.date), value: .total(report.total),
                band: report.band)
        }
    }
}

extension ScoreObservation {
    fileprivate func marked(_ status: Status) -> ScoreObservation {
        var marked = self
        marked.status = status
        return marked
    }
}
