import Foundation
import Wire

/// What a care navigator does with the queue: decides on screenings, names medicines, gets letters, prepares
/// prescriptions.
struct NavigatorWork: Sendable {
    let client: ProgramClient
    let token: String

    func workThroughQueue(knowing people: [String: MadeUpPerson]) async throws -> [String: Bool] {
        var decided: [String: Bool] = [:]
        for item in try await client.queue(token: token) where item.state != "resolved" {
            guard let patient = item.patient?.id, let person = people[patient] else { continue }
            switch item.kind {
            case "screeningReview":
                try await decide(item, person.isAccepted)
                decided[patient] = person.isAccepted
            case "medicationUnknown" where person.real == nil: try await nameMedicines(of: patient)
            case "clearanceDue":
                for rule in item.reasons { try await receiveLetter(for: rule, of: patient) }
            case "prescriptionDraft": try await prepare(patient, person)
            case "prescriptionCancel": try await hearOfCancel(of: patient)
            // What was lost, a prescriber looks into and replaces.
            case "countDiffers" where person.life.fate == .losesSome && item.reasons.contains("lost"): break
            case let kind where Self.daily.contains(kind) && !item.outcomes.isEmpty:
                try await settle(item, of: person)
            default: break
            }
        }
        return decided
    }

    /// What daily life brings, and a call settles.
    private static let daily: Set = [
        "patientSilent", "treatmentCall", "missedDays", "titrationNotice", "outOfSupply", "reviewSuggested",
        "countDiffers", "decreaseUnread", "refillAlarm", "startNotChosen", "aftercare", "pharmacyLoss",
    ]

    private func settle(_ item: WorkItem, of person: MadeUpPerson) async throws {
        let path = "/v1/staff/work-items/\(item.id)"
        let isLost = person.life.fate == .goesSilent && item.outcomes.contains("notReached")
        do {
            try await client.post("\(path)/claim", token: token, key: UUID())
            try await client.post(
                "\(path)/resolve",
                ResolveRequest(
                    outcome: isLost ? "notReached" : item.outcomes[0],
                    note: isLost ? "Called twice, left a word." : "Called, and spoke about it."),
                token: token, key: UUID())
        } catch let refusal as UnexpectedAnswer where [403, 409].contains(refusal.status) {
            // It is another's to settle.
        }
    }

    private func decide(_ item: WorkItem, _ isAccepted: Bool) async throws {
        let path = "/v1/staff/work-items/\(item.id)"
        try await client.post("\(path)/claim", token: token, key: UUID())
        let resolution = ResolveRequest(
            outcome: isAccepted ? "accepted" : "declined",
            note: isAccepted ? "Read the answers and spoke with the person." : "Not now; told the person why."
        )
        try await client.post("\(path)/resolve", resolution, token: token, key: UUID())
    }

    // MARK: Intake

    /// Calls the patient and hears what the medicine is.
    private func nameMedicines(of patient: String) async throws {
        let intake: IntakeReviewAnswer = try await client.get(
            "/v1/staff/patients/\(patient)/intake", token: token)
        for medicine in intake.medicines where medicine.state == "unknown" {
            try await client.post(
                "/v1/staff/medications/\(medicine.id)/resolve",
                MedicationResolveRequest(ingredients: ["sertraline"]),
                token: token, key: UUID())
        }
    }

    private func receiveLetter(for rule: String, of patient: String) async throws {
        try await client.post(
            "/v1/staff/patients/\(patient)/clearances/\(rule)/received",
            ClearanceReceivedRequest(document: "Letter on file", from: "The patient's own clinician"),
            token: token, key: UUID()
        )
    }

    // MARK: Prescription

    /// The pharmacy that holds a prescription which is to end says on the phone that it let go of it.
    private func hearOfCancel(of patient: String) async throws {
        let page: Page<PrescriptionAnswer> = try await client.get(
            "/v1/staff/patients/\(patient)/prescriptions", token: token)
        for prescription in page.items where prescription.state == "cancelRequested" {
            try await client.post(
                "/v1/staff/prescriptions/\(prescription.id)/cancel-answer",
                CancelAnswerRequest(acknowledged: true), token: token, key: UUID())
        }
    }

    /// Looks into the state's monitoring program and marks the draft ready.
    private func prepare(_ patient: String, _ person: MadeUpPerson) async throws {
        let page: Page<PrescriptionAnswer> = try await client.get(
            "/v1/staff/patients/\(patient)/prescriptions", token: token)
        for prescription in page.items where prescription.state == "draft" {
            let clock: DevClockAnswer = try await client.get("/dev/clock")
            try await client.post(
                "/v1/staff/patients/\(patient)/pdmp",
                MonitoringRequest(
                    state: prescription.attestedState, queriedAt: clock.now,
                    reference: "PDMP-\(person.number + 1)",
                    finding: "No controlled substance within 12 months."), token: token, key: UUID())
            try await client.post(
                "/v1/staff/prescriptions/\(prescription.id)/ready", token: token, key: UUID())
        }
    }
}
