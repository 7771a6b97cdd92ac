/// What a command shows, from top to bottom, before anybody knows how wide the terminal is.
///
/// A chart is built from the same few parts that a queue is, so that the head always stands in the same place
/// and `--plain` never needs a second description of the same thing.
struct Screen: Sendable {
    /// A value under its label. On a terminal the label stands in capitals in a column of its own.
    struct Field: Sendable {
        let label: String
        let value: String
        let tone: Tone

        init(_ label: String, _ value: String, tone: Tone = .plain) {
            self.label = label
            self.value = value.printable
            self.tone = tone
        }
    }

    private enum Part: Sendable {
        case head(Head)
        case rule
        case gap
        case text(String, Tone)
        case line([Field])
        case fields([Field])
        case list(String, [Field])
        case table(Table)
        case footer(String)
        case verbatim(String)
    }

    private var parts: [Part] = []

    init() {}

    init(head: Head) {
        parts = [.head(head)]
    }

    mutating func rule() { parts.append(.rule) }
    mutating func gap() { parts.append(.gap) }
    mutating func text(_ text: String, _ tone: Tone = .plain) { parts.append(.text(text.printable, tone)) }
    mutating func table(_ table: Table) { parts.append(.table(table)) }

    /// Values that speak for themselves, in one line: who somebody is. Labelled only where there are no
    /// columns.
    mutating func line(_ fields: Field?...) {
        let known = fields.compactMap { $0 }.filter { !$0.value.isEmpty }
        if !known.isEmpty { parts.append(.line(known)) }
    }

    /// One line of a chart with one value, or two beside each other. An empty value is left out.
    mutating func fields(_ fields: Field?...) {
        let known = fields.compactMap { $0 }.filter { !$0.value.isEmpty }
        if !known.isEmpty { parts.append(.fields(known)) }
    }

    /// Several values under one label.
    mutating func list(_ label: String, _ values: [(text: String, tone: Tone)]) {
        if !values.isEmpty { parts.append(.list(label, values.map { Field(label, $0.text, tone: $0.tone) })) }
    }

    /// What stands below a list, indented and faint: how to see the rest.
    mutating func footer(_ text: String) { parts.append(.footer(text.printable)) }

    /// What is meant to be copied, such as a URI: never broken into lines.
    mutating func verbatim(_ text: String) { parts.append(.verbatim(text.printable)) }

    /// The screen's lines in the given layout, ready to be printed.
    func lines(in layout: Layout) -> [String] {
        parts.flatMap { part -> [String] in
            switch part {
            case .head(let head): head.lines(in: layout)
            case .rule:
                layout.plain ? [] : [layout.paint(String(repeating: "-", count: layout.width), .faint)]
            case .gap: [""]
            case .text(let text, let tone):
                layout.plain ? [text] : text.wrapped(at: layout.width).map { layout.paint($0, tone) }
            case .line(let fields):
                layout.plain
                    ? fields.map { "\($0.label): \($0.value)" }
                    : fields.map(\.value).joined(separator: "   ").wrapped(at: layout.width)
            case .fields(let fields):
                layout.plain ? fields.map { "\($0.label): \($0.value)" } : FieldRow(fields).lines(in: layout)
            case .list(let label, let values):
                values.enumerated().flatMap { index, value in
                    layout.plain
                        ? ["\(label): \(value.value)"]
                        : FieldRow([Field(index == 0 ? label : "", value.value, tone: value.tone)]).lines(
                            in: layout)
                }
            case .table(let table): table.lines(in: layout)
            case .verbatim(let text): [text]
            case .footer(let text):
                layout.plain
                    ? ["", text]
                    : ("    ... " + text).wrapped(at: layout.width).map { layout.paint($0, .faint) }
            }
        }
    }
}
