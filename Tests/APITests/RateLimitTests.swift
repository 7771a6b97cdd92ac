import API
import Foundation
import Testing

@Suite struct `A limit` {
    private let start = ContinuousClock.now

    private func limiter(_ quota: Quota, tracked: Int = 100) -> RateLimiter {
        RateLimiter(
            RateLimits(perAddress: [.signIn: quota], perAccount: [:], mostTracked: tracked), start: start)
    }

    private func address(_ text: String) throws -> RateLimiter.Subject {
        .address(try #require(IPAddress(text)))
    }

    @Test func `allows a burst, then what comes back`() throws {
        let limiter = limiter(Quota(3, per: .seconds(30)))
        let subject = try address("192.0.2.1")
        let first = (1...4).compactMap { _ in limiter.count(.signIn, subject, now: start) }
        #expect(first.map(\.isAllowed) == [true, true, true, false])
        #expect(first.map(\.remaining) == [2, 1, 0, 0])
        #expect(first.last?.retryAfter == .seconds(10))
        #expect(first.last?.reset == .seconds(30))
        #expect(limiter.count(.signIn, subject, now: start + .seconds(9))?.isAllowed == false)
        #expect(limiter.count(.signIn, subject, now: start + .seconds(10))?.isAllowed == true)
        #expect(limiter.count(.signIn, subject, now: start + .seconds(11))?.isAllowed == false)
        #expect(limiter.count(.signIn, subject, now: start + .seconds(60))?.remaining == 2)
    }

    @Test func `counts each address and each class by itself`() throws {
        let limiter = limiter(Quota(1, per: .seconds(30)))
        #expect(limiter.count(.signIn, try address("192.0.2.1"), now: start)?.isAllowed == true)
        #expect(limiter.count(.signIn, try address("192.0.2.2"), now: start)?.isAllowed == true)
        #expect(limiter.count(.signIn, try address("192.0.2.1"), now: start)?.isAllowed == false)
        #expect(limiter.count(.ordinary, try address("192.0.2.1"), now: start) == nil)
    }

    @Test func `keeps in mind no more than it may`() throws {
        let limiter = limiter(Quota(5, per: .seconds(60)), tracked: 50)
        let victim = try address("198.51.100.9")
        for _ in 1...5 { _ = limiter.count(.signIn, victim, now: start) }
        for number in 0..<500 {
            _ = limiter.count(.signIn, try address("10.0.\(number / 250).\(number % 250)"), now: start)
        }
        #expect(limiter.trackedCount <= 50)
        // Long after, all of it says nothing any more and goes with the next new one.
        for number in 0..<50 {
            _ = limiter.count(.signIn, try address("10.1.0.\(number)"), now: start + .seconds(600))
        }
        #expect(limiter.trackedCount <= 50)
    }

    @Test func `turns away over HTTP, says when to come back, and lets others in`() async throws {
        try await TestDoor.open(
            Sample.all,
            settings: .tests {
                $0.limits = RateLimits(
                    perAddress: [.screening: Quota(2, per: .seconds(60))],
                    perAccount: [.ordinary: Quota(1, per: .seconds(60))])
            }
        ) { door in
            func screen() async throws -> RawResponse {
                try await door.client.send("POST", "/v1/screenings", json: "{}")
            }
            let first = try await screen()
            #expect(first.status == 201)
            #expect(first["ratelimit-policy"] == #""screening";q=2;w=60"#)
            #expect(first["ratelimit"]?.hasPrefix(#""screening";r=1;t="#) == true)
            #expect(try await screen().status == 201)
            let third = try await screen()
            #expect(third.status == 429)
            #expect(try third.code == "too_many_requests")
            #expect((1...30).contains(try #require(third["retry-after"].flatMap { Int($0) })))
            #expect(third["ratelimit"]?.hasPrefix(#""screening";r=0;t="#) == true)
            #expect(try await door.client.send("GET", "/v1/notes").status == 200)
            let mine = [bearer("patient")]
            #expect(try await door.client.send("GET", "/v1/me", headers: mine).status == 200)
            #expect(try await door.client.send("GET", "/v1/me", headers: mine).status == 429)
            #expect(
                try await door.client.send("GET", "/v1/staff/queue", headers: [bearer("navigator")]).status
                    == 200)
        }
    }

    @Test func `counts the client behind a trusted proxy, and believes nobody else`() async throws {
        let limits = RateLimits(perAddress: [.ordinary: Quota(1, per: .seconds(60))], perAccount: [:])
        func expect(_ statuses: [Int], trusting proxies: [IPNetwork]) async throws {
            try await TestDoor.open(
                Sample.all,
                settings: .tests {
                    $0.limits = limits
                    $0.trustedProxies = proxies
                }
            ) { door async throws in
                for (client, status) in zip(["203.0.113.1", "203.0.113.2", "6.6.6.6, 203.0.113.2"], statuses)
                {
                    let headers = [("X-Forwarded-For", client)]
                    #expect(try await door.client.send("GET", "/v1/notes", headers: headers).status == status)
                }
            }
        }
        try await expect([200, 200, 429], trusting: [try #require(IPNetwork("127.0.0.0/8"))])
        try await expect([200, 429, 429], trusting: [])
    }
}
