import Foundation
import Wire

/// What a prescriber does: answers to rules in writing, visits, signatures.
struct PrescriberWork: Sendable {
    let client: ProgramClient
    let desk: StaffDesk
    /// Their account's id.
    let account: String

    func workThroughQueue(knowing people: [String: MadeUpPerson]) async throws {
        let token = try await desk.signIn()
        let queue: QueueAnswer = try await client.get("/v1/staff/queue?limit=200", token: token)
        for item in queue.items where item.state != "resolved" {
            guard let patient = item.patient?.id, let person = people[patient] else { continue }
            switch item.kind {
            case "eligibilityQuestion":
                for rule in item.reasons { try await answer(rule, of: patient, token: token) }
            case "prescriptionDraft" where person.station?.isSigned != false:
                try await sign(of: patient, token: token)
            default: break
            }
        }
        try await desk.signOut(token: token)
    }

    // MARK: Rules

    private func answer(_ rule: String, of patient: String, token: String) async throws {
        let written = EligibilityAnswerRequest(
            rule: rule, decision: "accepted",
            words: "Weighed against the benefit; monitored at every review. No automatic increase.")
        do {
            try await client.post(
                "/v1/staff/patients/\(patient)/eligibility/answers", written, token: token, key: UUID())
        } catch let refusal as UnexpectedAnswer where refusal.status == 409 {
            // Answered by a colleague a moment ago, or its letter has not come yet.
        }
    }

    // MARK: Visits

    /// Identity and place first; the note and the outcome end it.
    func meet(_ person: MadeUpPerson, at consult: String) async throws {
        let token = try await desk.signIn()
        let path = "/v1/staff/consults/\(consult)"
        let start = ConsultStartRequest(identityConfirmed: "photoId", attestedState: person.place.state)
        try await client.post("\(path)/start", start, token: token, key: person.key("start"))
        let note = ConsultCompletion.Note(
            icd10: ["F33.1"], findings: "Low mood most days, sleep poor, no psychosis.",
            plan: person.isPrescribed ? "Start at 15 mg, review on day 21." : "Psychotherapy first.",
            risksDiscussed: "Dependence, bladder, blood pressure, no driving before sleep.")
        let completion = ConsultCompletion(
            note: note, outcome: person.isPrescribed ? "approved" : "declined",
            detail: person.isPrescribed ? nil : "Another treatment comes first.")
        try await client.post("\(path)/complete", completion, token: token, key: person.key("complete"))
        try await desk.signOut(token: token)
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
