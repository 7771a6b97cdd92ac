import Clinic
import Clocks
import Foundation
import Testing

@testable import Access

@Suite struct `A refresh token` {
    private func token(
        exchanged exchange: RefreshToken.Exchange? = nil, ended: Bool = false, kind: AccountKind = .patient
    ) -> RefreshToken {
        let means: Session.Means = kind == .patient ? .emailCode : .passwordAndTOTP
        return RefreshToken(
            session: Session(of: UUID(), kind, by: means, now: start), sessionEnded: ended, exchange: exchange
        )
    }

    private static let salt = Data(repeating: 3, count: 32)

    private func exchanged(successorUsed: Bool) -> RefreshToken.Exchange {
        RefreshToken.Exchange(at: start, salt: Self.salt, successorUsed: successorUsed)
    }

    /// Every state of a token with every moment that matters.
    @Test func `may do in each state what the table says`() {
        let second = Duration.seconds(1)
        let unused = token(exchanged: exchanged(successorUsed: false))
        let followed = token(exchanged: exchanged(successorUsed: true))
        let table: [(RefreshToken, Duration, RefreshToken.Verdict)] = [
            (token(), .zero, .exchange),
            (token(), .hours(30 * 24) - second, .exchange),
            (token(), .hours(30 * 24), .over),
            (token(ended: true), .zero, .over),
            (token(kind: .staff), .hours(12) - second, .exchange),
            (token(kind: .staff), .hours(12), .over),
            (unused, .zero, .again(salt: Self.salt)),
            (unused, .seconds(60) - .microseconds(1), .again(salt: Self.salt)),
            (unused, .seconds(60), .reused),
            (unused, .hours(30 * 24), .over),
            (followed, .zero, .reused),
            (followed, .seconds(59), .reused),
            (token(exchanged: exchanged(successorUsed: true), ended: true), .zero, .over),
        ]
        for (token, after, verdict) in table {
            #expect(token.verdict(at: start + after) == verdict, "after \(after)")
        }
    }

    @Test func `ends with its session after 90 days, however often it was refreshed`() {
        let session = Session(
            id: .init(at: start), account: UUID(), kind: .patient, means: .emailCode, openedAt: start,
            lastUsedAt: start + .hours(89 * 24), idleUntil: start + .hours(90 * 24),
            absoluteUntil: start + .hours(90 * 24))
        let token = RefreshToken(session: session, sessionEnded: false, exchange: nil)
        #expect(token.verdict(at: start + .hours(90 * 24) - .seconds(1)) == .exchange)
        #expect(token.verdict(at: start + .hours(90 * 24)) == .over)
    }
}

@Suite struct `An opaque token` {
    @Test func `is 256 bits that never come twice`() throws {
        let tokens = (0..<100).map { _ in OpaqueToken(.refresh) }
        #expect(Set(tokens.map(\.text)).count == 100)
        for token in tokens {
            #expect(token.text.utf8.count == 47 && token.hash.count == 32)
            #expect(try #require(OpaqueToken(.refresh, presented: token.text)).hash == token.hash)
        }
    }

    @Test func `of one kind is not one of another`() {
        #expect(OpaqueToken(.enrolment, presented: OpaqueToken(.refresh).text) == nil)
        #expect(OpaqueToken(.refresh, presented: OpaqueToken(.enrolment).text) == nil)
    }

    @Test(arguments: [
        "", "lzr_", "lzr_short", "lzr_" + String(repeating: "!", count: 43),
        "LZR_" + String(repeating: "A", count: 43),
    ])
    func `has its form`(text: String) {
        #expect(OpaqueToken(.refresh, presented: text) == nil)
    }

    @Test func `has a successor that takes the token and the salt`() throws {
        let token = OpaqueToken(.refresh)
        let (salt, otherSalt) = (Data(repeating: 1, count: 32), Data(repeating: 2, count: 32))
        let successor = token.successor(salt: salt)
        #expect(successor.text == token.successor(salt: salt).text)
        #expect(successor.text != token.successor(salt: otherSalt).text)
        #expect(successor.text != OpaqueToken(.refresh).successor(salt: salt).text)
        #expect(OpaqueToken(.refresh, presented: successor.text) != nil)
    }

    @Test func `never shows itself in a log`() {
        let token = OpaqueToken(.enrolment)
        for text in ["\(token)", String(reflecting: token), "\(["token": token])"] {
            #expect(!text.contains(token.text.dropFirst(4)))
        }
    }
}
