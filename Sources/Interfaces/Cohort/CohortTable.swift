import Clocks
import Foundation

/// What happened to a cohort, counted; written as JSON by `--json`, and as text by `CohortTable.text`.
package struct CohortTable: Codable, Sendable, Equatable {
    package let plan: CohortPlan
    package let cameIn: Int
    /// People by result of their screening.
    package let results: [String: Int]
    /// People by result and rule; somebody with two rules counts under both.
    package let rules: [String: [String: Int]]
    package let waitlist: Int
    package let registered: Int
    package let signedIn: Int
    /// Decisions of the care team: `accepted`, `declined`.
    package let reviews: [String: Int]
    /// Intakes by what the rules said of them, and the rules by that outcome.
    package let eligibility: [String: Int]
    package let eligibilityRules: [String: [String: Int]]
    /// What the rules said of the people of a file.
    package let real: RealTable?
    /// How many people have each line in their timeline: `prescriptionSigned`, `firstDayChosen`.
    package let milestones: [String: Int]
    package let messages: Int
    package let daily: DailyTable?
    package let breaches: [Breach]
    /// How long the run took on the machine.
    package let seconds: Double

    init(
        plan: CohortPlan, people: [MadeUpPerson], outcomes: [PersonOutcome], breaches: [Breach],
        daily: DailyTable?,
        took duration: Duration
    ) {
        self.daily = daily
        self.plan = plan
        cameIn = outcomes.count { $0.result != nil }
        results = Dictionary(outcomes.compactMap { $0.result.map { ($0, 1) } }, uniquingKeysWith: +)
        rules = outcomes.reduce(into: [:]) { rules, outcome in
            guard let result = outcome.result else { return }
            for rule in outcome.rules { rules[result, default: [:]][rule, default: 0] += 1 }
        }
        waitlist = outcomes.count { $0.isOnWaitlist }
        registered = outcomes.count { $0.isRegistered }
        signedIn = outcomes.count { $0.patient != nil }
        reviews = Dictionary(outcomes.compactMap { $0.decision.map { ($0, 1) } }, uniquingKeysWith: +)
        let judged = outcomes.compactMap(\.eligibility)
        eligibility = Dictionary(judged.map { ($0.outcome, 1) }, uniquingKeysWith: +)
        eligibilityRules = judged.reduce(into: [:]) { rules, intake in
            for rule in intake.rules { rules[intake.outcome, default: [:]][rule, default: 0] += 1 }
        }
        real = plan.file == nil ? nil : RealTable(people: people, outcomes: outcomes)
        milestones = Dictionary(
            outcomes.flatMap { $0.milestones.map { ($0, 1) } }, uniquingKeysWith: +)
        messages = outcomes.reduce(0) { $0 + $1.codesArrived }
        self.breaches = breaches
        seconds = (Double(duration.microseconds) / 10_000).rounded() / 100
    }

    package var hasBreaches: Bool { !breaches.isEmpty }

    /// Writes the table as JSON.
    package func write(to path: String) throws {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        try (encoder.encode(self) + Data("\n".utf8)).write(to: URL(filePath: path))
    }

    /// The table as it is printed, 80 columns at most.
    package var text: String {
        let from = plan.beginning.rfc3339.prefix(10)
        let to = plan.ending.rfc3339.prefix(10)
        let head = "\(people(cameIn)) from \(from) to \(to), seed \(plan.seed), in \(seconds) s"
        var lines = [head, String(repeating: "-", count: 80)]
        lines.append(line("came in", cameIn))
        lines.append(line("  qualified", results["qualified"], by: rules["qualified"]))
        lines.append(line("  needs review", results["needsReview"], by: rules["needsReview"]))
        lines.append(line("  not qualified", results["notQualified"], by: rules["notQualified"]))
        lines.append(line("on the waitlist", waitlist))
        lines.append(line("registered", registered))
        lines.append(line("signed in", signedIn))
        lines.append(line("reviews done", reviews.values.reduce(0, +), by: reviews))
        lines.append(line("intake sent", eligibility.values.reduce(0, +)))
        for (outcome, name) in Self.outcomes where eligibility[outcome] != nil {
            lines.append(line("  \(name)", eligibility[outcome], by: eligibilityRules[outcome]))
        }
        lines += realLines
        for (code, name) in Self.stations { lines.append(line(name, milestones[code])) }
        lines += dailyLines
        lines.append(line("codes sent", messages))
        lines.append(String(repeating: "-", count: 80))
        return (lines + promiseLines).joined(separator: "\n")
    }

    private static let outcomes = [
        ("eligible", "eligible"), ("prescriberDecides", "prescriber decides"), ("clearance", "clearance"),
        ("incomplete", "incomplete"), ("ineligible", "ineligible"),
    ]

    /// The stations of the path, by the line that a timeline has of them.
    private static let stations = [
        ("consultBooked", "visit booked"), ("consultCompleted", "visit kept"),
        ("consultDeclined", "  not prescribed"), ("prescriptionSigned", "prescribed"),
        ("orderSubmitted", "ordered"), ("orderDispensed", "dispensed"), ("shipmentDelivered", "delivered"),
        ("shipmentReceived", "received"), ("firstDayChosen", "first day chosen"),
    ]

    /// A line for each promise, kept or broken, and under a broken one what was seen.
    private var promiseLines: [String] {
        Promise.allCases.flatMap { promise in
            let broken = breaches.filter { $0.promise == promise }
            return ["\(broken.isEmpty ? "kept  " : "BROKEN") \(promise.words)"]
                + broken.prefix(10).map { "         \($0.seen)" }
                + (broken.count > 10 ? ["         and \(broken.count - 10) more"] : [])
        }
    }

    func line(_ name: String, _ count: Int?, by parts: [String: Int]? = nil) -> String {
        let number = String(count ?? 0)
        let head =
            name.padding(toLength: 20, withPad: " ", startingAt: 0)
            + String(repeating: " ", count: Swift.max(0, 6 - number.count)) + number
        guard let parts, !parts.isEmpty else { return head }
        let sorted = parts.sorted { ($1.value, $0.key) < ($0.value, $1.key) }
        return head + "   " + sorted.map { "\($0.key) \($0.value)" }.joined(separator: " · ")
    }

    private func people(_ count: Int) -> String { count == 1 ? "1 person" : "\(count) people" }
}
