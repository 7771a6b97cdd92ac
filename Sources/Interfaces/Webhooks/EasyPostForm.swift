import Foundation
import StrictJSON

/// EasyPost: `X-Hmac-Signature: hmac-sha256-hex=…` over the body; the key is the secret's NFKD form in UTF-8.
///
/// There is no stamp. A replay carries the event's id, under which it has been kept already.
enum EasyPostForm: WebhookForm {
    private static let header = "x-hmac-signature"

    static func lack(of push: WebhookPush) -> WebhookFlaw? { push[header] == nil ? .signatureMissing : nil }

    static func stamp(of push: WebhookPush) -> Int64? { nil }

    static func fits(_ push: WebhookPush, _ secret: String) -> Bool {
        guard let signature = push[header], signature.hasPrefix("hmac-sha256-hex="),
            let code = MessageSignature.bytes(hex: signature.dropFirst("hmac-sha256-hex=".count))
        else { return false }
        let key = Data(secret.decomposedStringWithCompatibilityMapping.utf8)
        return MessageSignature.isValid(code, over: push.body, key: key)
    }

    static func eventID(of push: WebhookPush, _ body: JSONValue) -> String? { body["id"]?.stringValue }
}
