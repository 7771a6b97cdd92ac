import Foundation
import Logging

/// Writes each log message as one line of JSON, for machines to collect and for people to grep.
///
/// A line holds what the caller gave and nothing else: message, level, label and metadata. Of an error only
/// its type is written, since a description from elsewhere may quote what it could not read, and that may be
/// a patient's.
///
///     {"time":"2026-11-21T16:14:05.120Z","level":"info","program":"live","label":"jobs",
///      "message":"done","metadata":{"kind":"sendMessage"}}
package struct JSONLogHandler: LogHandler {
    /// Whose data this process handles. Stands in every line, so that nobody takes one for the other.
    package enum Program: String, Sendable {
        case test
        case live
    }

    package var logLevel: Logger.Level = .info
    package var metadata: Logger.Metadata = [:]
    package var metadataProvider: Logger.MetadataProvider?

    private let label: String
    private let program: Program
    private let sink: LogSink

    package init(label: String, program: Program, to sink: LogSink = .standardError) {
        self.label = label
        self.program = program
        self.sink = sink
    }

    package subscript(metadataKey key: String) -> Logger.Metadata.Value? {
        get { metadata[key] }
        set { metadata[key] = newValue }
    }

    package func log(event: LogEvent) {
        var line = JSONLine()
        line.add("time", Self.now())
        line.add("level", event.level.rawValue)
        line.add("program", program.rawValue)
        line.add("label", label)
        line.add("message", event.message.description)
        if let error = event.error { line.add("error", String(reflecting: type(of: error))) }
        var all = metadata
        if let provided = metadataProvider?.get() { all.merge(provided) { _, later in later } }
        if let given = event.metadata { all.merge(given) { _, later in later } }
        if !all.isEmpty { line.add("metadata", .dictionary(all)) }
        sink.take(line.finished())
    }

    /// The host's time in UTC, to the millisecond. By hand: Foundation's formatting takes longer than all the rest of a
    /// line.
    private static func now() -> String {
        var moment = timespec()
        clock_gettime(CLOCK_REALTIME, &moment)
        var parts = tm()
        var seconds = moment.tv_sec
        gmtime_r(&seconds, &parts)
        let fields: [(number: Int, digits: Int, end: UInt8)] = [
            (Int(parts.tm_year) + 1900, 4, UInt8(ascii: "-")), (Int(parts.tm_mon) + 1, 2, UInt8(ascii: "-")),
            (Int(parts.tm_mday), 2, UInt8(ascii: "T")), (Int(parts.tm_hour), 2, UInt8(ascii: ":")),
            (Int(parts.tm_min), 2, UInt8(ascii: ":")), (Int(parts.tm_sec), 2, UInt8(ascii: ".")),
            (moment.tv_nsec / 1_000_000, 3, UInt8(ascii: "Z")),
        ]
        return String(unsafeUninitializedCapacity: 24) { buffer in
            var count = 0
            for (number, digits, end) in fields {
                var rest = number
                for place in stride(from: count + digits - 1, through: count, by: -1) {
                    buffer[place] = UInt8(ascii: "0") + UInt8(rest % 10)
                    rest /= 10
                }
                buffer[count + digits] = end
                count += digits + 1
            }
            return count
        }
    }
}
