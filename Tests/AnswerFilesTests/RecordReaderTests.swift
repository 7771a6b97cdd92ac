import AnswerFiles
import Testing

/// Records of files, read in pieces of any size.
@Suite struct `The records of a file` {
    private func records(
        _ text: String, _ form: RecordReader.Form = .delimited, pieces: Int = 1_000_000
    ) -> [RecordReader.Record] {
        records(Array(text.utf8), form, pieces: pieces)
    }

    private func records(
        _ bytes: [UInt8], _ form: RecordReader.Form, pieces: Int
    ) -> [RecordReader.Record] {
        var rest = bytes[...]
        return Array(
            RecordReader(form) {
                defer { rest = rest.dropFirst(pieces) }
                return Array(rest.prefix(pieces))
            })
    }

    @Test(arguments: [1, 2, 3, 7, 1000])
    func `are the same in whatever pieces they come`(pieces: Int) {
        let text = "\u{FEFF}a,b\r\n1,\"x\ny\"\n\n \n2,\"say \"\"no\"\"\"\n3,q\"q\n4,last"
        let found = records(text, pieces: pieces)
        #expect(
            found.map { DelimitedFields.split($0.bytes) } == [
                ["a", "b"], ["1", "x\ny"], ["2", "say \"no\""], ["3", "q\"q"], ["4", "last"],
            ])
        #expect(found.map(\.number) == [1, 2, 3, 4, 5])
        #expect(found.map(\.line) == [1, 2, 6, 7, 8])
        #expect(found.allSatisfy { $0.fault == nil })
        #expect(records("{}\n\"\n[1]", .lines, pieces: pieces).map(\.bytes.count) == [2, 1, 3])
    }

    @Test func `with a quote that is never closed lose that line alone`() {
        let found = records("a,b\n1,\"open\n2,x\n3,y\n", pieces: 5)
        #expect(found.map(\.fault) == [nil, .unclosedQuote, nil, nil])
        #expect(found.map { $0.bytes.count } == [3, 7, 3, 3])
        let long = records("1,\"open\n" + String(repeating: "2,x\n", count: 400_000) + "3,\"y\"\n")
        #expect((long.count, long.first?.fault) == (400_002, .unclosedQuote))
    }

    @Test func `that are too long are passed over, and the next is read`() {
        let long = Array(repeating: UInt8(ascii: "x"), count: RecordReader.longestRecord + 5)
        for form in [RecordReader.Form.lines, .delimited] {
            let found = records([0x61, 0x0A] + long + [0x0A, 0x62], form, pieces: 1 << 20)
            #expect(found.map(\.fault) == [nil, .tooLong, nil])
            #expect(found.map(\.bytes) == [[0x61], [], [0x62]])
        }
        let tenMegabytes = records(Array(long.prefix(10 << 20)) + [0x0A], .lines, pieces: 1 << 20)
        #expect(tenMegabytes.map(\.bytes.count) == [10 << 20])
    }

    @Test func `are none in an empty file, and no text is no fields`() {
        #expect(records("").isEmpty && records("\n\r\n \n").isEmpty)
        #expect(DelimitedFields.split([0x61, 0xFF]) == nil)
        #expect(DelimitedFields.split([]) == [""])
        #expect(DelimitedFields.split(Array(",,".utf8)) == ["", "", ""])
    }
}
