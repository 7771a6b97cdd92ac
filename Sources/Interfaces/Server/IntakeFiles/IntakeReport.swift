import Clinic
import Foundation
import Intakes
import Medications
import Questionnaires

/// What came of a file of intakes, for people to read.
struct IntakeReport {
    let tally: IntakeTally

    /// A line of the table: what was said of one line of the file, and what is wrong with it below.
    static func row(_ line: JudgedLine) -> String {
        let phq9 = line.scores["phq9"].map { "\($0.total)" } ?? "-"
        let row = [
            "\(line.number)".before(7), (line.ref ?? "-").filled(12), line.status.rawValue.filled(10),
            phq9.before(5),
            line.outcome.rawValue.filled(17), line.rules.joined(separator: " "),
        ].joined(separator: "  ")
        let problems = line.problems.map { problem in
            String(repeating: " ", count: 9)
                + [problem.path, problem.code + ":", problem.message]
                .filter { !$0.isEmpty }.joined(separator: " ")
        }
        return ([row] + problems).joined(separator: "\n")
    }

    static let head = "   line  ref           status      PHQ-9  outcome            rules"

    var text: String {
        var lines = ["", "\(tally.lines) lines"]
        lines += JudgedLine.Status.allCases.map { row($0.rawValue, tally.statuses[$0] ?? 0) }
        for instrument in JudgedLine.instruments {
            guard let bands = tally.bands[instrument] else { continue }
            lines += ["", "\(instrument): \(bands.values.reduce(0, +)) with a score"]
            lines += bands.sorted { ($1.value, $0.key) < ($0.value, $1.key) }.map { row($0.key, $0.value) }
        }
        lines += [
            "", "\(tally.thinkOfSelfHarm) with a PHQ-9 score answer its last item above 0", "", "outcomes",
        ]
        lines += EligibilityOutcome.allCases.map { row($0.rawValue, tally.outcomes[$0] ?? 0) }
        lines += ["", "rules that fired, and the most that each asks"]
        lines += tally.rules.sorted { $0.key.compare($1.key, options: .numeric) == .orderedAscending }.map(
            rule)
        lines += ["", "\(tally.peopleWithMedicines) take medicines; by class"]
        lines += tally.classes.sorted { ($1.value, $0.key.rawValue) < ($0.value, $1.key.rawValue) }.map {
            row($0.key.rawValue, $0.value)
        }
        lines += ["", unrecognized]
        lines += tally.unrecognized.sorted { ($1.value, $0.key) < ($0.value, $1.key) }.map {
            "\("\($0.value)".before(8))  \($0.key)"
        }
        return (lines + hardest).joined(separator: "\n")
    }

    private func row(_ name: String, _ count: Int) -> String { "\("\(count)".before(8))  \(name)" }

    private func rule(_ rule: String, _ outcomes: [FindingOutcome: Int]) -> String {
        let parts = outcomes.sorted { $0.key < $1.key }.map { "\($0.key.rawValue) \($0.value)" }
        return
            "\("\(outcomes.values.reduce(0, +))".before(8))  \(rule.filled(4))  \(parts.joined(separator: ", "))"
    }

    private var unrecognized: String {
        let share = (tally.shareWithUnrecognized * 10_000).rounded() / 100
        return "\(tally.peopleWithUnrecognized) people (\(share) %) take a medicine that is not recognised"
    }

    private var hardest: [String] {
        if tally.hardest.isEmpty { return [] }
        let measure =
            "the hardest to judge: a point for each rule, two for each further outcome among them, for each value near a "
            + "limit and for each rule that misses an answer, one for each unknown medicine; half of it where two rules say no"
        return ["", measure]
            + tally.hardest.flatMap { line in
                let head =
                    "line \(line.number), \(line.ref ?? "-"): \(line.difficulty) points, \(line.outcome.rawValue)"
                let findings = line.findings.map { finding in
                    let behind = finding.answers.map { "\($0.linkId) \($0.values.joined(separator: "/"))" }
                    return
                        "    \(finding.rule.filled(4)) \(finding.outcome.rawValue.filled(17)) \(finding.case)"
                        + (behind.isEmpty ? "" : " (\(behind.joined(separator: ", ")))")
                }
                let borders = line.borders.map { "    \($0.measure) \($0.value) is near \($0.limit)" }
                let scores = JudgedLine.instruments.compactMap { name in
                    line.scores[name].map { "\(name) \($0.total)" }
                }
                return [head] + findings + borders + ["    " + scores.joined(separator: ", ")]
            }
    }
}

extension String {
    fileprivate func before(_ width: Int) -> String {
        String(repeating: " ", count: max(0, width - count)) + self
    }

    fileprivate func filled(_ width: Int) -> String {
        self + String(repeating: " ", count: max(0, width - count))
    }
}
