import Clocks
import Crypto
import Foundation

/// How a partner proves that a message is its own.
package enum WebhookSigner: Sendable {
    /// Standard Webhooks; the secret is `whsec_` and base64.
    case standardWebhooks(secret: String)
    /// EasyPost's header over the body alone; the secret is any text.
    case easyPost(secret: String)

    /// The header fields of one delivery.
    func fields(id: String, body: String, at now: Instant) -> [(name: String, value: String)] {
        switch self {
        case .standardWebhooks(let secret):
            let stamp = now.secondsSince1970
            let coded = secret.hasPrefix("whsec_") ? String(secret.dropFirst(6)) : secret
            let key = SymmetricKey(data: Data(base64Encoded: coded) ?? Data(coded.utf8))
            let code = HMAC<SHA256>.authenticationCode(for: Data("\(id).\(stamp).\(body)".utf8), using: key)
            return [
                ("webhook-id", id), ("webhook-timestamp", "\(stamp)"),
                ("webhook-signature", "v1,\(Data(code).base64EncodedString())"),
            ]
        case .easyPost(let secret):
            let key = SymmetricKey(data: Data(secret.decomposedStringWithCompatibilityMapping.utf8))
            let code = HMAC<SHA256>.authenticationCode(for: Data(body.utf8), using: key)
            let hex = code.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
            return [("X-Hmac-Signature", "hmac-sha256-hex=\(hex)")]
        }
    }

    /// The same scheme with a secret that nobody shares.
    var forged: WebhookSigner {
        switch self {
        case .standardWebhooks:
            .standardWebhooks(secret: "whsec_\(Data("forged".utf8).base64EncodedString())")
        case .easyPost: .easyPost(secret: "forged")
        }
    }
}
