import Foundation
import Wire

/// Refill reviews after their visit: the packet is read, then the next 30 days are decided.
extension PrescriberWork {
    /// - Returns: what kept renewals back, by gate.
    func workThroughReviews(
        knowing people: [String: MadeUpPerson], met: Set<String>, token: String
    ) async throws -> [String: Int] {
        if met.isEmpty { return [:] }
        var gates: [String: Int] = [:]
        let reviews: Page<RefillReviewAnswer> = try await client.get(
            "/v1/staff/refill-reviews?limit=200", token: token)
        for review in reviews.items where review.state == "answered" && met.contains(review.patient.id) {
            guard let person = people[review.patient.id] else { continue }
            let path = "/v1/staff/refill-reviews/\(review.id)"
            var packet: RefillPacketAnswer = try await client.get(path, token: token)
            if packet.closedGates.contains(where: { $0.code == "pdmp_too_old" }) {
                try await lookIntoMonitoring(of: person, review.patient.id, token: token)
                packet = try await client.get(path, token: token)
            }
            for gate in packet.closedGates { gates[gate.code, default: 0] += 1 }
            let decision = decision(on: packet, about: person)
            do {
                try await client.post("\(path)/decide", decision, token: token, key: UUID())
            } catch let refusal as UnexpectedAnswer where refusal.status == 409 {
                continue
            }
        }
        return gates
    }

    /// Renews where nothing stands in the way; else what is at home goes on until somebody looks again.
    private func decision(on packet: RefillPacketAnswer, about person: MadeUpPerson) -> RefillDecisionRequest
    {
        switch person.life.fate {
        case .tapers:
            return RefillDecisionRequest(outcome: "taper", note: "Well for weeks; goes down in steps.")
        case .discharged:
            return RefillDecisionRequest(outcome: "discharge", note: "No benefit; another way is planned.")
        case .changes where packet.closedGatesToChange.isEmpty:
            return RefillDecisionRequest(outcome: "renewChanged", note: "Better; room for a higher dose.")
        default: break
        }
        if packet.closedGates.isEmpty {
            return RefillDecisionRequest(outcome: "renewSame", note: "Better, few effects; goes on as it is.")
        }
        return RefillDecisionRequest(
            outcome: "continueOnHand",
            note: "Goes on with what is at home: \(packet.closedGates.map(\.code)).",
            lookAgainOn: LocalDay.adding(3, to: packet.today))
    }

    /// What was lost is replaced at once, by a refill that goes before its date; only what nobody has replaced yet.
    func replaceLosses(knowing people: [String: MadeUpPerson], in queue: [WorkItem], token: String)
        async throws
    {
        for item in queue
        where item.kind == "countDiffers" && item.state != "resolved" && item.reasons.contains("lost") {
            guard let patient = item.patient?.id, people[patient]?.life.fate == .losesSome else { continue }
            do {
                try await client.post(
                    "/v1/staff/patients/\(patient)/early-fills",
                    EarlyFillRequest(reason: "lost", note: "Left on a train; count and story fit."),
                    token: token,
                    key: UUID())
            } catch let refusal as UnexpectedAnswer where refusal.status == 409 {
                // No refill is left: a new prescription is written at the review.
            }
            try await client.post("/v1/staff/work-items/\(item.id)/claim", token: token, key: UUID())
            try await client.post(
                "/v1/staff/work-items/\(item.id)/resolve",
                ResolveRequest(outcome: "explained", note: "Spoke about it; replaced."), token: token,
                key: UUID())
        }
    }

    private func lookIntoMonitoring(of person: MadeUpPerson, _ patient: String, token: String) async throws {
        let clock: DevClockAnswer = try await client.get("/dev/clock")
        try await client.post(
            "/v1/staff/patients/\(patient)/pdmp",
            MonitoringRequest(
                state: person.place.state, queriedAt: clock.now, reference: "PDMP-R\(person.number + 1)",
                finding: "Nothing but this program's own."), token: token, key: UUID())
    }
}
