import Foundation
import Sealing
import Testing

/// Compared with what RFC 8785 prescribes for the values that the program signs.
@Suite struct `Canonical JSON` {
    struct Signed: Codable {
        var b = "Ünï/\"\\\u{8}\u{c}\n\r\t\u{1f}\u{7f}€"
        var a10 = 10
        var a9: [Int64] = [.max, -1, 0]
        var A = true
        var _z: String? = nil
    }

    @Test func `sorts keys by their bytes and escapes only what it must`() throws {
        let expected =
            #"{"A":true,"a10":10,"a9":[9223372036854775807,-1,0],"#
            + #""b":"Ünï/\"\\\b\f\n\r\t\u001f"# + "\u{7f}€\"}"
        #expect(String(decoding: try CanonicalJSON.encode(Signed()), as: UTF8.self) == expected)
    }

    @Test func `sorts as RFC 8785 where capitals, digits and underscores meet`() throws {
        let keys = ["a", "B", "_", "a1", "a10", "a2", "A", "aa", "aB", "Z", "z"]
        let json = try CanonicalJSON.encode(Dictionary(uniqueKeysWithValues: keys.map { ($0, 0) }))
        let sorted = keys.sorted { Array($0.utf16).lexicographicallyPrecedes(Array($1.utf16)) }
        #expect(
            String(decoding: json, as: UTF8.self) == "{" + sorted.map { "\"\($0)\":0" }.joined(separator: ",")
                + "}")
    }
}
