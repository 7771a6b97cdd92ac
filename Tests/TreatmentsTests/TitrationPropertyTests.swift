import Clinic
import Clocks
import Foundation
import Testing
import Treatments

/// What must hold of every history there can be, tried on some thousand of them. `LOZENGE_TEST_SEED` and
/// `LOZENGE_TEST_HISTORIES` choose others and more.
@Suite struct `Over random histories` {
    private static func setting(_ name: String) -> Int? {
        ProcessInfo.processInfo.environment[name].flatMap { Int($0) }
    }

    static let seed = UInt64(setting("LOZENGE_TEST_SEED") ?? 1)
    static let count = setting("LOZENGE_TEST_HISTORIES") ?? 600

    /// Tries each history of a property on all processors; the first that breaks it is named by its seed.
    private func every(
        _ share: Int = 1, days: Int = 30, supply: Int? = nil,
        _ breaks: @escaping @Sendable (TitrationHistory) -> String?
    ) async {
        let (first, count) = (Self.seed, UInt64(Self.count / share))
        print("seeds \(first) to \(first + count - 1)")
        let found = await withTaskGroup(of: [String].self) { group in
            for part in UInt64(0)..<4 {
                group.addTask {
                    var found: [String] = []
                    for seed in stride(from: first + part, to: first + count, by: 4) where found.count < 3 {
                        if let words = breaks(.madeUp(seed: seed, days: days, supply: supply)) {
                            found.append("seed \(seed): \(words)")
                        }
                    }
                    return found
                }
            }
            return await group.reduce(into: []) { $0 += $1 }
        }
        #expect(found.isEmpty, "\(found.joined(separator: "\n"))")
    }

    @Test func `doses are steps within the signed range, and rise one at a time, against no rule that holds`()
        async
    {
        await every { history in
            var replay = TitrationReplay(history)
            let days = replay.run()
            let steps = history.terms.ladder.steps
            let resumes = Set(history.days.filter { $0.resume != nil }.map(\.date))
            for (today, next) in zip(days, days.dropFirst()) {
                guard steps.contains(today.dose), today.dose <= history.terms.maximum else {
                    return "\(today.date): \(today.dose) is no step of the range"
                }
                guard today.to == next.dose else { return "\(today.date): \(today.to) became \(next.dose)" }
                guard !today.rules.isEmpty else { return "\(today.date): no rule" }
                if next.dose <= today.dose || resumes.contains(today.date) { continue }
                if steps.first(where: { $0 > today.dose }) != next.dose {
                    return "\(today.date): two steps up"
                }
                let allowed: Set<TitrationRule> = [.t18, .t22]
                if today.kind != .increase || !allowed.isSuperset(of: today.rules) {
                    return "\(today.date): up against \(today.rules)"
                }
                if let bound = today.noIncreaseBefore, bound > next.date {
                    return "\(today.date): up before \(bound)"
                }
                if today.flags.contains(where: { $0.severity <= 2 }) {
                    return "\(today.date): up with a flag"
                }
            }
            return nil
        }
    }

    @Test func `down is one step, but for eight missed days and what a prescriber resumes with`() async {
        await every { history in
            var replay = TitrationReplay(history)
            let days = replay.run()
            let resumes = Set(history.days.filter { $0.resume != nil }.map(\.date))
            for (today, next) in zip(days, days.dropFirst()) where next.dose < today.dose {
                if next.rules.contains(.t8) || resumes.contains(today.date) { continue }
                if history.terms.ladder.step(below: today.dose) != next.dose {
                    return "\(today.date): \(today.dose) to \(next.dose) by \(today.rules)"
                }
            }
            return nil
        }
    }

    @Test func `the ledger balances and is never below zero`() async {
        await every(2) { history in
            var replay = TitrationReplay(history)
            let days = replay.run()
            if let day = days.first(where: { $0.onHand < .zero }) { return "\(day.date): \(day.onHand)" }
            let reports = replay.course.days.all.compactMap(\.report)
            let taken = reports.reduce(Milligrams.zero) { $0 + $1.amount - $1.discrepancy }
            let left = replay.course.supply.onHand
            return left == history.supply - taken ? nil : "\(history.supply) - \(taken) is not \(left)"
        }
    }

    @Test func `the same input gives the same output, and a longer history the same beginning`() async {
        await every(2) { history in
            var (first, second) = (TitrationReplay(history), TitrationReplay(history))
            let days = first.run()
            if days != second.run() { return "it differs from itself" }
            let middle = history.terms.firstDay + days.count / 2
            var shorter = TitrationReplay(
                history.with(days: history.days.filter { $0.date <= middle }, through: middle))
            return shorter.run() == Array(days.prefix(days.count / 2 + 1)) ? nil : "its beginning differs"
        }
    }

    @Test func `a worse effect never gives a higher dose`() async {
        await every(2) { history in
            guard let last = history.days.last else { return nil }
            var dice = Dice(seed: UInt64(last.date.daysSince1970 + history.days.count))
            let effect = dice.pick(Effect.allCases)
            var worse = last
            worse.report.effects[effect] = min(3, (last.report.effects[effect] ?? 0) + dice.pick([1, 2, 3]))
            let earlier = history.days.dropLast()
            var (mild, severe) = (
                TitrationReplay(history.with(days: earlier + [last], through: last.date)),
                TitrationReplay(history.with(days: earlier + [worse], through: last.date))
            )
            guard last.resume == nil, let before = mild.run().last, let after = severe.run().last else {
                return nil
            }
            return after.to <= before.to && after.permission >= before.permission
                ? nil
                : "\(effect): \(before.to), \(before.permission) became \(after.to), \(after.permission)"
        }
    }

    @Test func `a missed day never raises the dose`() async {
        await every(2, supply: 90_000) { history in
            guard let last = history.days.last, last.resume == nil else { return nil }
            var missed = last
            missed.taken = .amount(.zero)
            let earlier = history.days.dropLast()
            func dose(_ days: [TitrationHistory.ReportedDay]) -> Milligrams? {
                var replay = TitrationReplay(history.with(days: days, through: last.date))
                return replay.run().last?.to
            }
            guard let before = dose(earlier + [last]), let after = dose(earlier + [missed]) else {
                return nil
            }
            return after <= before ? nil : "\(before) became \(after)"
        }
    }

    @Test func `an amendment never lifts caution`() async {
        await every(2) { history in
            guard let last = history.days.last else { return nil }
            var replay = TitrationReplay(history.with(days: history.days, through: last.date))
            _ = replay.run()
            var course = replay.course
            // The next morning is heard already: the last report is amended before it.
            let before = history.with(days: history.days.dropLast(), through: last.date - 1)
            if last.date == history.terms.firstDay { return nil }
            var earlier = TitrationReplay(before)
            _ = earlier.run()
            course = earlier.course
            let at = last.date.at(hour: 20, minute: 0, in: .gmt)
            var report = last.report
            report.reportedAt = at
            report.taken = .none
            guard (try? course.report(report, on: last.date, now: at)) != nil else { return nil }
            let (held, flags, offer) = (course, course.flags, course.openOffer)
            let mild = CheckIn(
                taken: .planned, benefit: CheckIn.Benefit.none, wish: .more, reportedAt: at + .hours(1))
            guard (try? course.amend(mild, on: last.date, now: at + .hours(1))) != nil else {
                return "refused"
            }
            let tomorrow = last.date + 1
            if course.dose(on: tomorrow) > held.dose(on: tomorrow) { return "the dose rose" }
            if held.pause(on: tomorrow) != nil, course.pause(on: tomorrow) == nil { return "the pause ended" }
            if !Set(flags).isSubset(of: course.flags) { return "a flag went" }
            if !Set(held.holds).isSubset(of: course.holds) { return "days without an increase went" }
            if offer == nil, course.openOffer != nil { return "an offer was made" }
            return nil
        }
    }
}
