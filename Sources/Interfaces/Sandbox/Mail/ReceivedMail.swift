import Foundation

/// A mail as its reader would see it: encodings undone, the plain text of several parts picked out.
struct ReceivedMail {
    let subject: String
    let messageID: String
    let text: String

    init(_ bytes: [UInt8]) {
        let mail = MailPart(bytes)
        subject = EncodedWords.decode(mail.header["subject"] ?? "")
        messageID = (mail.header["message-id"] ?? "").trimmingCharacters(
            in: CharacterSet(charactersIn: "<> "))
        text = mail.plainText ?? ""
    }
}

/// A mail, or one part of a mail in several (RFC 2045, RFC 2046).
struct MailPart {
    /// Field names in lower case, folded lines joined; the first of each name.
    let header: [String: String]
    private let body: [UInt8]

    init(_ bytes: [UInt8]) {
        var header: [String: String] = [:]
        var rest = bytes[...]
        var last: String?
        while let end = rest.firstIndex(of: 0x0A) {
            let line = String(decoding: rest[rest.startIndex..<end], as: UTF8.self).trimmingSuffix {
                $0.isNewline
            }
            rest = rest[(end + 1)...]
            if line.isEmpty { break }
            if line.first?.isWhitespace == true, let last {
                header[last, default: ""] += " " + line.trimmingCharacters(in: .whitespaces)
            } else if let colon = line.firstIndex(of: ":") {
                let name = line[..<colon].lowercased()
                last = header[name] == nil ? name : nil
                if header[name] == nil {
                    header[name] = line[line.index(after: colon)...].trimmingCharacters(in: .whitespaces)
                }
            }
        }
        self.header = header
        body = Array(rest)
    }

    /// The text of this part, or of the first part in it that is plain text.
    var plainText: String? {
        let type = header["content-type"] ?? "text/plain"
        if type.lowercased().hasPrefix("multipart/") {
            guard let boundary = Self.parameter("boundary", of: type) else { return nil }
            return Self.split(body, at: boundary).lazy.compactMap { MailPart($0).plainText }.first
        }
        guard type.lowercased().hasPrefix("text/plain") else { return nil }
        let bytes = TransferEncoding.decode(body, as: header["content-transfer-encoding"] ?? "7bit")
        let isLatin1 = Self.parameter("charset", of: type)?.lowercased() == "iso-8859-1"
        let text =
            isLatin1
            ? String(decoding: bytes.map(UInt16.init), as: UTF16.self)
            : String(decoding: bytes, as: UTF8.self)
        return text.replacing("\r\n", with: "\n").trimmingSuffix { $0.isNewline }
    }

    private static func parameter(_ name: String, of field: String) -> String? {
        for part in field.split(separator: ";").dropFirst() {
            let pair = part.split(separator: "=", maxSplits: 1).map {
                $0.trimmingCharacters(in: .whitespaces)
            }
            if pair.count == 2, pair[0].lowercased() == name {
                return pair[1].trimmingCharacters(in: CharacterSet(charactersIn: "\""))
            }
        }
        return nil
    }

    private static func split(_ body: [UInt8], at boundary: String) -> [[UInt8]] {
        var parts: [[UInt8]] = []
        var current: [UInt8]?
        for line in body.split(separator: 0x0A, omittingEmptySubsequences: false) {
            let text = String(decoding: line, as: UTF8.self).trimmingSuffix { $0.isWhitespace }
            if text == "--\(boundary)" || text == "--\(boundary)--" {
                if let current { parts.append(current) }
                current = text.hasSuffix("--\(boundary)--") ? nil : []
            } else {
                current?.append(contentsOf: line + [0x0A])
            }
        }
        return parts
    }
}

extension String {
    /// Without what stands at its end and satisfies `predicate`.
    fileprivate func trimmingSuffix(while predicate: (Character) -> Bool) -> String {
        var text = self[...]
        while let last = text.last, predicate(last) { text.removeLast() }
        return String(text)
    }
}
