import Clocks
import Crypto
import Foundation

/// What an authenticator app and we both know: the second factor of everybody in the care team.
///
/// Time-based one-time passwords as RFC 6238 has them and every app speaks them: HMAC-SHA-1, steps of 30 seconds,
/// six digits. SHA-1 is the interoperable choice; its collisions do not touch HMAC.
package struct TOTPSecret: Sendable {
    /// 20 bytes, the length that RFC 4226 recommends for SHA-1.
    package let bytes: Data

    /// Seconds in a step (RFC 6238, section 5.2).
    package static let step: Int64 = 30

    /// A fresh secret.
    package init() { bytes = SymmetricKey(size: .init(bitCount: 160)).withUnsafeBytes { Data($0) } }

    package init(bytes: Data) { self.bytes = bytes }

    /// The step that contains `instant`, counted from 1970.
    package static func step(at instant: Instant) -> Int64 { instant.secondsSince1970 / step }

    /// The six digits that an app shows during `step`.
    package func code(atStep step: Int64) -> String {
        let counter = withUnsafeBytes(of: step.bigEndian) { Data($0) }
        let mac = Array(
            HMAC<Insecure.SHA1>.authenticationCode(for: counter, using: SymmetricKey(data: bytes)))
        // RFC 4226, section 5.3: the last four bits say where the 31 bits are taken from.
        let offset = Int(mac[mac.count - 1] & 0x0F)
        let number = mac[offset..<offset + 4].reduce(0) { $0 << 8 | UInt32($1) } & 0x7FFF_FFFF
        let digits = String(number % 1_000_000)
        return String(repeating: "0", count: 6 - digits.count) + digits
    }

    /// The step whose code this is: now, or one step before or after, for clocks a little off. `nil` for none.
    ///
    /// All three are compared whatever the first ones say. The caller must still make sure that a step counts once.
    package func step(showing code: String, at now: Instant) -> Int64? {
        let current = Self.step(at: now)
        let presented = Data(code.utf8)
        var found: Int64?
        for step in [current + 1, current - 1, current]
        where isSameSecret(Data(self.code(atStep: step).utf8), presented) { found = step }
        return found
    }

    /// For typing into an app.
    package var base32: String { Base32.encode(bytes) }

    /// The same as a URI, for a QR code (the Key Uri Format that Google Authenticator introduced).
    package func otpauth(account: String, issuer: String) -> String {
        func escaped(_ text: String) -> String {
            text.addingPercentEncoding(
                withAllowedCharacters: .alphanumerics.union(.init(charactersIn: "-._~@")))
                ?? ""
        }
        return "otpauth://totp/\(escaped(issuer)):\(escaped(account))?secret=\(base32)"
            + "&issuer=\(escaped(issuer))&algorithm=SHA1&digits=6&period=30"
    }
}

extension TOTPSecret: CustomStringConvertible, CustomReflectable {
    package var description: String { "TOTPSecret" }

    package var customMirror: Mirror { Mirror(self, children: [:]) }
}
