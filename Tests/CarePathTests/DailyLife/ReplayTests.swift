import Access
import CareSupport
import Clinic
import Clocks
import Foundation
import Postgres
import Safety
import Support
import Testing
import Treatments

@testable import CarePath

/// The server reads its course from tables, the replay keeps it in memory: of the same days they say the same.
@Suite(.database) struct `Server and replay` {
    private typealias Day = TitrationHistory.ReportedDay

    /// Thirty days with a bit of everything, told by the number of the day.
    private static let story: [Int: @Sendable (inout CheckIn, inout (resume: Int?, closes: Bool)) -> Void] = [
        6: { report, _ in report.effects[.nausea] = 2 },
        7: { report, _ in report.effects[.nausea] = 2 },
        8: { report, _ in report.wish = .same },
        13: { report, _ in
            report.reading = Reading(systolic: 132, diastolic: 84, pulse: 72, at: report.reportedAt)
        },
        16: { report, _ in report.effects[.headache] = 3 },
        17: { report, _ in (report.phq9, report.item9, report.gad7) = (12, 0, 9) },
        19: { _, evening in evening.closes = true },
        21: { report, _ in report.sedative = true },
        23: { report, _ in report.effects[.urinary] = 2 },
        25: { report, _ in report.warnings = [.chestPain] },
        27: { report, evening in
            report.taken = .none
            evening = (15, true)
        },
        29: { report, _ in (report.benefit, report.wish) = (.clear, .same) },
    ]

    private static let silent: Set<Int> = [10, 11, 12, 14, 26]

    @Test func `decide alike`() async throws {
        let life = try await Life.begin()
        var days: [Day] = []
        for number in 1...30 {
            life.goTo(day: number, hour: 0, minute: 5)
            try await life.begin()
            guard !Self.silent.contains(number) else { continue }
            var report = CheckIn(
                taken: .planned, effects: EffectGrades([.nausea: 0]), benefit: CheckIn.Benefit.none,
                wish: .more,
                reportedAt: life.clinic.clock.now)
            var evening: (resume: Int?, closes: Bool) = (nil, false)
            Self.story[number]?(&report, &evening)
            let isPaused = try await life.treatment().day?.permission != .take
            if isPaused { report.taken = .none }
            days.append(
                Day(
                    date: life.date(number), taken: isPaused ? .amount(.zero) : .planned, report: report,
                    resume: evening.resume.map(Milligrams.init), flagsClosed: evening.closes))
            try await live(report, evening, on: number, life)
        }
        life.goTo(day: 31, hour: 0, minute: 5)
        try await life.begin()

        var replay = TitrationReplay(try history(of: life, days))
        let replayed = replay.run()
        #expect(try await served(life).map(\.compared) == replayed.map(\.compared))
        // Up to the day on which the pause ends at a prescriber's word, the tables alone tell the history.
        let second = try await life.path.replayTreatments(by: .system("test"))
        #expect((second.treatments, second.dates) == (1, 26))
        #expect(second.differences.isEmpty)
        let rules = Set(replayed.flatMap(\.rules))
        #expect(rules.isSuperset(of: [.t3, .t4, .t6, .t7, .t9, .t10, .t18]))
        #expect(Set(replayed.map(\.kind)).isSuperset(of: [.pause, .decrease, .hold, .increase]))
    }

    /// The evening of a date, at the replay's hours.
    private func live(
        _ said: CheckIn, _ evening: (resume: Int?, closes: Bool), on number: Int, _ life: Life
    ) async throws {
        let prescriber = life.treated.person.prescriber
        func openFlags() async throws -> [FlagLine] {
            try await life.path.flags(
                FlagFilter(patient: life.patient), after: nil, limit: 50, by: prescriber.actor
            ).lines
        }
        func close(_ lines: [FlagLine]) async throws {
            for line in lines {
                _ = try await life.path.closeFlag(
                    line.flag.id, as: line.flag.severity == .danger ? "staysPaused" : "settled",
                    note: "Seen.",
                    once: nil, by: prescriber)
            }
        }
        let openBefore = evening.closes ? try await openFlags() : []
        let answer = try await life.report(day: number) { report in
            (report.taken, report.effects, report.benefit) = (said.taken, said.effects, said.benefit)
            (report.wish, report.sedative, report.warnings) = (said.wish, said.sedative, said.warnings)
            report.reading = said.reading.map {
                .init(systolic: $0.systolic, diastolic: $0.diastolic, pulse: $0.pulse)
            }
            if let total = said.phq9 { report.phq9 = [2, 2, 2, 2, 1, 1, 1, total - 11, 0] }
            if let total = said.gad7 { report.gad7 = [2, 2, 2, 1, 1, 1, total - 9] }
        }
        #expect(answer.kept.version == 1)
        life.goTo(day: number, hour: 20, minute: 45)
        try await close(openBefore)
        life.goTo(day: number, hour: 22)
        if let offer = try await life.treatment().offer, offer.acknowledgedAt == nil {
            try await life.acknowledge()
        }
        guard let dose = evening.resume else { return }
        life.goTo(day: number, hour: 23)
        if evening.closes { try await close(openFlags()) }
        _ = try await life.path.resumeTreatment(
            of: life.patient, dose: Milligrams(dose), from: life.date(number + 1), because: "Well again.",
            once: nil, by: prescriber)
    }

    private func history(of life: Life, _ days: [Day]) throws -> TitrationHistory {
        TitrationHistory(
            terms: CourseTerms(
                titration: life.path.program.titration,
                form: try #require(LozengeForm(strength: Milligrams(15), pieces: 1)), start: Milligrams(15),
                maximum: Milligrams(45), standingOrder: true, eligibilityRules: [],
                indications: ["depression"],
                baseline: .init(phq9: 16, gad7: 11, item9: 0), firstDay: life.treated.firstDay,
                zone: life.treated.zone),
            supply: Milligrams(1215), nextArrival: nil, acknowledges: true, agrees: false,
            lastDay: life.date(30), days: days)
    }

    /// The same as the tables have it: each date composed of the decisions that were kept.
    private func served(_ life: Life) async throws -> [ReplayedDay] {
        let kept = try await life.clinic.database.read(
            by: Actor.system("test"),
            """
            SELECT titration_decision.local_date, titration_decision.occasion, day.dose_mg AS day_mg,
                \(fragment: TitrationDecision.columns)
            FROM titration_decision
            JOIN treatment_day AS day USING (treatment_id, local_date)
            WHERE treatment_id = \(life.treated.treatment)
            ORDER BY titration_decision.decided_at, titration_decision.id
            """, "test.decisions"
        ) { row in
            (
                date: try row["local_date"] as LocalDate, dose: try row["day_mg"] as Milligrams,
                isMorning: try row["occasion"] as String == TitrationOccasion.morning.rawValue,
                decision: try TitrationDecision(row)
            )
        }
        let dates = Dictionary(grouping: kept, by: \.date)
        return try dates.keys.sorted().dropLast().map { date in
            let today = try #require(dates[date])
            let next = try #require(dates[date + 1]?.first { $0.isMorning })
            return ReplayedDay(
                date, dose: today[0].dose, own: today.first { $0.isMorning }?.decision,
                said: today.filter { !$0.isMorning }.map(\.decision), next: next.decision)
        }
    }
}

extension ReplayedDay {
    fileprivate var compared: String {
        [
            date.description, "\(dose.count)", kind.rawValue, rules.map(\.rawValue).joined(separator: ","),
            needs.rawValue, noIncreaseBefore?.description ?? "-", "\(onHand.count)",
            runOut?.description ?? "-",
            permission.rawValue, "\(to.count)",
        ].joined(separator: " ")
    }
}
