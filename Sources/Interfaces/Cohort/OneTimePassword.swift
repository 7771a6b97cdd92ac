import Clocks
import Crypto
import Foundation

/// A care team member's authenticator app: RFC 6238 with the usual 30 seconds, six digits and SHA-1.
package struct OneTimePassword: Sendable {
    private let secret: Data

    /// - Parameter base32: the secret as it is typed into an app; `nil` if it is none.
    package init?(base32: String) {
        let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567")
        var (bits, count) = (UInt64(0), 0)
        var bytes: [UInt8] = []
        for letter in base32.uppercased() where letter != "=" && letter != " " {
            guard let value = alphabet.firstIndex(of: letter) else { return nil }
            bits = bits << 5 | UInt64(value)
            count += 5
            if count >= 8 {
                count -= 8
                bytes.append(UInt8(truncatingIfNeeded: bits >> UInt64(count)))
            }
        }
        if bytes.isEmpty { return nil }
        secret = Data(bytes)
    }

    /// The digits that the app shows at `instant`.
    package func code(at instant: Instant) -> String {
        let step = UInt64(instant.secondsSince1970 / 30)
        let counter = withUnsafeBytes(of: step.bigEndian) { Data($0) }
        let mac = Array(
            HMAC<Insecure.SHA1>.authenticationCode(for: counter, using: SymmetricKey(data: secret)))
        let offset = Int(mac[mac.count - 1] & 0x0F)
        let number = mac[offset..<offset + 4].reduce(UInt32(0)) { $0 << 8 | UInt32($1) } & 0x7FFF_FFFF
        return String(String(1_000_000 + number % 1_000_000).dropFirst())
    }
}
