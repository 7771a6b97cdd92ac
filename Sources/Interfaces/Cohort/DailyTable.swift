/// What daily life on the program came to, counted over everybody who began.
package struct DailyTable: Codable, Sendable, Equatable {
    package var began = 0
    package var checkIns = 0
    /// Changes of the dose that came into force, by the rule that made them; a prescriber's own by `prescriber`.
    package var raised: [String: Int] = [:]
    package var lowered: [String: Int] = [:]
    package var paused = 0
    package var resumed = 0
    package var stopped = 0
    /// People who did not answer on two days running or more.
    package var silent = 0
    /// By severity, then by rule.
    package var flags: [String: [String: Int]] = [:]
    package var reviewsDue = 0
    package var reviewsOnTime = 0
    /// Reviews by what was decided.
    package var reviews: [String: Int] = [:]
    /// How often a renewal was kept back, by what was missing.
    package var gates: [String: Int] = [:]
    package var secondSupplies = 0
    /// Dose dates without medicine, by who missed the first date of the chain.
    package var gapDays: [String: Int] = [:]
    /// People by the dose in force at the end; those who have ended or are paused by that.
    package var doses: [String: Int] = [:]
    /// The same by person, in the order of arrival: `3` → `45 mg`.
    package var dosesByPerson: [String: String] = [:]
}

extension CohortTable {
    /// The lines of daily life.
    var dailyLines: [String] {
        guard let daily, daily.began > 0 else { return [] }
        var lines = [
            line("check-ins", daily.checkIns), line("doses raised", total(daily.raised), by: daily.raised),
            line("doses lowered", total(daily.lowered), by: daily.lowered), line("paused", daily.paused),
            line("resumed", daily.resumed), line("stopped", daily.stopped), line("went silent", daily.silent),
        ]
        for (severity, rules) in daily.flags.sorted(by: { $0.key < $1.key }) {
            lines.append(line("flags of severity \(severity)", total(rules), by: rules))
        }
        lines.append(line("reviews due", daily.reviewsDue, by: ["on time": daily.reviewsOnTime]))
        lines.append(line("reviews decided", total(daily.reviews), by: daily.reviews))
        if !daily.gates.isEmpty { lines.append(line("kept back", total(daily.gates), by: daily.gates)) }
        lines.append(line("second supplies", daily.secondSupplies))
        lines.append(line("gap days", total(daily.gapDays), by: daily.gapDays))
        lines.append(line("doses at the end", total(daily.doses), by: daily.doses))
        return lines
    }

    private func total(_ counts: [String: Int]) -> Int { counts.values.reduce(0, +) }
}
