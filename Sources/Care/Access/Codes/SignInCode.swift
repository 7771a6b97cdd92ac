import Clocks
import Foundation
import Postgres
import Sealing

/// The one live code of an address: what has been sent, and how often somebody has tried.
///
///     none ── send ─▶ live ── right ─▶ used
///                      ├── five wrong ─▶ dead
///                      └── ten minutes ─▶ expired          send again: live anew, from `resendAfter` on
///
/// An address that belongs to nobody has the same row and the same answers, so that nobody learns from them who
/// is a patient; only the message is missing, and no code of it is ever right.
package struct SignInCode: Sendable {
    /// The keyed hash of the address.
    package let address: SearchToken
    /// Keyed hash of address and code; `nil` before the first one.
    private(set) var codeHash: Data?
    private(set) var wrongTries: Int
    private(set) var usedAt: Instant?
    private(set) var expiresAt: Instant
    /// No new code before.
    package private(set) var resendAfter: Instant
    private(set) var hourBegan: Instant
    private(set) var sentInHour: Int

    /// interfaces.md, Sign-in.
    package static let life = Duration.minutes(10)
    package static let triesAllowed = 5
    /// Between two codes.
    package static let pause = Duration.seconds(60)
    /// Then the hour must pass: 50 guesses an hour at a million codes, and no flood of messages to somebody else's
    /// telephone. Our choice.
    package static let codesAnHour = 10

    init(
        address: SearchToken, codeHash: Data?, wrongTries: Int, usedAt: Instant?, expiresAt: Instant,
        resendAfter: Instant, hourBegan: Instant, sentInHour: Int
    ) {
        self.address = address
        self.codeHash = codeHash
        self.wrongTries = wrongTries
        self.usedAt = usedAt
        self.expiresAt = expiresAt
        self.resendAfter = resendAfter
        self.hourBegan = hourBegan
        self.sentInHour = sentInHour
    }

    /// Puts a new code in the place of the old one. `false`, and nothing changes, before `resendAfter`.
    mutating func replace(with codeHash: Data, now: Instant) -> Bool {
        guard now >= resendAfter else { return false }
        if now >= hourBegan + .hours(1) { (hourBegan, sentInHour) = (now, 0) }
        sentInHour += 1
        self.codeHash = codeHash
        (wrongTries, usedAt, expiresAt) = (0, nil, now + Self.life)
        resendAfter = now + Self.pause
        if sentInHour >= Self.codesAnHour { resendAfter = max(resendAfter, hourBegan + .hours(1)) }
        return true
    }

    /// Somebody presents a code. A right one is used up by it, a wrong one is counted; where no account is behind
    /// the address every code is wrong.
    mutating func present(_ presented: Data, hasAccount: Bool, now: Instant) throws(AccessRefusal) {
        guard let codeHash else { throw .codeWrong }
        guard usedAt == nil, now < expiresAt else { throw .codeExpired }
        guard wrongTries < Self.triesAllowed else { throw .tooManyTries }
        let isRight = isSameSecret(codeHash, presented)
        guard isRight, hasAccount else {
            wrongTries += 1
            throw .codeWrong
        }
        usedAt = now
    }

    /// What is stored of a code: the hash holds the address too, so that equal codes look different.
    static func hash(of code: String, for address: SearchToken, keyring: Keyring) -> Data {
        keyring.keyedHash(address.bytes + Data(code.utf8), for: "sign_in_code")
    }
}

/// What one hears after asking for a code, known address or not.
package struct CodeRequested: Sendable, Equatable {
    package let channel: SignInAddress.Channel
    /// Masked: enough to recognise one's own address.
    package let sentTo: String
    package let resendAfter: Instant

    package init(channel: SignInAddress.Channel, sentTo: String, resendAfter: Instant) {
        self.channel = channel
        self.sentTo = sentTo
        self.resendAfter = resendAfter
    }
}
