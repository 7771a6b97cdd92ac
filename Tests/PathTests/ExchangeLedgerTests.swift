import CareSupport
import Clinic
import Logging
import Outbound
import Postgres
import Support
import Testing
import Workers

@testable import CarePath

/// The record of exchanges with partners, over a real line to a place where nobody listens.
@Suite(.database, .timeLimit(.minutes(1))) struct `The ledger of exchanges` {
    @Test func `has each row before its exchange's end is known to the job, many at once`() async throws {
        let clinic = try await TestClinic()
        let line = line(clinic)
        try await withThrowingTaskGroup(of: Int.self) { group in
            for number in 1...40 {
                group.addTask {
                    let reference = "ledger-\(number)"
                    await #expect(throws: TransferError.self) {
                        try await line.send(
                            OutboundRequest(method: .post, url: "http://127.0.0.1:9/orders"),
                            for: "submitOrder",
                            about: reference)
                    }
                    return try await rows(clinic, reference)
                }
            }
            for try await kept in group { #expect(kept == 1) }
        }
    }

    @Test func `has a row for each try`() async throws {
        let clinic = try await TestClinic()
        await #expect(throws: TransferError.self) {
            try await line(clinic).send(
                OutboundRequest(url: "http://127.0.0.1:9/orders"), for: "findOrder", about: "tries",
                retrying: RetryPolicy(tries: 3, firstDelay: .milliseconds(1)))
        }
        let kept = try await rows(clinic, "tries")
        #expect(kept == 3)
    }

    /// A job that loses its lease writes nothing more of its own; that its partner was asked is a fact all the same, and so
    /// is what others asked whose rows it was to write.
    @Test func `has the row of a job that has lost its lease`() async throws {
        let clinic = try await TestClinic()
        await TransactionGuard.$current.withValue(TransactionGuard("SELECT 1 / 0", "test.fence")) {
            await #expect(throws: TransferError.self) {
                try await line(clinic).send(
                    OutboundRequest(method: .post, url: "http://127.0.0.1:9/orders"), for: "submitOrder",
                    about: "fenced")
            }
        }
        let kept = try await rows(clinic, "fenced")
        #expect(kept == 1)
    }

    @Test func `has the row of a job that was cancelled`() async throws {
        let clinic = try await TestClinic()
        let line = line(clinic)
        let job = Task {
            withUnsafeCurrentTask { $0?.cancel() }
            _ = try await line.send(
                OutboundRequest(method: .post, url: "http://127.0.0.1:9/orders"), for: "submitOrder",
                about: "cancelled")
        }
        await #expect(throws: TransferError.self) { try await job.value }
        let kept = try await rows(clinic, "cancelled")
        #expect(kept == 1)
    }

    private func line(_ clinic: TestClinic) -> PartnerLine {
        let client = HTTPClient(
            policy: OutboundPolicy(
                hosts: ["127.0.0.1"], reach: .publicInternetAndLoopback, totalTimeout: .seconds(5)))
        let quiet = Logger(label: "tests") { _ in SwiftLogNoOpLogHandler() }
        return PartnerLine(
            to: "pharmacy:alpha", over: client,
            recorder: ExchangeLedger(clinic.carePath, logger: quiet).recorder)
    }

    private func rows(_ clinic: TestClinic, _ reference: String) async throws -> Int {
        let counts = try await clinic.database.read(
            by: Actor.system("test"),
            """
            SELECT count(*) AS n FROM partner_exchange
            WHERE reference = \(reference) AND partner = 'pharmacy:alpha' AND outcome = 'notSent'
            """, "test.exchanges"
        ) { try $0["n"] as Int }
        return counts.first ?? 0
    }
}
