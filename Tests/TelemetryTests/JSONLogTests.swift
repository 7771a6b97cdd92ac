import Foundation
import Locks
import Logging
import Telemetry
import Testing

@Suite struct `A log line` {
    private final class Lines: Sendable {
        let all = Locked<[String]>([])
        var sink: LogSink { LogSink { line in self.all.withLock { $0.append(line) } } }
    }

    private func logged(_ body: (Logger) -> Void) throws -> (line: String, fields: [String: Any]) {
        let lines = Lines()
        var logger = Logger(label: "jobs") { JSONLogHandler(label: $0, program: .live, to: lines.sink) }
        logger[metadataKey: "worker"] = "w1"
        body(logger)
        let line = try #require(lines.all.withLock { $0.first })
        return (line, try #require(try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any]))
    }

    @Test func `says when, how grave, who and what`() throws {
        let (line, fields) = try logged { $0.warning("slow", metadata: ["ms": "\(12)", "worker": "w2"]) }
        #expect(line.hasSuffix("}\n") && !line.dropLast().contains("\n"))
        #expect(fields["level"] as? String == "warning")
        #expect(fields["program"] as? String == "live")
        #expect(fields["label"] as? String == "jobs")
        #expect(fields["message"] as? String == "slow")
        #expect(fields["metadata"] as? [String: String] == ["ms": "12", "worker": "w2"])
        let time = try #require(fields["time"] as? String)
        #expect(time.wholeMatch(of: /\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z/) != nil)
        #expect(Set(fields.keys) == ["time", "level", "program", "label", "message", "metadata"])
    }

    @Test func `cannot be forged by what stands in it`() throws {
        let nasty = "a\"}\n{\"level\":\"error\"\r\t\\\u{0}\u{1b}[31m\u{2028}ñ🫥"
        let (line, fields) = try logged {
            $0.info("\(nasty)", metadata: ["\(nasty)": ["x", ["k": "\(nasty)"]]])
        }
        #expect(line.unicodeScalars.dropLast().allSatisfy { $0.value >= 0x20 && $0 != "\u{2028}" })
        #expect(fields["message"] as? String == nasty)
        let list = (fields["metadata"] as? [String: Any])?[nasty] as? [Any]
        #expect((list?[1] as? [String: String])?["k"] == nasty)
    }

    @Test func `names an error's type and nothing of its content`() throws {
        struct Unreadable: Error { var value = "Maya Ortiz" }
        let (line, fields) = try logged { $0.error("failed", error: Unreadable()) }
        #expect((fields["error"] as? String)?.contains("Unreadable") == true)
        #expect(!line.contains("Maya"))
    }

    @Test func `below the level is not written`() {
        let lines = Lines()
        let logger = Logger(label: "x") { JSONLogHandler(label: $0, program: .test, to: lines.sink) }
        logger.debug("quiet")
        #expect(lines.all.withLock { $0.isEmpty })
    }

    @Test func `of one thread never mixes with another's`() async {
        let inside = Locked(0)
        let overlaps = Locked(0)
        let sink = LogSink { _ in
            inside.withLock { $0 += 1 }
            overlaps.withLock { count in if inside.withLock({ $0 }) > 1 { count += 1 } }
            inside.withLock { $0 -= 1 }
        }
        let logger = Logger(label: "x") { JSONLogHandler(label: $0, program: .test, to: sink) }
        await withTaskGroup(of: Void.self) { group in
            for _ in 0..<8 { group.addTask { for _ in 0..<500 { logger.info("x") } } }
        }
        #expect(overlaps.withLock { $0 } == 0)
    }
}
