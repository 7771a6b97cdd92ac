import Clocks
import Foundation
import Testing
import Wire

@testable import lozenge

@Suite struct `A screen` {
    private static let me = StaffAnswer(
        id: "1", handle: "st-4m9xd", name: "Ana Ruiz", roles: ["careNavigator"], environment: "live",
        now: "2026-11-21T16:14:05Z")

    private static func item(_ name: String, late: Bool = false) -> WorkItem {
        WorkItem(
            id: "2", handle: "wi-q3f8k", kind: "screeningReview",
            title: "Review the screening: E5, E7, E10 and E13",
            reasons: ["E5"],
            patient: .init(id: "3", handle: "pt-7k2mq", name: name, state: "AZ", timeZone: "America/Phoenix"),
            due: "2026-11-21T16:05:05Z", late: late, state: "open", owner: nil, claimedUntil: nil,
            snoozedUntil: nil,
            outcome: nil, outcomes: ["accepted", "declined"], version: 1)
    }

    private static func queue(_ names: [String]) throws -> Screen {
        let items = names.map { item($0, late: true) }
        let answer = QueueAnswer(mine: 3, team: 19, late: 1, items: items, nextCursor: "x")
        return try Reader(me, server: ServerAddress("https://care.example")).queue(
            items, of: answer, filtered: false)
    }

    @Test(arguments: 30...140)
    func `never runs over the terminal`(width: Int) throws {
        let names = ["Jin Park", "Ana María de la Concepción Fernández-Villaseñor", "X"]
        for line in try Self.queue(names).lines(in: Layout(width: width)) {
            #expect(line.columns <= width, "\(line)")
        }
    }

    @Test func `keeps its columns under letters that are made of two`() throws {
        let lines = try Self.queue(["Pavel Novak", "Pavel Nova\u{301}k"]).lines(in: Layout(width: 100))
        let rows = lines.filter { $0.contains("Novak") || $0.contains("Nova\u{301}k") }
        #expect(rows.count == 2)
        #expect(Set(rows.map { $0.prefix { $0 != ":" }.count }).count == 1)
    }

    @Test func `obeys nothing that somebody put into their name`() throws {
        let lines = try Self.queue(["Eve \u{1B}[2J\u{202E}\u{7}\r\nLIVE"]).lines(in: Layout(width: 120))
        let text = lines.joined()
        #expect(!text.unicodeScalars.contains { $0.properties.generalCategory == .control })
        #expect(!text.unicodeScalars.contains("\u{202E}"))
    }

    @Test func `has colors only where they are wanted, and says the same without`() throws {
        let screen = try Self.queue(["Jin Park"])
        let colored = screen.lines(in: Layout(width: 100, colored: true)).joined(separator: "\n")
        let bare = screen.lines(in: Layout(width: 100)).joined(separator: "\n")
        #expect(colored.contains("\u{1B}["))
        #expect(!bare.contains("\u{1B}"))
        #expect(colored.replacing(/\u{1B}\[[0-9;]*m/, with: "") == bare)
    }

    @Test func `begins with LIVE or TEST, the server, who is signed in, and the time`() throws {
        let head = Head(
            environment: "live", server: "care.example", person: "Ana R., navigator",
            time: "Sat 21 Nov 11:14 EST")
        #expect(
            head.lines(in: Layout(width: 80))
                == ["LIVE care.example · Ana R., navigator                       Sat 21 Nov 11:14 EST"])
        #expect(Head(environment: nil, server: "x").lines(in: Layout()).first?.hasPrefix("UNKNOWN x") == true)
    }

    @Test func `is plain for a screen reader: a label and its value, no lines, no columns`() throws {
        let lines = try Self.queue(["Jin Park"]).lines(in: Layout(width: 80, plain: true))
        #expect(lines.contains("Patient: Jin Park AZ"))
        #expect(lines.contains("Due: LATE 9 min"))
        #expect(lines.contains("Row: 1"))
        #expect(!lines.contains { $0.contains("---") || $0.contains("   ") })
    }

    @Test func `cuts visibly, wraps where nothing may be cut`() {
        #expect("Fernández".cut(to: 5) == "Fern…")
        #expect("Fe".cut(to: 5) == "Fe")
        #expect("one two three".wrapped(at: 7) == ["one two", "three"])
        #expect("abcdefgh".wrapped(at: 3) == ["abc", "def", "gh"])
        #expect("".wrapped(at: 3) == [""])
    }
}
