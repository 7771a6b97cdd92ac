import Crypto
import Foundation
import StrictJSON

/// HTTP Basic: a user and a password, and nothing that ties them to the body or to a moment. For partners that can do
/// no better. The message has no id either; the hash of its bytes is one.
enum BasicForm: WebhookForm {
    static func lack(of push: WebhookPush) -> WebhookFlaw? {
        push["authorization"] == nil ? .signatureMissing : nil
    }

    static func stamp(of push: WebhookPush) -> Int64? { nil }

    /// Both sides become keys for that moment, since keys are compared in constant time.
    static func fits(_ push: WebhookPush, _ secret: String) -> Bool {
        guard let header = push["authorization"], header.lowercased().hasPrefix("basic "),
            let given = Data(base64Encoded: header.dropFirst(6).trimmingCharacters(in: .whitespaces))
        else { return false }
        return SymmetricKey(data: SHA256.hash(data: given))
            == SymmetricKey(data: SHA256.hash(data: Data(secret.utf8)))
    }

    static func eventID(of push: WebhookPush, _ body: JSONValue) -> String? {
        SHA256.hash(data: push.body).map { byte in
            String(byte >> 4, radix: 16) + String(byte & 15, radix: 16)
        }.joined()
    }
}
