import Foundation

/// A mail as it goes over the wire (RFC 5322, RFC 2045): header in ASCII, text as UTF-8 in quoted-printable.
struct MIMEMessage: Sendable {
    let bytes: Data

    init(_ mail: OutboundMail) {
        let sender = EncodedWord.phrase(mail.from.name)
        let fields = [
            "Date: \(Self.date(mail.date))",
            "From: \(sender.isEmpty ? "" : "\(sender) ")<\(mail.from.address)>",
            "To: <\(mail.to)>",
            "Subject: \(EncodedWord.text(mail.subject))",
            "Message-ID: <\(mail.messageID)>",
            // RFC 3834: no holiday notice shall answer it.
            "Auto-Submitted: auto-generated",
            "Content-Language: \(mail.language)",
            "MIME-Version: 1.0",
            "Content-Type: text/plain; charset=utf-8",
            "Content-Transfer-Encoding: quoted-printable",
        ]
        let header = fields.joined(separator: "\r\n") + "\r\n\r\n"
        bytes = Data(header.utf8) + QuotedPrintable.encode(mail.text)
    }

    /// `Sat, 21 Nov 2026 16:14:05 +0000`; always in English and UTC.
    private static func date(_ date: Date) -> String {
        let formatter = DateFormatter()
        formatter.locale = Locale(identifier: "en_US_POSIX")
        formatter.timeZone = TimeZone(secondsFromGMT: 0)
        formatter.dateFormat = "EEE, d MMM yyyy HH:mm:ss '+0000'"
        return formatter.string(from: date)
    }
}
