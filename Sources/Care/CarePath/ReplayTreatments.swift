import Clinic
import Clocks
import Foundation
import Postgres
import Treatments

/// What a second decision of all treatments came to: whether the replay of what people reported says what the program
/// said to them.
package struct TreatmentReplays: Sendable, Codable {
    package var treatments = 0
    /// Dates on which both were compared.
    package var dates = 0
    /// `treatment … on 2026-03-09: kept … , replayed …`; ids, doses and rules, never anything of a person.
    package var differences: [String] = []

    /// One line, and one for each difference.
    package var text: String {
        let holds = differences.isEmpty ? "holds " : "BROKEN"
        return
            ([
                "\(holds) replay  What was decided of \(treatments) treatments is what the replay of their \(dates) "
                    + "reported dates decides."
            ] + differences.prefix(20).map { "            \($0)" }).joined(separator: "\n")
    }
}

extension CarePath {
    /// Decides every treatment's dates again from what was reported, and compares them with the decisions that were kept.
    ///
    /// A history knows an evening's report, its answers and a prescriber's word at the end of a day. A treatment is
    /// followed from its first day as long as nothing else happens to it: a parcel, a count, an amendment, a late report,
    /// a pause of the patient's own, a dose that a prescriber sets.
    package func replayTreatments(by actor: Actor) async throws -> TreatmentReplays {
        let grounds = try await database.read(
            by: actor, Self.selectReplayGrounds(), within: .seconds(60), "replay.grounds",
            decode: ReplayGround.init)
        var replays = TreatmentReplays()
        for ground in grounds where ground.through >= ground.firstDay {
            guard let history = try await history(of: ground, by: actor) else { continue }
            let kept = try await keptDays(of: ground, by: actor)
            var replay = TitrationReplay(history)
            let replayed = replay.run()
            replays.treatments += 1
            for (mine, theirs) in zip(kept, replayed) {
                replays.dates += 1
                if mine.compared != theirs.compared {
                    replays.differences.append(
                        "treatment \(ground.treatment) on \(mine.date): kept \(mine.compared), replayed "
                            + theirs.compared)
                    break
                }
            }
        }
        return replays
    }

    /// What somebody reported, as a replay reads it.
    private func history(of ground: ReplayGround, by actor: Actor) async throws -> TitrationHistory? {
        guard let terms = ground.terms(by: program.titration) else { return nil }
        let closings = Set(ground.flagsClosedOn)
        let reported = try await database.read(
            by: actor, Self.selectReplayedReports(of: ground.treatment, through: ground.through),
            "replay.reports"
        ) { row in
            let date: LocalDate = try row["local_date"]
            var report = try CheckIn(row)
            (report.phq9, report.item9) = (try row["phq9"], try row["item9"])
            (report.gad7, report.pcl5) = (try row["gad7"], try row["pcl5"])
            return TitrationHistory.ReportedDay(
                date: date, taken: .amount(try row["taken_mg"]), report: report,
                flagsClosed: closings.contains(date))
        }
        return TitrationHistory(
            terms: terms, supply: ground.supply, nextArrival: nil, acknowledges: ground.acknowledges,
            agrees: ground.agrees, lastDay: ground.through, days: reported)
    }

    /// The decisions that were kept, one a date.
    private func keptDays(of ground: ReplayGround, by actor: Actor) async throws -> [ReplayedDay] {
        let kept = try await database.read(
            by: actor, Self.selectReplayedDecisions(of: ground.treatment, through: ground.through + 1),
            "replay.decisions"
        ) { row in
            let occasion: String = try row["occasion"]
            return (
                date: try row["local_date"] as LocalDate, dose: try row["day_mg"] as Milligrams,
                isMorning: occasion == TitrationOccasion.morning.rawValue,
                decision: try TitrationDecision(row)
            )
        }
        let dates = Dictionary(grouping: kept, by: \.date)
        var days: [ReplayedDay] = []
        var date = ground.firstDay
        while date <= ground.through, let today = dates[date], let first = today.first,
            let next = dates[date + 1]?.first(where: \.isMorning)
        {
            days.append(
                ReplayedDay(
                    date, dose: first.dose, own: today.first(where: \.isMorning)?.decision,
                    said: today.filter { !$0.isMorning }.map(\.decision), next: next.decision))
            date = date + 1
        }
        return days
    }
}

extension ReplayedDay {
    /// All that both must agree on.
    fileprivate var compared: String {
        let flags = flags.map { "\($0.severity) \($0.rule.rawValue)" }.sorted().joined(separator: ", ")
        return [
            "\(dose.count)", kind.rawValue, permission.rawValue, "\(to.count)",
            rules.map(\.rawValue).joined(separator: " "), needs.rawValue,
            noIncreaseBefore?.description ?? "-",
            "\(onHand.count)", runOut?.description ?? "-", flags.isEmpty ? "-" : flags,
        ].joined(separator: "|")
    }
}

/// A treatment, as far as it can be replayed.
struct ReplayGround {
    let treatment: UUID
    let firstDay: LocalDate
    /// The last date before something happened that a history cannot say.
    let through: LocalDate
    let acknowledges: Bool
    let agrees: Bool
    /// What had come when the first day was chosen.
    let supply: Milligrams
    /// Dates on which all flags that were open were closed.
    let flagsClosedOn: [LocalDate]
    private let form: LozengeForm?
    private let range: (start: Milligrams, maximum: Milligrams)
    private let standingOrder: Bool
    private let baseline: CourseTerms.Baseline
    private let indications: [String]
    private let eligibilityRules: [String]
    private let zone: TimeZone?

    init(_ row: Row) throws {
        treatment = try row["id"]
        firstDay = try row["first_day"]
        through = try row["through"]
        acknowledges = try row["acknowledges"]
        agrees = try row["agrees"]
        supply = try row["supply_mg"]
        let closings: [String] = try row["flags_closed_on"]
        flagsClosedOn = closings.compactMap { LocalDate($0) }
        form = LozengeForm(strength: try row["strength_mg"], pieces: try row["pieces"])
        range = (try row["start_mg"], try row["maximum_mg"])
        standingOrder = try row["standing_order"]
        baseline = .init(
            phq9: try row["baseline_phq9"], gad7: try row["baseline_gad7"],
            item9: try row["baseline_item9"], pcl5: try row["baseline_pcl5"])
        indications = try row["indications"]
        eligibilityRules = try row["eligibility_rules"]
        zone = TimeZone(identifier: try row["time_zone"])
    }

    func terms(by titration: TitrationProtocol) -> CourseTerms? {
        guard let form, let zone else { return nil }
        return CourseTerms(
            titration: titration, form: form, start: range.start, maximum: range.maximum,
            standingOrder: standingOrder, eligibilityRules: Set(eligibilityRules),
            indications: Set(indications), baseline: baseline, firstDay: firstDay, zone: zone)
    }
}
