import Clinic
import Clocks
import Foundation
import Safety
import Testing

/// Who is on call, where nobody is, and who is called when.
@Suite struct `The on-call rota` {
    static let now = Instant(rfc3339: "2026-11-21T15:00:00Z")!
    static let (lin, santos, okoye) = (UUID(), UUID(), UUID())

    private func shift(
        _ from: Int, _ to: Int, _ role: OnCallShift.Duty = .prescriber, state: OnCallShift.State = .planned
    )
        -> OnCallShift
    {
        OnCallShift(
            id: ID(UUID()), role: role, person: Self.lin, backup: Self.santos,
            starts: Self.now + .hours(from),
            ends: Self.now + .hours(to), state: state)
    }

    /// `24-48 after 24`: from, to and where the shift before ended, in hours from now.
    private func gaps(_ shifts: [OnCallShift]) -> [String] {
        func hours(_ instant: Instant) -> Int { (instant - Self.now).wholeHours }
        return RotaGap.gaps(of: .prescriber, from: Self.now, to: Self.now + .hours(100), in: shifts).map {
            gap in
            "\(hours(gap.from))-\(hours(gap.to)) after \(gap.after.map { "\(hours($0))" } ?? "none")"
        }
    }

    @Test func `shows each time in which nobody is on call`() {
        #expect(gaps([]) == ["0-100 after none"])
        #expect(gaps([shift(0, 100)]) == [])
        #expect(gaps([shift(-5, 50), shift(50, 101)]) == [])
        #expect(gaps([shift(60, 100), shift(-5, 50)]) == ["50-60 after 50"])
        #expect(gaps([shift(10, 20)]) == ["0-10 after none", "20-100 after 20"])
        // One that ended before names the gap, and does not move with the clock.
        #expect(gaps([shift(-9, -5), shift(10, 200)]) == ["0-10 after -5"])
        // Another role's, and one that was taken away, cover nothing.
        #expect(gaps([shift(0, 100, .medicalDirector)]) == ["0-100 after none"])
        #expect(gaps([shift(0, 100, state: .removed)]) == ["0-100 after none"])
        #expect(gaps([shift(0, 100, state: .over)]) == [])
    }

    @Test func `takes no shift that makes no sense`() {
        func refusal(_ from: Int, _ to: Int, backup: UUID? = nil) -> RotaRefusal? {
            let shift = OnCallShift(
                id: ID(UUID()), role: .prescriber, person: Self.lin, backup: backup,
                starts: Self.now + .hours(from),
                ends: Self.now + .hours(to))
            do throws(RotaRefusal) { try shift.check(now: Self.now) } catch { return error }
            return nil
        }
        #expect(refusal(1, 2, backup: Self.santos) == nil)
        #expect(refusal(-1, 2) == nil)
        #expect(refusal(2, 2) == .endsBeforeItBegins)
        #expect(refusal(-2, 0) == .notAhead)
        #expect(refusal(1, 2, backup: Self.lin) == .backupIsTheSame)
    }

    @Test func `ends a shift under way now, and forgets one ahead`() {
        var ahead = shift(1, 2)
        #expect(ahead.end(now: Self.now) == .applied)
        #expect(ahead.state == .removed && ahead.version == 2)
        var underWay = shift(-1, 2)
        #expect(underWay.end(now: Self.now) == .applied)
        #expect(underWay.state == .over && underWay.ends == Self.now)
        #expect(underWay.end(now: Self.now) == .repeated)
        #expect(underWay.version == 2)
        var over = shift(-3, -1)
        #expect(over.end(now: Self.now) == .repeated && over.state == .planned)
    }

    private typealias Level = PagingLadder.Level

    /// The levels that a flag climbs which nobody sees, as far as it goes on.
    private func climb(_ roster: PagingLadder.Roster, steps: Int = 5) -> [Level] {
        var levels: [Level] = []
        for _ in 0..<steps { levels.append(PagingLadder(roster).next(after: levels.last)) }
        return levels
    }

    @Test func `calls one after the other, and in the end everybody again and again`() {
        let all = [Self.lin, Self.santos, Self.okoye]
        var roster = PagingLadder.Roster(
            onCall: Self.lin, backup: Self.santos, directors: [Self.okoye], everybody: all)
        #expect(climb(roster) == [.onCall, .backup, .medicalDirector, .everybody, .everybody])
        roster.backup = nil
        #expect(climb(roster) == [.onCall, .medicalDirector, .everybody, .everybody, .everybody])
        roster.directors = []
        #expect(climb(roster) == [.onCall, .everybody, .everybody, .everybody, .everybody])
        // Nobody on call: everybody who may close it, at once.
        roster.onCall = nil
        roster.backup = Self.santos
        #expect(climb(roster, steps: 2) == [.everybody, .everybody])
    }

    @Test func `calls each person once on a level`() {
        let ladder = PagingLadder(
            .init(
                onCall: Self.okoye, backup: Self.santos, directors: [Self.okoye],
                everybody: [Self.lin, Self.okoye]))
        #expect(ladder.people(on: .onCall) == [Self.okoye])
        #expect(ladder.people(on: .backup) == [Self.santos])
        #expect(ladder.people(on: .medicalDirector) == [Self.okoye])
        #expect(ladder.people(on: .everybody) == [Self.lin, Self.okoye])
        #expect(ladder.people(on: .closeDue) == [Self.okoye])
        let nobody = PagingLadder(.init(onCall: nil, backup: nil, directors: [], everybody: []))
        #expect(Level.allCases.allSatisfy { nobody.people(on: $0).isEmpty })
    }
}

extension Duration {
    fileprivate var wholeHours: Int { Int(components.seconds / 3600) }
}
