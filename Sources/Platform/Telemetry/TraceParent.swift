/// The caller's place in a trace that spans several systems (W3C Trace Context, header `traceparent`): passed
/// on to partners and written in the log, so that a clinic can follow a request through.
package struct TraceParent: Sendable, Hashable, CustomStringConvertible {
    /// 32 hexadecimal digits, the same for everything that one request sets off.
    package let traceID: String
    /// 16 hexadecimal digits, one step of it.
    package let spanID: String
    package let isSampled: Bool

    private init(traceID: String, spanID: String, isSampled: Bool) {
        self.traceID = traceID
        self.spanID = spanID
        self.isSampled = isSampled
    }

    /// The beginning of a trace.
    package init() {
        self.init(traceID: Self.randomDigits(32), spanID: Self.randomDigits(16), isSampled: false)
    }

    /// Reads the header; `nil` for anything the specification calls invalid. Of a version later than 00 the
    /// four known fields are read, and what follows is left alone.
    package init?(_ header: String) {
        let fields = header.split(separator: "-", omittingEmptySubsequences: false)
        guard fields.count >= 4, Self.isDigits(fields[0], 2), fields[0] != "ff",
            fields.count == 4 || fields[0] != "00",
            Self.isDigits(fields[1], 32), fields[1].contains(where: { $0 != "0" }),
            Self.isDigits(fields[2], 16), fields[2].contains(where: { $0 != "0" }),
            Self.isDigits(fields[3], 2), let flags = UInt8(fields[3], radix: 16)
        else { return nil }
        self.init(traceID: String(fields[1]), spanID: String(fields[2]), isSampled: flags & 1 == 1)
    }

    /// The next step of the same trace.
    package func child() -> TraceParent {
        TraceParent(traceID: traceID, spanID: Self.randomDigits(16), isSampled: isSampled)
    }

    /// As it stands in the header.
    package var description: String { "00-\(traceID)-\(spanID)-\(isSampled ? "01" : "00")" }

    /// Random hexadecimal digits that are not all zero.
    static func randomDigits(_ count: Int) -> String {
        let alphabet: StaticString = "0123456789abcdef"
        var isZero = true
        let digits = String(unsafeUninitializedCapacity: count) { buffer in
            var random: UInt64 = 0
            for place in 0..<count {
                // Sixteen digits from each number.
                if place % 16 == 0 { random = .random(in: .min ... .max) }
                isZero = isZero && random & 15 == 0
                buffer[place] = alphabet.utf8Start[Int(random & 15)]
                random >>= 4
            }
            return count
        }
        return isZero ? randomDigits(count) : digits
    }

    private static func isDigits(_ field: Substring, _ count: Int) -> Bool {
        field.utf8.count == count
            && field.utf8.allSatisfy { byte in
                (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
                    || (UInt8(ascii: "a")...UInt8(ascii: "f")).contains(byte)
            }
    }
}
