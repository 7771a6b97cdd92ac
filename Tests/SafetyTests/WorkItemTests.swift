import Clinic
import Clocks
import Foundation
import Safety
import Testing

/// Every state of a piece of work against every event, in one table.
@Suite struct `A piece of work` {
    static let now = Instant(rfc3339: "2026-11-21T15:00:00Z")!
    static let ana = UUID(uuidString: "00000000-0000-7000-8000-00000000000a")!
    static let ben = UUID(uuidString: "00000000-0000-7000-8000-00000000000b")!

    enum Event: String, CaseIterable {
        case claim, release, snooze, handOver, resolve
    }

    static let states: [(name: String, state: WorkItem.State)] = [
        ("open", .open),
        ("mine", .claimed(by: ana, until: now + .minutes(5))),
        ("another's", .claimed(by: ben, until: now + .minutes(5))),
        ("another's, lapsed", .claimed(by: ben, until: now)),
        ("snoozed", .snoozed(until: now + .hours(1))),
        ("snooze over", .snoozed(until: now)),
        ("resolved", .resolved(outcome: "accepted")),
        ("resolved otherwise", .resolved(outcome: "declined")),
    ]

    /// What Ana's event leads to; a refusal otherwise.
    static func expected(_ state: String, _ event: Event) -> Result<WorkItem.State, WorkItemRefusal> {
        let claimedByAna = WorkItem.State.claimed(by: ana, until: now + .minutes(30))
        let claimedByBen = WorkItem.State.claimed(by: ben, until: now + .minutes(30))
        let snoozed = WorkItem.State.snoozed(until: now + .hours(2))
        return switch (state, event) {
        case ("open", .claim), ("mine", .claim), ("another's, lapsed", .claim), ("snoozed", .claim),
            ("snooze over", .claim):
            .success(claimedByAna)
        case ("open", .release): .success(.open)
        case ("mine", .release): .success(.open)
        case ("another's, lapsed", .release): .success(.claimed(by: ben, until: now))
        case ("snoozed", .release): .success(.snoozed(until: now + .hours(1)))
        case ("snooze over", .release): .success(.snoozed(until: now))
        case ("open", .snooze), ("mine", .snooze), ("another's, lapsed", .snooze), ("snoozed", .snooze),
            ("snooze over", .snooze):
            .success(snoozed)
        case ("mine", .handOver): .success(claimedByBen)
        case ("mine", .resolve): .success(.resolved(outcome: "accepted"))
        case ("resolved", .resolve): .success(.resolved(outcome: "accepted"))
        case ("another's", _): .failure(.claimedByAnother)
        case ("resolved", _), ("resolved otherwise", _): .failure(.alreadyResolved)
        default: .failure(.notClaimed)
        }
    }

    @Test(arguments: states.map(\.name), Event.allCases)
    func `in each state takes each event or says why not`(name: String, event: Event) throws {
        let state = try #require(Self.states.first { $0.name == name }).state
        var item = WorkItem(
            id: ID(at: Self.now), kind: .screeningReview, patient: nil, state: state, version: 7)
        let result: Result<WorkItem.State, WorkItemRefusal>
        do throws(WorkItemRefusal) {
            switch event {
            case .claim: try item.claim(by: Self.ana, now: Self.now)
            case .release: try item.release(by: Self.ana, now: Self.now)
            case .snooze: try item.snooze(until: Self.now + .hours(2), by: Self.ana, now: Self.now)
            case .handOver: try item.handOver(to: Self.ben, by: Self.ana, now: Self.now)
            case .resolve:
                _ = try item.resolve(
                    as: "accepted", outcomes: ["accepted", "declined"], by: Self.ana, now: Self.now)
            }
            result = .success(item.state)
        } catch {
            result = .failure(error)
        }
        #expect(result == Self.expected(name, event))
        #expect(item.version == (item.state == state ? 7 : 8))
    }

    @Test func `has only the outcomes of its kind`() {
        var item = WorkItem(
            id: ID(at: Self.now), kind: .screeningReview, patient: nil,
            state: .claimed(by: Self.ana, until: Self.now + .minutes(1)), version: 1)
        #expect(throws: WorkItemRefusal.outcomeUnknown) {
            try item.resolve(as: "maybe", outcomes: ["accepted", "declined"], by: Self.ana, now: Self.now)
        }
    }

    @Test(arguments: [Duration.zero, .seconds(-1), .hours(7 * 24) + .seconds(1)])
    func `is put off by at most seven days`(by duration: Duration) {
        var item = WorkItem(
            id: ID(at: Self.now), kind: .screeningReview, patient: nil, state: .open, version: 1)
        #expect(throws: WorkItemRefusal.snoozeOutOfRange) {
            try item.snooze(until: Self.now + duration, by: Self.ana, now: Self.now)
        }
    }
}
