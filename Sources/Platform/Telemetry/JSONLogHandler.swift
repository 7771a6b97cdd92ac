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
        line.add("time", Date.now.formatted(Date.ISO8601FormatStyle(includingFractionalSeconds: true)))
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
}
