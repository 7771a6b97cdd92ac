import Foundation

/// The records of a file, one after the other, however long the file is: lines, or the rows of comma-separated values,
/// where a quoted field may hold line breaks. Blank ones are passed over.
package struct RecordReader: Sequence, IteratorProtocol {
    /// How records end.
    package enum Form: Sendable {
        /// With the line.
        case lines
        /// With the line, unless it ends inside of quotes (RFC 4180).
        case delimited
    }

    /// One record as it stands in the file, without its line's end.
    package struct Record: Sendable {
        /// Counts from 1; in a file with a head line that is the first.
        package let number: Int
        /// The line of the file on which it begins, from 1.
        package let line: Int
        package let bytes: [UInt8]
        package let fault: Fault?
    }

    /// Why a record cannot be read, whatever is in it.
    package enum Fault: Sendable {
        /// Longer than `longestRecord`; the bytes are left out.
        case tooLong
        /// A quote that is opened is never closed. It is then taken to end with its line, so that one slip of the pen does
        /// not swallow the rest of the file.
        case unclosedQuote
    }

    /// No record is longer, in bytes.
    package static let longestRecord = 16 << 20
    /// A record of several lines is no longer than that, in bytes: more is a quote that somebody forgot to close.
    package static let longestOfSeveralLines = 1 << 20

    private let form: Form
    private let read: () -> [UInt8]
    private var buffer: [UInt8] = []
    private var start = 0
    private var isAtEnd = false
    private var number = 0
    private var line = 0

    /// - Parameter read: gives the next bytes, as many as it likes; none at the end.
    package init(_ form: Form, read: @escaping () -> [UInt8]) {
        self.form = form
        self.read = read
        while buffer.count < 3, !isAtEnd { fill() }
        // A byte order mark says nothing here.
        if buffer.starts(with: [0xEF, 0xBB, 0xBF]) { start = 3 }
    }

    package mutating func next() -> Record? {
        while let found = nextRecord() {
            if found.fault == nil, found.bytes.allSatisfy({ $0 == 0x20 || $0 == 0x0D || $0 == 0x09 }) {
                continue
            }
            number += 1
            return Record(number: number, line: found.line, bytes: found.bytes, fault: found.fault)
        }
        return nil
    }

    private mutating func nextRecord() -> (line: Int, bytes: [UInt8], fault: Fault?)? {
        let first = line + 1
        guard let firstEnd = lineEnd(after: 0) else { return nil }
        if firstEnd > Self.longestRecord {
            return (first, take(firstEnd, lines: 1, keeping: false), .tooLong)
        }
        switch form {
        case .lines: return (first, take(firstEnd, lines: 1), nil)
        case .delimited: break
        }
        var (end, lines, checked) = (firstEnd, 1, 0)
        var quotes = QuoteState()
        while true {
            buffer.withUnsafeBufferPointer { quotes.go(over: $0[(start + checked)..<(start + end)]) }
            if !quotes.isOpen { return (first, take(end, lines: lines), nil) }
            checked = end
            guard end < Self.longestOfSeveralLines, let next = lineEnd(after: end + 1) else {
                return (first, take(firstEnd, lines: 1), .unclosedQuote)
            }
            (end, lines) = (next, lines + 1)
        }
    }

    /// Where the line that begins `offset` behind the start ends, seen from the start; `nil` where there is none.
    private mutating func lineEnd(after offset: Int) -> Int? {
        var searched = offset
        while true {
            let end = buffer.withUnsafeBufferPointer { bytes -> Int? in
                guard start + searched < bytes.count, let base = bytes.baseAddress else { return nil }
                let from = base + start + searched
                guard let found = memchr(from, 0x0A, bytes.count - start - searched) else { return nil }
                return UnsafeRawPointer(found) - UnsafeRawPointer(base) - start
            }
            if let end { return end }
            searched = Swift.max(offset, buffer.count - start)
            if isAtEnd { return start + offset < buffer.count ? buffer.count - start : nil }
            if searched > Self.longestRecord { dropLongLine(from: offset) }
            fill()
        }
    }

    /// Of a line that is too long to be kept only as much stays as shows that it is.
    private mutating func dropLongLine(from offset: Int) {
        let kept = start + offset + Self.longestRecord + 1
        if buffer.count > kept { buffer.removeLast(buffer.count - kept) }
    }

    private mutating func take(_ length: Int, lines: Int, keeping: Bool = true) -> [UInt8] {
        let end = start + length
        var bytes = keeping ? Array(buffer[start..<end]) : []
        if bytes.last == 0x0D { bytes.removeLast() }
        start = Swift.min(end + 1, buffer.count)
        line += lines
        return bytes
    }

    private mutating func fill() {
        if start > 0 {
            buffer.removeFirst(start)
            start = 0
        }
        let chunk = read()
        if chunk.isEmpty { isAtEnd = true } else { buffer.append(contentsOf: chunk) }
    }
}

/// Whether one is inside of a quoted field.
private struct QuoteState {
    private(set) var isOpen = false
    private var isAtFieldStart = true

    mutating func go(over bytes: Slice<UnsafeBufferPointer<UInt8>>) {
        let all = UnsafeBufferPointer(rebasing: bytes)
        guard let base = all.baseAddress else { return }
        if !isOpen, memchr(base, 0x22, all.count) == nil { return }
        for byte in all {
            if byte == 0x22 {
                // A doubled quote closes and opens again.
                if isOpen {
                    (isOpen, isAtFieldStart) = (false, true)
                } else if isAtFieldStart {
                    isOpen = true
                }
            } else if !isOpen {
                isAtFieldStart = byte == 0x2C
            }
        }
    }
}
