import Medications
import Questionnaires

/// What came of the lines of a file, counted: the readable report's numbers.
package struct IntakeTally: Sendable {
    package private(set) var lines = 0
    package private(set) var statuses: [JudgedLine.Status: Int] = [:]
    /// By instrument, then by band.
    package private(set) var bands: [String: [String: Int]] = [:]
    /// People with a PHQ-9 score and an answer above 0 to its last item.
    package private(set) var thinkOfSelfHarm = 0
    package private(set) var outcomes: [EligibilityOutcome: Int] = [:]
    /// By rule, then by the most that it asks of somebody: people.
    package private(set) var rules: [String: [FindingOutcome: Int]] = [:]
    /// People who take a medicine of the class.
    package private(set) var classes: [MedicationClass: Int] = [:]
    package private(set) var peopleWithMedicines = 0
    package private(set) var peopleWithUnrecognized = 0
    /// People by the medicine, as it was written; the first ones where there are very many.
    package private(set) var unrecognized: [String: Int] = [:]
    /// The lines that are hardest to judge, the hardest first.
    package private(set) var hardest: [JudgedLine] = []
    private let most: Int

    /// No more different texts are kept.
    private static let texts = 10_000

    /// - Parameter hardest: so many of the hardest lines are kept.
    package init(hardest most: Int) { self.most = most }

    /// Counts a line. Lines are to come in the file's order: of two equally hard ones the first stays.
    package mutating func add(_ line: JudgedLine) {
        lines += 1
        statuses[line.status, default: 0] += 1
        outcomes[line.outcome, default: 0] += 1
        for (instrument, score) in line.scores {
            bands[instrument, default: [:]][score.band, default: 0] += 1
        }
        if line.scores["phq9"] != nil, line.selfHarmItem ?? 0 > 0 { thinkOfSelfHarm += 1 }
        for rule in line.rules {
            let most = line.findings.filter { $0.rule == rule }.map(\.outcome).max() ?? .incomplete
            rules[rule, default: [:]][most, default: 0] += 1
        }
        if !line.medications.isEmpty { peopleWithMedicines += 1 }
        for name in Set(line.medications.flatMap(\.match.classes)) { classes[name, default: 0] += 1 }
        let unknown = Set(line.medications.filter { !$0.match.isRecognized }.map(\.text))
        if !unknown.isEmpty { peopleWithUnrecognized += 1 }
        for text in unknown where unrecognized[text] != nil || unrecognized.count < Self.texts {
            unrecognized[text, default: 0] += 1
        }
        keep(line)
    }

    /// The share of people with a medicine that nobody knows, of all lines: from 0 to 1.
    package var shareWithUnrecognized: Double {
        lines == 0 ? 0 : Double(peopleWithUnrecognized) / Double(lines)
    }

    private mutating func keep(_ line: JudgedLine) {
        guard most > 0, line.answers != nil else { return }
        let difficulty = line.difficulty
        if hardest.count == most, let last = hardest.last, last.difficulty >= difficulty { return }
        let place = hardest.firstIndex { $0.difficulty < difficulty } ?? hardest.count
        hardest.insert(line, at: place)
        if hardest.count > most { hardest.removeLast() }
    }
}
