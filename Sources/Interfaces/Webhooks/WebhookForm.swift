import CarePath
import Clinic
import Clocks
import Crypto
import Foundation
import StrictJSON

/// What one scheme puts into headers and body, taken apart so that each part can be judged, and explained, alone.
protocol WebhookForm {
    /// What the headers lack, so that nothing can be checked at all.
    static func lack(of push: WebhookPush) -> WebhookFlaw?
    /// The second at which the partner says it sent this, where the scheme says so.
    static func stamp(of push: WebhookPush) -> Int64?
    /// Whether a secret made this push, whatever the time. Takes as long for a wrong proof as for a right one.
    static func fits(_ push: WebhookPush, _ secret: String) -> Bool
    /// The partner's id of the message.
    static func eventID(of push: WebhookPush, _ body: JSONValue) -> String?
}

/// Why a push was refused. The code is what the refusals are counted by.
package enum WebhookFlaw: Error, Sendable, Hashable {
    /// The partner has no secret with us.
    case noSecret
    case idMissing
    case timestampMissing
    case signatureMissing
    /// The partner's stamp is so many seconds ahead of our clock, or behind it if negative.
    case clockOff(seconds: Int64)
    /// No valid secret made this signature over these bytes.
    case signatureWrong

    package var code: String {
        switch self {
        case .noSecret: "noSecret"
        case .idMissing: "idMissing"
        case .timestampMissing: "timestampMissing"
        case .signatureMissing: "signatureMissing"
        case .clockOff: "clockOff"
        case .signatureWrong: "signatureWrong"
        }
    }
}

extension WebhookScheme {
    var form: any WebhookForm.Type {
        switch self {
        case .standardWebhooks: StandardWebhooksForm.self
        case .easyPost: EasyPostForm.self
        case .hexTimestamp: HexTimestampForm.self
        case .basic: BasicForm.self
        }
    }
}

/// Signatures as all schemes make them.
enum MessageSignature {
    /// Whether `code` is the HMAC-SHA256 of `message`. swift-crypto compares in constant time.
    static func isValid(_ code: Data, over message: Data, key: Data) -> Bool {
        HMAC<SHA256>.isValidAuthenticationCode(
            code, authenticating: message, using: SymmetricKey(data: key))
    }

    /// Bytes written as hex, either case; `nil` for anything else.
    static func bytes(hex: some StringProtocol) -> Data? {
        let digits = hex.utf8.compactMap { Character(UnicodeScalar($0)).hexDigitValue }
        guard digits.count == hex.utf8.count, digits.count.isMultiple(of: 2) else { return nil }
        return Data(stride(from: 0, to: digits.count, by: 2).map { UInt8(digits[$0] << 4 | digits[$0 + 1]) })
    }

    /// A stamp in whole seconds, digits alone.
    static func seconds(_ text: String?) -> Int64? {
        guard let text, text.utf8.count <= 12, text.utf8.allSatisfy({ (0x30...0x39).contains($0) }) else {
            return nil
        }
        return Int64(text)
    }
}
