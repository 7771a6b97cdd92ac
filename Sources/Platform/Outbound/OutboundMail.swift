import Foundation

/// One mail to one person, in plain text.
package struct OutboundMail: Sendable {
    /// Who writes: `Lozenge <care@example.org>`.
    package struct Sender: Sendable {
        package var name: String
        package var address: String

        package init(name: String, address: String) {
            self.name = name
            self.address = address
        }
    }

    package var from: Sender
    /// The address alone.
    package var to: String
    package var subject: String
    package var text: String
    /// `en`, `es`: for readers' screens and voices.
    package var language: String
    /// Without angle brackets, `0190…@example.org`. The same mail sent again carries the same one, so that
    /// mail programs show it once.
    package var messageID: String
    package var date: Date

    package init(
        from: Sender, to: String, subject: String, text: String, language: String, messageID: String,
        date: Date
    ) {
        self.from = from
        self.to = to
        self.subject = subject
        self.text = text
        self.language = language
        self.messageID = messageID
        self.date = date
    }

    /// Nothing may end a line of the conversation or of the header early.
    func checkFields(for host: String) throws(TransferError) {
        for address in [from.address, to, messageID] where !Self.isAddress(address) {
            throw .notAllowed("malformed mail address", host: host)
        }
        guard language.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F }) else {
            throw .notAllowed("malformed language", host: host)
        }
    }

    /// Whether a mail can be sent there at all: printable, one `@`, no quoting. The domain may be
    /// international, libcurl translates it.
    package static func isAddress(_ address: String) -> Bool {
        let parts = address.split(separator: "@", omittingEmptySubsequences: false)
        guard parts.count == 2, !parts[0].isEmpty, !parts[1].isEmpty, address.utf8.count <= 254 else {
            return false
        }
        let forbidden = "<>()[]\\,;:\" ".unicodeScalars
        return parts[0].utf8.allSatisfy { $0 < 0x7F }
            && address.unicodeScalars.allSatisfy { scalar in
                scalar.value > 0x20 && !(0x7F...0x9F).contains(scalar.value) && !forbidden.contains(scalar)
                    && !scalar.properties.isWhitespace
            }
    }
}
