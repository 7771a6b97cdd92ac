import Foundation
import Wire

/// What the commands about doses and pauses have in common.
extension Desk {
    /// Makes a change and shows what titration says after it.
    func decide(_ call: ServerCall, _ options: ChangeOptions) async throws {
        try await carryOut(call, options, as: DecisionAnswer.self) { decision, reader, screen in
            reader.show(decision, on: &screen)
        }
    }

    /// A dose from a date on, with the reason: set, or resumed with.
    func order(
        _ verb: String, _ patient: String?, mg: Int?, every: Int? = nil, from: String?,
        because reason: String?,
        _ options: ChangeOptions
    ) async throws {
        let talk = conversation
        try talk.require([
            "<patient>": patient, "--mg": mg.map(String.init), "--from": from, "--reason": reason,
        ])
        let name = try self.patient(patient)
        let typed = try talk.line(mg.map(String.init), "Milligrams a day")
        guard let dose = Int(typed) else { throw ToolFailure.usage("--mg takes whole milligrams, as 30") }
        let request = DoseRequest(
            doseMg: dose, everyDays: every, from: try talk.line(from, "From which date (2026-12-13)"),
            reason: try talk.line(reason, "Why (for the record)"))
        if !options.dryRun {
            try talk.confirm(
                "\(name): \(request.doseMg) mg a day from \(request.from) on.", agreed: options.yes)
        }
        try await decide(.change("/v1/staff/patients/\(name)/\(verb)", request), options)
    }

    /// The rise that was named: a row of the last list, its id, or the patient whose it is.
    func offer(_ named: String?) async throws -> String {
        try conversation.require(["<offer>": named])
        let text = try conversation.line(named, "Which rise (row of the last list, or the patient's handle)")
        guard text.lowercased().hasPrefix("pt-") else { return try name(text, of: .doseChange) }
        let patient = try name(text, of: .patient)
        let chart = try await send(.get("/v1/staff/patients/\(patient)")).decoded(ChartAnswer.self)
        guard let offer = chart.course?.offer else {
            throw ToolFailure.usage("\(patient) has no rise on offer")
        }
        return offer.id
    }

    /// A week of days up to `date`: what a decision had before it.
    func days(of path: String, until date: String) async throws -> [ProgressAnswer.Day] {
        guard let first = WallClock.date(date, plus: -6) else { return [] }
        return try await send(.get(path + "/progress", query: [("from", first), ("to", date)]))
            .decoded(ProgressAnswer.self).days
    }
}
