import Clocks
import Foundation
import Wire

/// The look back on daily life, through the care team's eyes.
extension CohortWalk {
    mutating func lookAtDays(token: String) async throws {
        let treated = Dictionary(
            outcomes.indices.compactMap { number in
                outcomes[number].life.flatMap { _ in outcomes[number].patient.map { ($0, number) } }
            }, uniquingKeysWith: { first, _ in first })
        var table = DailyTable()
        table.began = treated.count
        table.gates = memory.gates
        try await count(changesOf: treated, into: &table, token: token)
        try await count(flagsOf: treated, into: &table, token: token)
        try await count(reviewsOf: treated, into: &table, token: token)
        let gaps: GapReportAnswer = try await careTeam.client.get("/v1/staff/reports/gaps", token: token)
        table.gapDays = gaps.byOwner.filter { $0.value > 0 }
        for (patient, number) in treated.sorted(by: { $0.value < $1.value }) {
            try await count(daysOf: patient, number, into: &table, token: token)
        }
        memory.daily = table
    }

    private func count(
        changesOf treated: [String: Int], into table: inout DailyTable, token: String
    ) async throws {
        let changes: [StaffDoseChange] = try await careTeam.client.all(
            "/v1/staff/dose-changes?state=inForce", token: token)
        for line in changes where treated[line.patient.id] != nil {
            let change = line.change
            let rule = change.kind == "set" ? "prescriber" : change.rules.first ?? change.kind
            if change.toMg > change.fromMg { table.raised[rule, default: 0] += 1 }
            if change.toMg < change.fromMg { table.lowered[rule, default: 0] += 1 }
        }
    }

    private func count(flagsOf treated: [String: Int], into table: inout DailyTable, token: String)
        async throws
    {
        let flags: [FlagAnswer] = try await careTeam.client.all("/v1/staff/flags?all=true", token: token)
        for flag in flags where treated[flag.patient.id] != nil {
            table.flags["\(flag.severity)", default: [:]][flag.rule, default: 0] += 1
        }
    }

    private mutating func count(
        reviewsOf treated: [String: Int], into table: inout DailyTable, token: String
    ) async throws {
        let reviews: [RefillReviewAnswer] = try await careTeam.client.all(
            "/v1/staff/refill-reviews?all=true", token: token)
        for review in reviews {
            guard let number = treated[review.patient.id] else { continue }
            let due = people[number].today(at: plan.ending) >= review.dueOn
            if due { table.reviewsDue += 1 }
            if due, let decided = review.decidedAt.flatMap({ Instant(rfc3339: $0) }),
                people[number].today(at: decided) <= review.dueOn
            {
                table.reviewsOnTime += 1
            }
            if let outcome = review.outcome { table.reviews[outcome, default: 0] += 1 }
            if review.cycle == 1, outcomes[number].day(on: review.openedOn) != 14 {
                note(.reviewOnItsDay, "person \(number + 1): opened on \(review.openedOn)")
            }
        }
    }

    private mutating func count(
        daysOf patient: String, _ number: Int, into table: inout DailyTable, token: String
    ) async throws {
        let told = outcomes[number].timeline
        table.paused += told["treatmentPaused"] ?? 0
        table.resumed += told["treatmentResumed"] ?? 0
        table.stopped += told["treatmentStopped"] ?? 0
        let progress: ProgressAnswer = try await careTeam.client.get(
            "/v1/staff/patients/\(patient)/progress", token: token)
        table.checkIns += progress.days.count { $0.taken != nil }
        let past = progress.days.filter { $0.date < progress.date }
        let silences = past.indices.dropLast().contains {
            past[$0].taken == nil && past[$0 + 1].taken == nil && !["pause"].contains(past[$0].permission)
        }
        if silences, outcomes[number].life?.hasStopped == false { table.silent += 1 }
        let treatment: TreatmentAnswer = try await careTeam.client.get(
            "/v1/staff/patients/\(patient)/treatment", token: token)
        let isActive = treatment.state == "active" || treatment.state == "tapering"
        let dose = isActive ? treatment.today.map { "\($0.doseMg) mg" } : nil
        table.doses[dose ?? treatment.state, default: 0] += 1
        table.dosesByPerson[String(number + 1)] = dose ?? treatment.state
        let supplies = outcomes[number].life?.supplies ?? []
        table.secondSupplies += max(0, (told["shipmentReceived"] ?? 0) - 1)
        let isLate = [.booksLate, .losesSome].contains(people[number].life.fate)
        for supply in supplies where !isLate && supply.runOut.map({ supply.on > $0 }) == true {
            note(.supplyInTime, "person \(number + 1): it came on \(supply.on)")
        }
        if treatment.state == "paused", outcomes[number].life?.isOwnPause == false,
            let day = outcomes[number].day(on: treatment.date), people[number].life.isWell(on: day - 3)
        {
            note(.pausesEnd, "person \(number + 1) (\(people[number].life.fate.rawValue)) on day \(day)")
        }
    }
}

extension ProgramClient {
    /// All pages of a list.
    func all<Item: Codable & Sendable>(_ path: String, token: String) async throws -> [Item] {
        var (items, cursor): ([Item], String?) = ([], nil)
        repeat {
            let join = path.contains("?") ? "&" : "?"
            let page: Page<Item> = try await get(
                "\(path)\(join)limit=200" + (cursor.map { "&cursor=\($0)" } ?? ""), token: token)
            items += page.items
            cursor = page.nextCursor
        } while cursor != nil
        return items
    }
}
