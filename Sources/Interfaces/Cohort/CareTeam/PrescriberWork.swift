import Foundation
import Wire

/// What a prescriber does: answers to rules in writing, visits, signatures.
struct PrescriberWork: Sendable {
    let client: ProgramClient
    let desk: StaffDesk
    /// Their account's id.
    let account: String

    /// - Returns: what kept renewals back, by gate.
    func work(_ day: CareTeam.Day) async throws -> [String: Int] {
        let token = try await desk.signIn()
        try await workThroughFlags(knowing: day.people, closes: day.isAtDesk, token: token)
        guard day.isAtDesk else { return [:] }
        try await workThroughQueue(knowing: day.people, token: token)
        try await resume(day.paused.values.sorted { $0.patient < $1.patient }, token: token)
        try await answerOffers(knowing: day.people, token: token)
        return try await workThroughReviews(knowing: day.people, met: day.met, token: token)
    }

    /// Questions first: a signature waits for their answers.
    private func workThroughQueue(knowing people: [String: MadeUpPerson], token: String) async throws {
        let queue = try await client.queue(token: token)
        try await replaceLosses(knowing: people, in: queue, token: token)
        for item in queue where item.state != "resolved" && item.kind == "eligibilityQuestion" {
            guard let patient = item.patient?.id, let person = people[patient] else { continue }
            for rule in item.reasons { try await answer(rule, of: person, patient, token: token) }
        }
        for item in queue where item.state != "resolved" && item.kind == "prescriptionDraft" {
            guard let patient = item.patient?.id, let person = people[patient] else { continue }
            if person.station?.isSigned != false { try await sign(of: patient, token: token) }
        }
    }

    // MARK: Rules

    private func answer(_ rule: String, of person: MadeUpPerson, _ patient: String, token: String)
        async throws
    {
        let isAccepted = person.isAccepted(by: rule)
        let written = EligibilityAnswerRequest(
            rule: rule, decision: isAccepted ? "accepted" : "notAccepted",
            words: isAccepted
                ? "Weighed against the benefit; monitored at every review. No automatic increase."
                : "Little to treat: the risks outweigh what can be gained.")
        do {
            try await client.post(
                "/v1/staff/patients/\(patient)/eligibility/answers", written, token: token, key: UUID())
        } catch let refusal as UnexpectedAnswer where refusal.status == 409 {
            // Answered by a colleague a moment ago, or its letter has not come yet.
        }
    }

    // MARK: Visits

    /// Identity and place first; the note and the outcome end it.
    func meet(_ person: MadeUpPerson, at consult: String, approves: Bool) async throws {
        let token = try await desk.signIn()
        let path = "/v1/staff/consults/\(consult)"
        let start = ConsultStartRequest(identityConfirmed: "photoId", attestedState: person.place.state)
        try await client.post("\(path)/start", start, token: token, key: person.key("start \(consult)"))
        let note = ConsultCompletion.Note(
            icd10: ["F33.1"], findings: "Low mood most days, sleep poor, no psychosis.",
            plan: approves ? "Start at 15 mg, review on day 21." : "Psychotherapy first.",
            risksDiscussed: "Dependence, bladder, blood pressure, no driving before sleep.")
        let completion = ConsultCompletion(
            note: note, outcome: approves ? "approved" : "declined",
            detail: approves ? nil : "Another treatment comes first.")
        try await client.post(
            "\(path)/complete", completion, token: token, key: person.key("complete \(consult)"))
    }

    // MARK: Signatures

    private func sign(of patient: String, token: String) async throws {
        let page: Page<PrescriptionAnswer> = try await client.get(
            "/v1/staff/patients/\(patient)/prescriptions", token: token)
        for prescription in page.items
        where prescription.state == "ready" && prescription.prescriber.id == account {
            try await desk.withFreshCode { code in
                try await client.post(
                    "/v1/staff/prescriptions/\(prescription.id)/sign", SignRequest(totp: code), token: token,
                    key: UUID())
            }
        }
    }
}
