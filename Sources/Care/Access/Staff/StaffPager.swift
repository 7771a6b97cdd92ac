import Clinic
import Clocks
import Foundation
import Sealing

/// Where somebody of the care team is called: a telephone number that is proven by a code sent there.
///
///     none ── propose ─▶ being proven ── right code ─▶ proven ── propose ─▶ proven, another being proven
///                         └── five wrong, ten minutes ─▶ as before
///
/// Until a new number is proven the earlier one counts, so that a typing mistake leaves nobody unreachable.
package struct StaffPager: Sendable {
    package let account: UUID
    package private(set) var phone: PhoneNumber?
    package private(set) var provenAt: Instant?
    private(set) var next: Proposal?
    package private(set) var resendAfter: Instant?
    private(set) var wrongTries: Int

    /// A number that is being proven.
    struct Proposal: Sendable {
        let phone: PhoneNumber
        let codeHash: Data
        let expiresAt: Instant
    }

    /// How long a code works, how often one may try, and how soon one can ask for another: as with sign-in codes.
    package static let codeLife = SignInCode.life

    package init(account: UUID) { self.init(account: account, phone: nil, provenAt: nil) }

    init(
        account: UUID, phone: PhoneNumber?, provenAt: Instant?, next: Proposal? = nil,
        resendAfter: Instant? = nil,
        wrongTries: Int = 0
    ) {
        self.account = account
        self.phone = phone
        self.provenAt = provenAt
        self.next = next
        self.resendAfter = resendAfter
        self.wrongTries = wrongTries
    }

    /// Asks for a number, to which the code is then sent. `false`, and nothing changes, within a minute of the last one.
    package mutating func propose(_ phone: PhoneNumber, code: String, keyring: Keyring, now: Instant) -> Bool
    {
        if let resendAfter, now < resendAfter { return false }
        next = Proposal(
            phone: phone, codeHash: Self.hash(of: code, for: phone, account, keyring),
            expiresAt: now + Self.codeLife)
        (wrongTries, resendAfter) = (0, now + SignInCode.pause)
        return true
    }

    /// Somebody presents a code: a right one makes the number the one that counts, a wrong one is counted.
    package mutating func prove(_ code: String, keyring: Keyring, now: Instant) throws(PagerRefusal) {
        guard let next else { throw .codeWrong }
        guard now < next.expiresAt else { throw .codeExpired }
        guard wrongTries < SignInCode.triesAllowed else { throw .triesOver }
        guard isSameSecret(next.codeHash, Self.hash(of: code, for: next.phone, account, keyring)) else {
            wrongTries += 1
            throw .codeWrong
        }
        (phone, provenAt) = (next.phone, now)
        (self.next, wrongTries) = (nil, 0)
    }

    private static func hash(
        of code: String, for phone: PhoneNumber, _ account: UUID, _ keyring: Keyring
    ) -> Data {
        keyring.keyedHash(Data("\(account.uuidString) \(phone.e164) \(code)".utf8), for: "staff_pager")
    }
}
