import CarePath
import CareSupport
import Clinic
import Clocks
import Foundation
import Postgres
import Support
import Testing

@Suite(.database) struct `An idempotency key` {
    /// Encodes an answer as its text, a refusal as its code; what is no refusal is not kept.
    static func once(_ key: String, _ request: String = "a") -> Once<String> {
        Once(scope: "test", key: key, requestHash: Data(repeating: UInt8(request.utf8.first ?? 0), count: 32))
        { result in
            switch result {
            case .success(let answer): StoredAnswer(status: 200, body: Data(answer.utf8))
            case .failure(let refusal as any Refusing):
                StoredAnswer(status: 409, body: Data(refusal.code.utf8))
            case .failure(let fault): throw fault
            }
        }
    }

    static func leave(_ connection: Connection, _ now: Instant, _ mark: String) throws -> String {
        try AuditEntry("test.effect", .init("test"), detail: ["mark": mark], by: .system("test"), at: now)
            .record(on: connection)
        return mark
    }

    @Test func `gives a repeated request the kept answer and no second effect`() async throws {
        let clinic = try await TestClinic()
        for attempt in 0..<3 {
            let outcome = try await clinic.carePath.exactlyOnce(Self.once("k1"), by: .system("test")) {
                connection, now in
                try Self.leave(connection, now, "k1")
            }
            switch outcome {
            case .fresh(let answer, let kept):
                #expect(attempt == 0 && answer == "k1" && kept?.body == Data("k1".utf8))
            case .replayed(let kept): #expect(attempt > 0 && kept.body == Data("k1".utf8))
            case .refused: Issue.record("refused")
            }
        }
        #expect(
            try await clinic.count("SELECT count(*) AS n FROM audit_event WHERE detail->>'mark' = 'k1'") == 1)
    }

    @Test func `belongs to one request`() async throws {
        let clinic = try await TestClinic()
        _ = try await clinic.carePath.exactlyOnce(Self.once("k2", "a"), by: .system("test")) { _, _ in "first"
        }
        await #expect(throws: OnceRefusal.otherRequest) {
            try await clinic.carePath.exactlyOnce(Self.once("k2", "b"), by: .system("test")) {
                connection, now in
                try Self.leave(connection, now, "k2")
            }
        }
        #expect(
            try await clinic.count("SELECT count(*) AS n FROM audit_event WHERE detail->>'mark' = 'k2'") == 0)
    }

    @Test func `keeps a refusal and rolls back what had begun`() async throws {
        let clinic = try await TestClinic()
        let outcome = try await clinic.carePath.exactlyOnce(Self.once("k3"), by: .system("test")) {
            connection, now in
            _ = try Self.leave(connection, now, "k3")
            throw NotFound()
        }
        guard case .refused = outcome else {
            Issue.record("not refused")
            return
        }
        let again = try await clinic.carePath.exactlyOnce(Self.once("k3"), by: .system("test")) { _, _ in
            "never"
        }
        guard case .replayed(let kept) = again else {
            Issue.record("not replayed")
            return
        }
        #expect(kept == StoredAnswer(status: 409, body: Data("not_found".utf8)))
        #expect(
            try await clinic.count("SELECT count(*) AS n FROM audit_event WHERE detail->>'mark' = 'k3'") == 0)
    }

    /// A fault leaves the key free, for the caller to try again.
    @Test func `is not used up by a fault`() async throws {
        struct Fault: Error {}
        let clinic = try await TestClinic()
        await #expect(throws: Fault.self) {
            try await clinic.carePath.exactlyOnce(Self.once("k4"), by: .system("test")) { _, _ -> String in
                throw Fault()
            }
        }
        let outcome = try await clinic.carePath.exactlyOnce(Self.once("k4"), by: .system("test")) { _, _ in
            "then"
        }
        guard case .fresh("then", _) = outcome else {
            Issue.record("not fresh")
            return
        }
    }

    @Test func `has one effect however many use it at the same time`() async throws {
        let clinic = try await TestClinic()
        let fresh = try await withThrowingTaskGroup(of: Bool.self) { group in
            for _ in 0..<32 {
                group.addTask {
                    do {
                        let outcome = try await clinic.carePath.exactlyOnce(
                            Self.once("k5"), by: .system("test")
                        ) {
                            connection, now in try Self.leave(connection, now, "k5")
                        }
                        if case .fresh = outcome { return true }
                        return false
                    } catch OnceRefusal.stillRunning {
                        return false
                    }
                }
            }
            return try await group.reduce(into: 0) { $0 += $1 ? 1 : 0 }
        }
        #expect(fresh == 1)
        #expect(
            try await clinic.count("SELECT count(*) AS n FROM audit_event WHERE detail->>'mark' = 'k5'") == 1)
    }

    @Test func `is forgotten after seven days`() async throws {
        // Long before the other tests of this suite, whose keys must stay.
        let clinic = try await TestClinic(at: TestClinic.start - .hours(30 * 24))
        _ = try await clinic.carePath.exactlyOnce(Self.once("k6"), by: .system("test")) { _, _ in "kept" }
        clinic.clock.advance(by: .hours(7 * 24) - .seconds(1))
        try await clinic.carePath.forgetOldAnswers(by: .system("test"))
        #expect(try await clinic.count("SELECT count(*) AS n FROM once_answer WHERE key = 'k6'") == 1)
        clinic.clock.advance(by: .seconds(2))
        try await clinic.carePath.forgetOldAnswers(by: .system("test"))
        #expect(try await clinic.count("SELECT count(*) AS n FROM once_answer WHERE key = 'k6'") == 0)
    }
}
