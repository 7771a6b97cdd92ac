import Crypto
import Foundation

/// A secret of 256 random bits that we hand out once and keep only as its hash: a refresh token, a one-time link.
///
///     lzr_x2Vw…   (a prefix that tells what it is, so that scanners find a leaked one; then base64url)
package struct OpaqueToken: Sendable {
    /// What its holder presents.
    package let text: String

    /// What a token is good for; one kind is never accepted as another.
    package enum Kind: String, Sendable, CaseIterable {
        case refresh = "lzr_"
        case enrolment = "lze_"
    }

    /// A fresh one.
    package init(_ kind: Kind) {
        self.init(kind, secret: SymmetricKey(size: .bits256).withUnsafeBytes { Data($0) })
    }

    init(_ kind: Kind, secret: Data) {
        text = kind.rawValue + Base64URL.encode(secret)
    }

    /// Reads what somebody presents; `nil` for anything that was never a token of this kind.
    package init?(_ kind: Kind, presented text: String) {
        guard text.utf8.count == kind.rawValue.utf8.count + 43, text.hasPrefix(kind.rawValue),
            Base64URL.decode(text.dropFirst(kind.rawValue.count))?.count == 32
        else { return nil }
        self.text = text
    }

    /// SHA-256: with 256 random bits behind it no salt is needed, and looking it up by its hash tells a listener
    /// nothing about the secret.
    package var hash: Data { Data(SHA256.hash(data: Data(text.utf8))) }

    /// The token that follows this one, the same whenever it is computed, so that a repeated refresh gets the same
    /// answer although only hashes are stored. It takes both this token and `salt`: neither the database nor the
    /// holder has both.
    func successor(salt: Data) -> OpaqueToken {
        let secret = HMAC<SHA256>.authenticationCode(for: salt, using: SymmetricKey(data: Data(text.utf8)))
        return OpaqueToken(.refresh, secret: Data(secret))
    }
}

extension OpaqueToken: CustomStringConvertible, CustomReflectable {
    package var description: String { "\(text.prefix(4))…" }

    package var customMirror: Mirror { Mirror(self, children: [:]) }
}
