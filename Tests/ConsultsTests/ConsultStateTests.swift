import Clinic
import Clocks
import Consults
import Foundation
import Testing

@Suite struct `A visit` {
    private static let lin = UUID()
    private static let other = ID<Consult>(at: monday)
    private static let opening = Consult.Opening(
        identity: .photoId, place: StateCode.all.first { $0.code == "AZ" } ?? StateCode.all[0])
    /// Two days before the visit.
    private static let before = monday - .hours(48)

    private static let states: [Consult.State] = [
        .held(until: before + .minutes(10)), .booked, .checkedIn(at: monday), .inProgress(opening),
        .completed(opening, .approved), .expired, .cancelled(isLate: false), .rescheduled(to: other),
        .noShow(.patient), .techFailed,
    ]

    /// Each at a moment at which it can happen.
    private static let events: [(name: String, event: @Sendable (inout Consult) throws -> Change)] = [
        ("confirm", { try $0.confirm(now: before) }),
        ("expire", { $0.expire(now: before + .minutes(10)) }),
        ("cancel", { try $0.cancel(notice: .hours(24), now: before) }),
        ("reschedule", { try $0.reschedule(to: other, now: before) }),
        ("checkIn", { try $0.checkIn(lead: .minutes(15), now: monday) }),
        (
            "start",
            { try $0.start(opening, by: lin, isLicensed: true, lead: .minutes(15), now: monday) }
        ),
        ("complete", { try $0.complete(as: .approved, hasDetail: false, by: lin) }),
        ("noShow", { try $0.noShow(of: .patient, now: monday) }),
        ("fail", { try $0.fail(now: monday) }),
    ]

    /// What comes of each event in each state: the next state, `=` where nothing changes, or the refusal.
    private static let table: [String: [String]] = [
        "held": [
            "booked", "expired", "cancelled", "rescheduled", "notConfirmed", "notConfirmed", "notStarted",
            "notConfirmed", "notConfirmed",
        ],
        "booked": [
            "=", "=", "cancelled", "rescheduled", "checkedIn", "inProgress", "notStarted", "noShow",
            "techFailed",
        ],
        "checkedIn": [
            "=", "=", "cancelled", "rescheduled", "=", "inProgress", "notStarted", "noShow", "techFailed",
        ],
        "inProgress": [
            "=", "=", "alreadyStarted", "alreadyStarted", "=", "=", "completed", "alreadyStarted",
            "techFailed",
        ],
        "completed": [
            "=", "=", "alreadyCompleted", "alreadyCompleted", "=", "alreadyCompleted", "=",
            "alreadyCompleted", "alreadyCompleted",
        ],
        "expired": [
            "holdExpired", "=", "ended", "holdExpired", "ended", "ended", "ended", "ended", "ended",
        ],
        "cancelled": ["ended", "=", "=", "ended", "ended", "ended", "ended", "ended", "ended"],
        "rescheduled": ["ended", "=", "ended", "=", "ended", "ended", "ended", "ended", "ended"],
        "noShow": ["ended", "=", "ended", "ended", "ended", "ended", "ended", "=", "ended"],
        "techFailed": ["ended", "=", "ended", "ended", "ended", "ended", "ended", "ended", "="],
    ]

    @Test func `hears every event in every state as the table says`() throws {
        #expect(Set(Self.table.keys) == Set(Consult.State.Name.allCases.map(\.rawValue)))
        for state in Self.states {
            let expected = try #require(Self.table[state.name.rawValue])
            for (index, (name, event)) in Self.events.enumerated() {
                var consult = visit(state, by: Self.lin)
                let result: String
                do {
                    result = try event(&consult) == .changed ? consult.state.name.rawValue : "="
                } catch let refusal as ConsultRefusal {
                    result = "\(refusal)"
                }
                #expect(result == expected[index], "\(name) when \(state.name)")
                let isSame = result == "=" || result == state.name.rawValue
                #expect(isSame == (consult.version == 1) || consult.state == state, "\(name)")
            }
        }
    }

    @Test func `is confirmed until its hold is over, to the moment`() throws {
        var consult = visit(.held(until: Self.before))
        #expect(throws: ConsultRefusal.holdExpired) { try consult.confirm(now: Self.before) }
        #expect(consult.expire(now: Self.before - .seconds(1)) == .unchanged)
        #expect(try consult.confirm(now: Self.before - .seconds(1)) == .changed)
        #expect(consult.state == .booked)
    }

    @Test(arguments: [(24 * 60, false), (24 * 60 - 1, true), (-5, true)])
    func `called off within a day is called off late`(minutesBefore: Int, isLate: Bool) throws {
        var consult = visit(.booked)
        _ = try consult.cancel(notice: .hours(24), now: monday - .minutes(minutesBefore))
        #expect(consult.state == .cancelled(isLate: isLate))
        #expect(consult.sequence == 1)
    }

    @Test func `begins from a quarter of an hour before, with a licence, by its own prescriber`() throws {
        var consult = visit(.booked, by: Self.lin)
        func start(by who: UUID = Self.lin, licensed: Bool = true, at now: Instant) throws -> Change {
            try consult.start(
                Self.opening, by: who, isLicensed: licensed, lead: .minutes(15), now: now)
        }
        #expect(throws: ConsultRefusal.tooEarly) { try start(at: monday - .minutes(16)) }
        #expect(throws: ConsultRefusal.ofAnotherPrescriber) { try start(by: UUID(), at: monday) }
        #expect(throws: ConsultRefusal.prescriberNotLicensed) { try start(licensed: false, at: monday) }
        #expect(try start(at: monday - .minutes(15)) == .changed)
        #expect(throws: ConsultRefusal.outcomeDetailMissing) {
            try consult.complete(as: .declined, hasDetail: false, by: Self.lin)
        }
        #expect(throws: ConsultRefusal.ofAnotherPrescriber) {
            try consult.complete(as: .approved, hasDetail: false, by: UUID())
        }
        #expect(try consult.complete(as: .declined, hasDetail: true, by: Self.lin) == .changed)
        #expect(throws: ConsultRefusal.alreadyCompleted) {
            try consult.complete(as: .approved, hasDetail: false, by: Self.lin)
        }
    }

    @Test func `is missed and moved only on its own side of the start`() throws {
        var consult = visit(.booked)
        #expect(throws: ConsultRefusal.tooEarly) {
            try consult.noShow(of: .patient, now: monday - .seconds(1))
        }
        #expect(throws: ConsultRefusal.tooLateToMove) {
            try consult.reschedule(to: Self.other, now: monday)
        }
        let moved = visit(.booked, sequence: 1).moved(
            to: Self.other, with: Self.lin,
            at: VisitTime(starts: monday + .hours(24), ends: monday + .hours(25), buffer: 0),
            heldUntil: monday)
        #expect(moved.state == .booked)
        #expect(moved.sequence == 2)
    }
}
