import Foundation
import Outbound

extension OutboundPolicy {
    /// This machine only, in clear, with short deadlines.
    static func loopback(
        timeout: Duration = .seconds(10), maxResponseBytes: Int = 1 << 20, inFlight: Int = 64
    ) -> OutboundPolicy {
        OutboundPolicy(
            hosts: ["127.0.0.1", "localhost"], reach: .publicInternetAndLoopback, totalTimeout: timeout,
            maxResponseBytes: maxResponseBytes, maxInFlightPerHost: inFlight)
    }

    /// Its TLS from this authority alone.
    static func trusting(_ certificate: String) -> OutboundPolicy {
        var policy = OutboundPolicy.loopback()
        policy.authorities = certificate
        return policy
    }
}

/// A client for the time of one test.
func withClient<Answer>(
    _ policy: OutboundPolicy = .loopback(), _ body: (HTTPClient) async throws -> Answer
) async throws -> Answer {
    let client = HTTPClient(policy: policy)
    do {
        let answer = try await body(client)
        await client.shutdown()
        return answer
    } catch {
        await client.shutdown()
        throw error
    }
}

/// The error that `body` ends with; another kind of error, or none, fails the test.
func transferError(_ body: () async throws -> Void) async throws -> TransferError? {
    do {
        try await body()
        return nil
    } catch let error as TransferError {
        return error
    }
}
