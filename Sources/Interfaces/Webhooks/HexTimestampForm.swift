import Foundation
import StrictJSON

/// `X-Signature: <hex>` over the body, with `X-Timestamp` beside it. The stamp is not signed, so that it proves
/// little: the body must have an id, by which a replay is known.
enum HexTimestampForm: WebhookForm {
    static func lack(of push: WebhookPush) -> WebhookFlaw? {
        guard stamp(of: push) != nil else { return .timestampMissing }
        return push["x-signature"] == nil ? .signatureMissing : nil
    }

    static func stamp(of push: WebhookPush) -> Int64? { MessageSignature.seconds(push["x-timestamp"]) }

    static func fits(_ push: WebhookPush, _ secret: String) -> Bool {
        guard let signature = push["x-signature"], let code = MessageSignature.bytes(hex: signature) else {
            return false
        }
        return MessageSignature.isValid(code, over: push.body, key: Data(secret.utf8))
    }

    static func eventID(of push: WebhookPush, _ body: JSONValue) -> String? { body["id"]?.stringValue }
}
