import Clinic
import Clocks
import Foundation
import Intakes
import Testing

@Suite struct `A screening` {
    private static let taken = Instant(rfc3339: "2026-11-21T16:00:00Z")!
    private static let expiry = Instant(rfc3339: "2026-12-21T16:00:00Z")!
    private static let patient = UUID()
    private static let another = UUID()

    private func screening(_ changes: [String: [String]] = [:], _ state: Screening.State = .open) throws
        -> Screening
    {
        let fresh = Screening(
            id: ID(at: Self.taken), takenAt: Self.taken, validFor: Ask.rules.validFor,
            result: try Ask.result(changes))
        return Screening(
            id: fresh.id, takenAt: fresh.takenAt, expiresAt: fresh.expiresAt, result: fresh.result,
            state: state)
    }

    @Test func `counts for 30 days`() throws {
        #expect(try screening().expiresAt == Self.expiry)
        #expect(try screening().state == .open)
        #expect(try screening().usedBy == nil)
    }

    private enum Event: CaseIterable, Sendable {
        case used, usedByAnother, usedTooLate, timePassed, timeNotPassed

        func happen(to screening: inout Screening) throws(Screening.Refusal) -> Screening.Action {
            switch self {
            case .used: try screening.used(by: patient, at: taken + .hours(1))
            case .usedByAnother: try screening.used(by: another, at: taken + .hours(1))
            case .usedTooLate: try screening.used(by: patient, at: expiry)
            case .timePassed: try screening.timePassed(at: expiry)
            case .timeNotPassed: try screening.timePassed(at: expiry - .microseconds(1))
            }
        }
    }

    /// Every state with every event: the state after it and the action, or the refusal.
    @Test func `knows what follows in every state`() throws {
        typealias Row = (
            state: Screening.State, event: Event, after: Screening.State, action: Screening.Action?,
            refusal: Screening.Refusal?
        )
        let used = Screening.State.used(by: Self.patient)
        let table: [Row] = [
            (.open, .used, used, .admit, nil), (.open, .usedByAnother, .used(by: Self.another), .admit, nil),
            (.open, .usedTooLate, .open, nil, .expired), (.open, .timePassed, .expired, .nothing, nil),
            (.open, .timeNotPassed, .open, nil, .notYetExpired),
            (used, .used, used, .nothing, nil), (used, .usedByAnother, used, nil, .usedByAnother),
            (used, .usedTooLate, used, .nothing, nil), (used, .timePassed, used, .nothing, nil),
            (used, .timeNotPassed, used, .nothing, nil),
            (.expired, .used, .expired, nil, .expired), (.expired, .usedByAnother, .expired, nil, .expired),
            (.expired, .usedTooLate, .expired, nil, .expired),
            (.expired, .timePassed, .expired, .nothing, nil),
            (.expired, .timeNotPassed, .expired, .nothing, nil),
        ]
        #expect(table.count == 3 * Event.allCases.count)
        for row in table {
            var screening = try screening([:], row.state)
            do throws(Screening.Refusal) {
                #expect(try row.event.happen(to: &screening) == row.action)
            } catch {
                #expect(error == row.refusal)
            }
            #expect(screening.state == row.after, "\(row.state) \(row.event)")
        }
    }

    @Test func `that needs review opens one, with its rules`() throws {
        var screening = try screening(["bladder": ["Y"], "mania": ["bipolar"]])
        #expect(try screening.used(by: Self.patient, at: Self.taken) == .openReview(rules: ["E5", "E13"]))
        #expect(try screening.used(by: Self.patient, at: Self.taken) == .nothing)
        #expect(screening.usedBy == Self.patient)
    }

    @Test func `that does not qualify is never used`() throws {
        var screening = try screening(["psychosis": ["Y"]])
        #expect(throws: Screening.Refusal.notQualified) {
            try screening.used(by: Self.patient, at: Self.taken)
        }
        #expect(screening.state == .open)
    }

    @Test func `refusals have codes of their own`() {
        #expect(Set(Screening.Refusal.allCases.map(\.code)).count == Screening.Refusal.allCases.count)
    }
}

@Suite struct `Screenings from one contact` {
    private static let now = Instant(rfc3339: "2026-11-21T16:00:00Z")!

    private func earlier(_ list: (days: Int, digest: String)...) -> [(takenAt: Instant, digest: String)] {
        list.map { (Self.now - .hours(24 * $0.days), $0.digest) }
    }

    private func isTooOften(_ digest: String, _ earlier: [(takenAt: Instant, digest: String)]) -> Bool {
        Ask.rules.isChangedTooOften(digest, at: Self.now, earlier: earlier)
    }

    @Test func `the third changed one in 30 days goes to a person`() {
        #expect(!isTooOften("c", []))
        #expect(!isTooOften("c", earlier((1, "a"))))
        #expect(isTooOften("c", earlier((1, "a"), (2, "b"))))
        #expect(isTooOften("b", earlier((1, "a"), (2, "b"), (3, "c"))))
    }

    @Test func `the same answers again change nothing`() {
        #expect(!isTooOften("a", earlier((1, "a"), (2, "a"), (3, "a"))))
        #expect(!isTooOften("b", earlier((1, "a"), (2, "b"), (3, "a"))))
    }

    @Test func `what lies 30 days back no longer counts`() {
        #expect(isTooOften("c", earlier((29, "a"), (1, "b"))))
        #expect(!isTooOften("c", earlier((30, "a"), (1, "b"))))
    }

    @Test(arguments: [
        ([:], ScreeningOutcome.needsReview), (["psychosis": ["Y"]], .notQualified),
        (["bladder": ["Y"]], .needsReview),
    ])
    func `going to a person never makes a result better`(
        _ changes: [String: [String]], _ outcome: ScreeningOutcome
    ) throws {
        let result = try Ask.result(changes)
        let reviewed = Ask.rules.goingToAPerson(result)
        #expect(reviewed.outcome == outcome)
        #expect(reviewed.ruleIds == result.ruleIds + ["S"])
        #expect(reviewed.mayReapply == result.mayReapply)
        #expect(reviewed.showsCrisisResources == result.showsCrisisResources)
    }
}
