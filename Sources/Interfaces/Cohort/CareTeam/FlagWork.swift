import Foundation
import Wire

/// Safety flags: seen at once, closed in writing at the next office hours; then the treatment goes on.
extension PrescriberWork {
    /// - Parameter closes: whether there is time to speak with people; at night a flag is only seen.
    func workThroughFlags(knowing people: [String: MadeUpPerson], closes: Bool, token: String) async throws {
        let flags: Page<FlagAnswer> = try await client.get("/v1/staff/flags?limit=200", token: token)
        for flag in flags.items where flag.state != "closed" && people[flag.patient.id] != nil {
            if flag.acknowledgedAt == nil {
                try await attempt {
                    try await client.post("/v1/staff/flags/\(flag.id)/acknowledge", token: token, key: UUID())
                }
            }
            guard closes, let outcome = Self.outcome(of: flag) else { continue }
            try await attempt {
                try await client.post(
                    "/v1/staff/flags/\(flag.id)/close",
                    FlagCloseRequest(
                        outcome: outcome, note: "Spoke with them; they know what to do and whom to call."),
                    token: token, key: UUID())
            }
        }
    }

    /// A pause ends by its own act, after another talk.
    private static func outcome(of flag: FlagAnswer) -> String? {
        ["staysPaused", "noTreatment", "settled", "watched"].first(where: flag.outcomes.contains)
            ?? flag.outcomes.first
    }

    /// Lets those go on whom a rule paused and who are well again: with the dose of before, or the nearest below it that
    /// the rules allow.
    func resume(_ paused: [PausedPerson], token: String) async throws {
        for person in paused {
            for dose in stride(from: person.doseMg, through: 15, by: -15) {
                do {
                    try await client.post(
                        "/v1/staff/patients/\(person.patient)/treatment/resume",
                        DoseRequest(doseMg: dose, from: person.from, reason: "Well again; spoke by phone."),
                        token: token, key: UUID())
                    break
                } catch let refusal as UnexpectedAnswer where refusal.code == "dose_not_allowed" {
                    continue
                } catch let refusal as UnexpectedAnswer where [403, 409, 422].contains(refusal.status) {
                    break
                }
            }
        }
    }

    /// Answers to rises that need a prescriber's word.
    func answerOffers(knowing people: [String: MadeUpPerson], token: String) async throws {
        let offers: Page<StaffDoseChange> = try await client.get(
            "/v1/staff/dose-changes?state=offered&awaitingAgreement=true&limit=200", token: token)
        for offer in offers.items {
            guard let person = people[offer.patient.id], !offer.change.isAgreed else { continue }
            let path = "/v1/staff/dose-changes/\(offer.change.id)"
            try await attempt {
                if person.life.isAgreedTo {
                    try await client.post("\(path)/agree", token: token, key: UUID())
                } else {
                    try await client.post(
                        "\(path)/deny", ReasonRequest(reason: "Let us wait two more weeks."), token: token,
                        key: UUID())
                }
            }
        }
    }

    /// What a colleague did a moment ago is done.
    func attempt(_ body: () async throws -> Void) async throws {
        do { try await body() } catch let refusal as UnexpectedAnswer
            where [404, 409].contains(refusal.status)
        {}
    }
}

/// Somebody whom a rule paused and who says on the phone that they are well.
struct PausedPerson: Sendable {
    let patient: String
    let doseMg: Int
    /// The date from which on they go on.
    let from: String
}
