import Clinic
import Foundation
import StrictJSON
import Treatments

/// What one walk through a history found.
struct Findings: Sendable {
    /// On how many dates each rule was named.
    var fired: [TitrationRule: Int] = [:]
    /// What does not hold, of the first date on which something does not.
    var broken: String?
}

/// Many made-up histories, each walked through by `walk`, on all processors.
struct RandomHistories {
    let first: UInt64
    let count: UInt64

    /// `LOZENGE_TEST_SEED` and `LOZENGE_TEST_HISTORIES` choose others and more.
    static var asked: RandomHistories {
        func setting(_ name: String) -> UInt64? {
            ProcessInfo.processInfo.environment[name].flatMap { UInt64($0) }
        }
        return RandomHistories(
            first: setting("LOZENGE_TEST_SEED") ?? 1, count: setting("LOZENGE_TEST_HISTORIES") ?? 100_000)
    }

    /// - Returns: how often each rule fired, and the histories that break something: at most three a processor, each cut
    ///   down to what is needed for it.
    func walk(_ walk: @escaping @Sendable (TitrationHistory) -> Findings) async -> (
        fired: [TitrationRule: Int], broken: [String]
    ) {
        let width = UInt64(max(1, ProcessInfo.processInfo.activeProcessorCount))
        return await withTaskGroup(of: ([TitrationRule: Int], [String]).self) { group in
            for part in 0..<width {
                group.addTask {
                    var (fired, broken) = ([TitrationRule: Int](), [String]())
                    for seed in stride(from: first + part, to: first + count, by: Int(width))
                    where broken.count < 3 {
                        let history = TitrationHistory.madeUp(seed: seed)
                        let findings = walk(history)
                        fired.merge(findings.fired, uniquingKeysWith: +)
                        guard findings.broken != nil else { continue }
                        let short = history.cutDown { walk($0).broken != nil }
                        broken.append(
                            "seed \(seed): \(walk(short).broken ?? "")\n\(short.json.text)")
                    }
                    return (fired, broken)
                }
            }
            return await group.reduce(into: ([:], [])) { sum, part in
                sum.0.merge(part.0, uniquingKeysWith: +)
                sum.1 += part.1
            }
        }
    }
}

extension TitrationHistory {
    /// A shorter and plainer history that is still `bad`: fewer dates, fewer of them reported, less said on each.
    func cutDown(_ isBad: (TitrationHistory) -> Bool) -> TitrationHistory {
        var history = self
        func keep(_ candidate: TitrationHistory) -> Bool {
            guard isBad(candidate) else { return false }
            history = candidate
            return true
        }
        while history.lastDay > history.terms.firstDay {
            let end = history.lastDay - 1
            if !keep(history.with(days: history.days.filter { $0.date <= end }, through: end)) { break }
        }
        for place in history.days.indices.reversed() {
            var days = history.days
            days.remove(at: place)
            _ = keep(history.with(days: days))
        }
        for place in history.days.indices {
            for plainer in Self.plainer {
                var days = history.days
                plainer(&days[place])
                if days != history.days { _ = keep(history.with(days: days)) }
            }
        }
        return history
    }

    private static let plainer: [@Sendable (inout ReportedDay) -> Void] = [
        { $0.report.effects = .none }, { $0.report.benefit = nil }, { $0.report.wish = nil },
        { $0.report.reading = nil }, { $0.report.sedative = nil },
        { ($0.report.selfHarm, $0.report.asq) = (nil, nil) },
        { $0.report.warnings = [] }, { $0.report.newMedicines = [] },
        { ($0.report.phq9, $0.report.item9) = (nil, nil) }, { $0.report.gad7 = nil },
        { $0.report.pcl5 = nil },
        { $0.taken = nil }, { $0.resume = nil }, { $0.flagsClosed = false },
    ]
}
