import Clocks
import Foundation
import StrictJSON

/// A text as Twilio shows it to whoever sent it.
struct TextMessage: Sendable {
    let sid: String
    let account: String
    let sender: String
    let service: String?
    let recipient: String
    let body: String
    let created: Instant

    init(_ form: FormFields, account: String, at now: Instant) {
        sid = "SM" + UUID().uuidString.replacing("-", with: "").lowercased()
        self.account = account
        service = form["MessagingServiceSid"]
        sender = form["From"] ?? service ?? ""
        recipient = form["To"] ?? ""
        body = form["Body"] ?? ""
        created = now
    }

    var json: JSONValue {
        let path = "/2010-04-01/Accounts/\(account)/Messages/\(sid)"
        return [
            "account_sid": .string(account), "api_version": "2010-04-01", "body": .string(body),
            "date_created": .string(date), "date_sent": nil, "date_updated": .string(date),
            "direction": "outbound-api", "error_code": nil, "error_message": nil,
            "from": service == nil ? .string(sender) : nil,
            "messaging_service_sid": service.map { .string($0) } ?? nil, "num_media": "0",
            "num_segments": .string("\(segments)"), "price": nil, "price_unit": "USD", "sid": .string(sid),
            "status": service == nil ? "queued" : "accepted",
            "subresource_uris": ["media": .string("\(path)/Media.json")], "to": .string(recipient),
            "uri": .string("\(path).json"),
        ]
    }

    /// By the rule for UCS-2: 70 characters in one, 67 each in several. (GSM-7 texts would need fewer.)
    private var segments: Int {
        let length = body.utf16.count
        return length <= 70 ? 1 : (length + 66) / 67
    }

    /// `Sat, 21 Nov 2026 16:14:05 +0000`.
    private var date: String {
        let formatter = DateFormatter()
        formatter.locale = Locale(identifier: "en_US_POSIX")
        formatter.timeZone = TimeZone(secondsFromGMT: 0)
        formatter.dateFormat = "EEE, dd MMM yyyy HH:mm:ss '+0000'"
        return formatter.string(from: created.date)
    }
}
