import CarePath
import Foundation
import StrictJSON

/// Standard Webhooks (standardwebhooks.com): HMAC-SHA256 over `id.timestamp.body`, base64, one or more after `v1,`.
enum StandardWebhooksForm: WebhookForm {
    static func lack(of push: WebhookPush) -> WebhookFlaw? {
        guard id(of: push) != nil else { return .idMissing }
        guard stamp(of: push) != nil else { return .timestampMissing }
        return push["webhook-signature"] == nil ? .signatureMissing : nil
    }

    static func stamp(of push: WebhookPush) -> Int64? { MessageSignature.seconds(push["webhook-timestamp"]) }

    /// All signatures of the list are tried: the partner may be changing its secret.
    static func fits(_ push: WebhookPush, _ secret: String) -> Bool {
        guard let id = id(of: push), let stamp = push["webhook-timestamp"],
            let key = WebhookSecret.standardKey(secret)
        else { return false }
        let message = Data("\(id).\(stamp).".utf8) + push.body
        return (push["webhook-signature"] ?? "").split(separator: " ").contains { signature in
            guard signature.hasPrefix("v1,"), let code = Data(base64Encoded: String(signature.dropFirst(3)))
            else { return false }
            return MessageSignature.isValid(code, over: message, key: key)
        }
    }

    static func eventID(of push: WebhookPush, _ body: JSONValue) -> String? { id(of: push) }

    /// One word of visible ASCII.
    private static func id(of push: WebhookPush) -> String? {
        guard let id = push["webhook-id"], id.utf8.count <= 255,
            id.utf8.allSatisfy({ (0x21...0x7E).contains($0) })
        else { return nil }
        return id
    }
}
