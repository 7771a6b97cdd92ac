import Foundation
import Testing

@testable import Outbound

/// The decision alone: what ended how, whether it may be repeated, and what comes of it.
@Suite struct `Whether to try again` {
    static let policy = RetryPolicy(
        tries: 4, firstDelay: .seconds(1), longestDelay: .seconds(3), jitter: 0.5, patience: .seconds(60),
        total: .seconds(600))

    struct Case: Sendable, CustomTestStringConvertible {
        let what: String
        let end: RetryPolicy.End
        let repeatable: Bool
        let decision: RetryPolicy.Decision
        var busyMeansNothingDone = false
        var number = 1
        var left = Duration.seconds(600)
        var lot = 0.0

        var testDescription: String { what }
    }

    static let cases: [Case] = [
        Case(
            what: "an answer", end: .answered(status: 200, retryAfter: nil), repeatable: true,
            decision: .giveUp),
        Case(what: "a no", end: .answered(status: 422, retryAfter: nil), repeatable: true, decision: .giveUp),
        Case(
            what: "a 500", end: .answered(status: 500, retryAfter: nil), repeatable: true, decision: .giveUp),
        Case(
            what: "busy, a question", end: .answered(status: 503, retryAfter: nil), repeatable: true,
            decision: .again(after: .seconds(1))),
        Case(
            what: "busy, an order", end: .answered(status: 503, retryAfter: .seconds(1)), repeatable: false,
            decision: .giveUp),
        Case(
            what: "busy, an order to our own server", end: .answered(status: 503, retryAfter: nil),
            repeatable: false, decision: .again(after: .seconds(1)), busyMeansNothingDone: true),
        Case(
            what: "a named wait", end: .answered(status: 429, retryAfter: .seconds(30)), repeatable: true,
            decision: .again(after: .seconds(30))),
        Case(
            what: "a named wait shorter than our own", end: .answered(status: 429, retryAfter: .zero),
            repeatable: true, decision: .again(after: .seconds(1))),
        Case(
            what: "a wait beyond the patience", end: .answered(status: 429, retryAfter: .seconds(61)),
            repeatable: true, decision: .giveUp),
        Case(
            what: "a wait beyond the deadline", end: .answered(status: 429, retryAfter: .seconds(30)),
            repeatable: true, decision: .giveUp, left: .seconds(30)),
        Case(
            what: "an order not sent", end: .failed(.connect, .notSent, retryAfter: nil), repeatable: false,
            decision: .again(after: .seconds(1))),
        Case(
            what: "an order perhaps sent", end: .failed(.timeout, .unknown, retryAfter: nil),
            repeatable: false,
            decision: .giveUp),
        Case(
            what: "an order perhaps sent to our own server",
            end: .failed(.timeout, .unknown, retryAfter: nil),
            repeatable: false, decision: .giveUp, busyMeansNothingDone: true),
        Case(
            what: "a question perhaps sent", end: .failed(.connectionLost, .unknown, retryAfter: nil),
            repeatable: true, decision: .again(after: .seconds(1))),
        Case(
            what: "a bad certificate", end: .failed(.tls, .notSent, retryAfter: nil), repeatable: true,
            decision: .giveUp),
        Case(
            what: "a cancellation", end: .failed(.cancelled, .notSent, retryAfter: nil), repeatable: true,
            decision: .giveUp),
        Case(
            what: "an open circuit", end: .failed(.circuitOpen, .notSent, retryAfter: .seconds(7)),
            repeatable: false, decision: .again(after: .seconds(7))),
        Case(
            what: "the second pause", end: .failed(.connect, .notSent, retryAfter: nil), repeatable: true,
            decision: .again(after: .seconds(2)), number: 2),
        Case(
            what: "the longest pause", end: .failed(.connect, .notSent, retryAfter: nil), repeatable: true,
            decision: .again(after: .seconds(3)), number: 3),
        Case(
            what: "the last try", end: .failed(.connect, .notSent, retryAfter: nil), repeatable: true,
            decision: .giveUp, number: 4),
        Case(
            what: "the lot shortens a pause", end: .failed(.connect, .notSent, retryAfter: nil),
            repeatable: true, decision: .again(after: .milliseconds(500)), lot: 1),
        Case(
            what: "the lot does not shorten a named wait",
            end: .answered(status: 429, retryAfter: .seconds(5)),
            repeatable: true, decision: .again(after: .seconds(5)), lot: 1),
    ]

    @Test(arguments: cases) func `follows from the end`(_ one: Case) {
        var policy = Self.policy
        policy.busyMeansNothingDone = one.busyMeansNothingDone
        let decision = policy.decide(
            after: one.end, try: one.number, isRepeatable: one.repeatable, left: one.left, lot: one.lot)
        #expect(decision == one.decision)
    }

    @Test(
        arguments: [
            ("120", nil, Duration.seconds(120)), ("0", nil, .zero), ("-1", nil, nil), ("soon", nil, nil),
            ("Sun, 06 Nov 1994 08:49:37 GMT", "Sun, 06 Nov 1994 08:49:07 GMT", .seconds(30)),
            ("Sunday, 06-Nov-94 08:49:37 GMT", "Sun, 06 Nov 1994 08:49:07 GMT", .seconds(30)),
            ("Sun, 06 Nov 1994 08:49:00 GMT", "Sun, 06 Nov 1994 08:49:07 GMT", .zero),
            ("Sun, 06 Nov 1994 08:49:37 GMT", nil, nil), ("Sun, 06 Nov 1994 08:49:37 GMT", "today", nil),
        ] as [(String, String?, Duration?)])
    func `reads how long a partner asks to stay away`(_ text: String, date: String?, wait: Duration?) {
        var fields = [(name: "retry-after", value: text)]
        if let date { fields.append(("Date", date)) }
        #expect(OutboundHeaders(fields).retryAfter == wait)
    }
}
