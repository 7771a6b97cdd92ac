import Foundation
import StrictJSON
import Testing

@Suite struct `The encoder of our own contracts` {
    private struct Everything: Encodable {
        enum Kind: String, Encodable { case first = "the/first" }

        struct Part: Encodable {
            var b = 1
            var a: String?
            var Z: [Int8] = [-1, 2]
        }

        var text = "a \"quoted\" \\ line\n\r\t\u{8}\u{C}\u{1F}\u{1}\u{7F} é 日 \u{2028} / 🙂"
        var zero = 0
        var large = Int64.max
        var unsigned = UInt64.max
        var small: UInt8 = 7
        var yes = true
        var doubles = [0.1, 1, -2.5, 1e20, 1e-7, .pi, 100]
        var none: String?
        var nothing: [String?] = ["x", nil]
        var kind = Kind.first
        var parts = [Part(), Part(b: 2, a: "x")]
        var byName = ["b": Part(), "a": Part(b: 3), "é": Part()]
        var id = UUID()
        var empty: [String] = []
        var bytes = Data([0, 255, 254, 63])
        var A = "before all"
    }

    private struct Dated: Encodable {
        let b = 1, at = Date(timeIntervalSince1970: 5), a = URL(string: "https://x.example/y")
    }

    private struct ByHand: Encodable {
        enum Key: CodingKey { case outer, inner }

        func encode(to encoder: any Encoder) throws {
            var container = encoder.container(keyedBy: Key.self)
            var nested = container.nestedContainer(keyedBy: Key.self, forKey: .outer)
            try nested.encode(1, forKey: .inner)
            var array = container.nestedUnkeyedContainer(forKey: .inner)
            try array.encode("x")
        }
    }

    private func foundation(_ value: some Encodable) throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return String(decoding: try encoder.encode(value), as: UTF8.self)
    }

    private func ours(_ value: some Encodable) throws -> String {
        String(decoding: try SortedJSONEncoder.encode(value), as: UTF8.self)
    }

    @Test func `writes the bytes that Foundation's writes`() throws {
        let everything = Everything()
        #expect(try ours(everything) == foundation(everything))
        #expect(try ours([everything, everything]) == foundation([everything, everything]))
    }

    @Test func `leaves to Foundation's what it does not know`() throws {
        #expect(try ours(Dated()) == foundation(Dated()))
        #expect(try ours([ByHand()]) == foundation([ByHand()]))
    }

    @Test func `writes single values`() throws {
        #expect(try ours("a/b") == "\"a/b\"")
        #expect(try ours([1: "x"]) == foundation([1: "x"]))
        #expect(try ours([String: Int]()) == "{}")
        #expect(throws: EncodingError.self) { try ours([Double.nan]) }
    }
}
