import Foundation
import Testing

@testable import Outbound

@Suite struct `Mail text` {
    @Test(arguments: [
        ("a=b", "a=3Db\r\n"), ("tail ", "tail=20\r\n"), ("one\r\ntwo\nthree", "one\r\ntwo\r\nthree\r\n"),
        ("", "\r\n"),
        ("ñ", "=C3=B1\r\n"),
        (String(repeating: "x", count: 76), String(repeating: "x", count: 75) + "=\r\nx\r\n"),
    ])
    func `becomes quoted-printable`(text: String, encoded: String) {
        #expect(String(decoding: QuotedPrintable.encode(text), as: UTF8.self) == encoded)
    }

    @Test func `has no line over 76 and no torn escape`() {
        let text = String(repeating: "ñandú = 1½ ", count: 60)
        let lines = String(decoding: QuotedPrintable.encode(text), as: UTF8.self).components(
            separatedBy: "\r\n")
        #expect(lines.allSatisfy { $0.utf8.count <= 76 })
        #expect(lines.allSatisfy { $0.hasSuffix("=") || $0.wholeMatch(of: /([^=]|=[0-9A-F]{2})*/) != nil })
        #expect(lines.dropLast(2).allSatisfy { $0.wholeMatch(of: /([^=]|=[0-9A-F]{2})*=/) != nil })
    }

    @Test(arguments: [
        ("Your code", "Your code"), ("a\r\nBcc: eve@example.org", "a Bcc: eve@example.org"),
        ("Código", "=?utf-8?B?Q8OzZGlnbw==?="), ("=?utf-8?Q?x?=", "=?utf-8?B?PT91dGYtOD9RP3g/PQ==?="),
    ])
    func `in a header stays one line of ASCII`(text: String, encoded: String) {
        #expect(EncodedWord.text(text) == encoded)
    }

    @Test func `in a long header is folded into words of at most 75`() {
        let encoded = EncodedWord.text(String(repeating: "Größe ", count: 30))
        let words = encoded.components(separatedBy: "\r\n ")
        #expect(words.count > 2)
        #expect(words.allSatisfy { $0.utf8.count <= 75 && $0.hasPrefix("=?utf-8?B?") && $0.hasSuffix("?=") })
    }

    @Test func `in a sender's name is quoted`() {
        #expect(EncodedWord.phrase(#"Care "Team", Inc."#) == #""Care \"Team\", Inc.""#)
    }
}

@Suite struct `A form` {
    @Test func `escapes what would end a field`() {
        let body = FormBody.encode([("To", "+16025550100"), ("Body", "a&b=c d\nñ~*")])
        #expect(String(decoding: body, as: UTF8.self) == "To=%2B16025550100&Body=a%26b%3Dc+d%0A%C3%B1%7E*")
    }
}
