import Clinic
import Clocks
import Foundation
import Sealing
import Testing

@testable import Access

@Suite struct `A one-time code` {
    static let now = Instant(microsecondsSince1970: 1_795_277_640_000_000)
    let right = Data(repeating: 1, count: 32)
    let wrong = Data(repeating: 2, count: 32)

    private func fresh() throws -> SignInCode {
        let token = SignInAddress.text(try #require(PhoneNumber("+16025550143"))).token(try .forTests)
        return SignInCode(
            address: token, codeHash: nil, wrongTries: 0, usedAt: nil, expiresAt: Self.now,
            resendAfter: Self.now,
            hourBegan: Self.now, sentInHour: 0)
    }

    private func sent() throws -> SignInCode {
        var code = try fresh()
        #expect(code.replace(with: right, now: Self.now) == true)
        return code
    }

    @Test func `that nobody asked for is wrong`() throws {
        var code = try fresh()
        #expect(throws: AccessRefusal.codeWrong) { try code.present(right, hasAccount: true, now: Self.now) }
    }

    @Test func `works once`() throws {
        var code = try sent()
        try code.present(right, hasAccount: true, now: Self.now)
        #expect(throws: AccessRefusal.codeExpired) {
            try code.present(right, hasAccount: true, now: Self.now)
        }
        #expect(throws: AccessRefusal.codeExpired) {
            try code.present(wrong, hasAccount: true, now: Self.now)
        }
    }

    @Test func `works for ten minutes and no longer`() throws {
        var early = try sent()
        try early.present(right, hasAccount: true, now: Self.now + .minutes(10) - .microseconds(1))
        var late = try sent()
        #expect(throws: AccessRefusal.codeExpired) {
            try late.present(right, hasAccount: true, now: Self.now + .minutes(10))
        }
    }

    @Test(arguments: 0...7)
    func `bears four wrong tries, not five`(mistakes: Int) throws {
        var code = try sent()
        for attempt in 1...max(1, mistakes) where attempt <= mistakes {
            let refusal: AccessRefusal = attempt <= 5 ? .codeWrong : .tooManyTries
            #expect(throws: refusal) { try code.present(wrong, hasAccount: true, now: Self.now) }
        }
        if mistakes < 5 {
            try code.present(right, hasAccount: true, now: Self.now)
        } else {
            #expect(throws: AccessRefusal.tooManyTries) {
                try code.present(right, hasAccount: true, now: Self.now)
            }
        }
        #expect(code.wrongTries == min(mistakes, 5))
    }

    @Test func `of nobody's address is never right, and its tries are counted alike`() throws {
        var code = try sent()
        for _ in 1...5 {
            #expect(throws: AccessRefusal.codeWrong) {
                try code.present(right, hasAccount: false, now: Self.now)
            }
        }
        #expect(throws: AccessRefusal.tooManyTries) {
            try code.present(right, hasAccount: false, now: Self.now)
        }
    }

    @Test func `is followed by another after a minute at the earliest`() throws {
        var code = try sent()
        #expect(code.resendAfter == Self.now + .seconds(60))
        #expect(code.replace(with: wrong, now: Self.now + .seconds(60) - .microseconds(1)) == false)
        #expect(code.codeHash == right)
        #expect(code.replace(with: wrong, now: Self.now + .seconds(60)) == true)
        #expect(code.codeHash == wrong)
        #expect(throws: AccessRefusal.codeWrong) {
            try code.present(right, hasAccount: true, now: Self.now + .seconds(61))
        }
    }

    @Test func `that takes another's place has its own five tries`() throws {
        var code = try sent()
        for _ in 1...5 { try? code.present(wrong, hasAccount: true, now: Self.now) }
        #expect(code.replace(with: right, now: Self.now + .seconds(60)) == true)
        try code.present(right, hasAccount: true, now: Self.now + .seconds(61))
    }

    @Test func `is the last for the hour when it is the tenth`() throws {
        var code = try fresh()
        var moment = Self.now
        for _ in 1...10 {
            #expect(code.replace(with: right, now: moment) == true)
            moment = moment + .seconds(60)
        }
        #expect(code.resendAfter == Self.now + .hours(1))
        #expect(code.replace(with: right, now: moment) == false)
        #expect(code.replace(with: right, now: Self.now + .hours(1)) == true)
        #expect(code.resendAfter == Self.now + .hours(1) + .seconds(60))
    }

    @Test func `is six digits, and any six digits can be it`() {
        let codes = (0..<2000).map { _ in RandomCodes().next() }
        #expect(codes.allSatisfy { $0.utf8.count == 6 && $0.wholeMatch(of: /[0-9]+/) != nil })
        #expect(codes.contains { $0.hasPrefix("0") })
        #expect(Set(codes).count > 1900)
        #expect(FixedCode().next() == "000000")
    }

    @Test func `is kept as a hash that differs from address to address and from key to key`() throws {
        let keyring = try Keyring.forTests
        let (one, other) = (
            keyring.searchToken(for: .email, "a@example.org"),
            keyring.searchToken(for: .email, "b@example.org")
        )
        let hash = SignInCode.hash(of: "123456", for: one, keyring: keyring)
        #expect(hash.count == 32)
        #expect(hash == SignInCode.hash(of: "123456", for: one, keyring: keyring))
        #expect(hash != SignInCode.hash(of: "123457", for: one, keyring: keyring))
        #expect(hash != SignInCode.hash(of: "123456", for: other, keyring: keyring))
        #expect(hash != SignInCode.hash(of: "123456", for: one, keyring: try .other))
    }
}

@Suite struct `A sign-in address` {
    @Test func `is one address in every way of writing it`() throws {
        let ways = ["Maya@Example.org", " maya@example.org ", "maya@example.org"]
        let addresses = ways.compactMap { SignInAddress(channel: .email, $0) }
        #expect(Set(addresses).count == 1 && addresses.count == 3)
        #expect(Set(try addresses.map { $0.token(try .forTests) }).count == 1)
        let numbers = ["+1 (602) 555-0143", "6025550143", "+16025550143"]
            .compactMap { SignInAddress(channel: .text, $0) }
        #expect(Set(numbers).count == 1 && numbers.count == 3)
    }

    /// Whatever two typed texts count as one address, the code goes to one and the same destination.
    @Test func `is what the code is sent to`() throws {
        let typed = [
            "maya@example.org", "MAYA@example.org", "maya+x@example.org", "may.a@example.org",
            "mаya@example.org",
        ]
        let addresses = typed.compactMap { SignInAddress(channel: .email, $0) }
        let byToken = Dictionary(grouping: addresses) { try? $0.token(.forTests) }
        for (_, same) in byToken { #expect(Set(same.map(\.destination)).count == 1) }
        #expect(byToken.count == 3)
    }

    @Test(arguments: ["", "maya", "maya@", "@example.org", "ma ya@example.org", "mаya@example.org"])
    func `is none without its form`(text: String) {
        #expect(SignInAddress(channel: .email, text) == nil)
        #expect(SignInAddress(channel: .text, text) == nil)
    }

    @Test func `is shown masked`() throws {
        #expect("\(try #require(SignInAddress(channel: .email, "maya@example.org")))" == "m…@example.org")
        #expect("\(try #require(SignInAddress(channel: .text, "+16025550143")))" == "…43")
    }
}
