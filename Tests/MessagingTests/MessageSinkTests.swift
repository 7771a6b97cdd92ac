import Clocks
import Foundation
import Testing

@testable import Sandbox

@Suite(.timeLimit(.minutes(1))) struct `The sink of messages` {
    let clock = SteppedClock(Instant(microsecondsSince1970: 0))

    @discardableResult
    private func put(_ body: String, to: String = "a@example.org", in sink: MessageSink) throws
        -> SandboxMessage
    {
        try sink.take("email", from: "c@example.org", to: to, subject: "s", body: body, reference: "r")
    }

    @Test func `hands a message to who waited for it`() async throws {
        let sink = try MessageSink(clock: clock)
        async let hers = sink.next(to: "A@example.org")
        async let his = sink.next(to: "b@example.org")
        try put("for b", to: "b@example.org", in: sink)
        try put("for a", in: sink)
        #expect(try await hers.body == "for a")
        #expect(try await his.body == "for b")
    }

    @Test func `hands out the next one, not the last one again`() async throws {
        let sink = try MessageSink(clock: clock)
        let first = try put("first", in: sink)
        try put("second", in: sink)
        #expect(try await sink.next(to: "a@example.org") == first)
        #expect(try await sink.next(to: "a@example.org", after: first.number).body == "second")
        #expect(sink.all(since: first.number).map(\.body) == ["second"])
        #expect(sink.messages(to: "b@example.org").isEmpty)
    }

    @Test func `lets go of who stops waiting`() async throws {
        let sink = try MessageSink(clock: clock)
        let waiting = Task { try await sink.next(to: "a@example.org") }
        waiting.cancel()
        await #expect(throws: CancellationError.self) { try await waiting.value }
        try put("late", in: sink)
        #expect(sink.all().count == 1)
    }

    @Test func `keeps what it took over a restart, and cuts off half a line`() throws {
        let path = FileManager.default.temporaryDirectory.appending(path: "lozenge-log-\(UUID().uuidString)")
            .path
        defer { try? FileManager.default.removeItem(atPath: path) }
        do {
            let sink = try MessageSink(clock: clock, logPath: path)
            try put("line\nbreak ñ 🫥", in: sink)
            clock.advance(by: .seconds(1))
            try put("second", in: sink)
        }
        let whole = try #require(FileManager.default.contents(atPath: path))
        #expect(whole.split(separator: UInt8(ascii: "\n")).count == 2)
        #expect(try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int == 0o600)
        try (whole + Data(#"{"number":3,"at":"19"#.utf8)).write(to: URL(filePath: path))

        let again = try MessageSink(clock: clock, logPath: path)
        #expect(again.all().map(\.body) == ["line\nbreak ñ 🫥", "second"])
        #expect(again.all().map(\.at) == ["1970-01-01T00:00:00Z", "1970-01-01T00:00:01Z"])
        #expect(try put("third", in: again).number == 3)
        #expect(try MessageSink(clock: clock, logPath: path).all().map(\.number) == [1, 2, 3])
    }

    @Test func `says so when its file is not its own`() throws {
        let path = FileManager.default.temporaryDirectory.appending(path: "lozenge-log-\(UUID().uuidString)")
            .path
        defer { try? FileManager.default.removeItem(atPath: path) }
        try Data("something else\n".utf8).write(to: URL(filePath: path))
        #expect(throws: SandboxFault.log(path: path, errno: EILSEQ)) {
            try MessageSink(clock: clock, logPath: path)
        }
        #expect(throws: SandboxFault.log(path: "/nowhere/log", errno: ENOENT)) {
            try MessageSink(clock: clock, logPath: "/nowhere/log")
        }
    }
}
