import Telemetry
import Testing

@Suite struct `A request id` {
    @Test func `is new each time`() {
        let ids = Set((0..<1000).map { _ in RequestID() })
        #expect(ids.count == 1000)
        #expect(ids.allSatisfy { RequestID(incoming: $0.text) == $0 })
    }

    @Test(arguments: [
        "a", "0190a1b2-c3", "Root=1".replacing("=", with: ":"), String(repeating: "x", count: 128),
    ])
    func `of the caller is kept`(text: String) {
        #expect(RequestID(incoming: text)?.text == text)
    }

    @Test(arguments: [
        "", "a b", "a\nb", "a\"b", "ñ", "a\u{0}", "<script>", String(repeating: "x", count: 129),
    ])
    func `of the caller is dropped when it could do harm`(text: String) {
        #expect(RequestID(incoming: text) == nil)
    }
}

/// The examples of W3C Trace Context, Level 1.
@Suite struct `A traceparent` {
    static let good = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"

    @Test func `is read and written`() throws {
        let parent = try #require(TraceParent(Self.good))
        #expect(parent.traceID == "0af7651916cd43dd8448eb211c80319c")
        #expect(parent.spanID == "b7ad6b7169203331")
        #expect(parent.isSampled)
        #expect(parent.description == Self.good)
        #expect(parent.child().traceID == parent.traceID)
        #expect(parent.child().spanID != parent.spanID)
        #expect(TraceParent(TraceParent().description) != nil)
    }

    @Test func `of a later version is read as far as it is known`() {
        #expect(
            TraceParent("cc-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01-what-the-future")?.isSampled
                == true)
        #expect(TraceParent("00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-09")?.isSampled == true)
        #expect(TraceParent("00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-02")?.isSampled == false)
    }

    @Test(arguments: [
        "", "00", good + "-x", good.uppercased(), "ff" + good.dropFirst(2), good.dropLast() + "",
        "00-00000000000000000000000000000000-b7ad6b7169203331-01",
        "00-0af7651916cd43dd8448eb211c80319c-0000000000000000-01",
        "00-0af7651916cd43dd8448eb211c80319-b7ad6b7169203331-01",
        "0-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",
        "00-0af7651916cd43dd8448eb211c80319c-b7ad6b716920333g-01", "00-0af7651916cd43dd8448eb211c80319c--01",
    ])
    func `that is not well formed is none`(header: String) {
        #expect(TraceParent(header) == nil)
    }
}
