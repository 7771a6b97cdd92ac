/// Rows under headings, fitted to the terminal: first whole, then with the short form of names, then with the
/// columns that may be cut narrowed, the widest first. Where not even that fits, each row becomes a small
/// block.
struct Table: Sendable {
    struct Column: Sendable {
        let title: String
        let rightAligned: Bool
        /// Columns that stay as long as others can give way; `nil` where nothing may be cut off, as in
        /// handles and times.
        let narrowest: Int?
        /// Goes on in the next line instead of being cut: what happened is never shortened.
        let wraps: Bool

        init(_ title: String, rightAligned: Bool = false, narrowest: Int? = nil, wraps: Bool = false) {
            self.title = title
            self.rightAligned = rightAligned
            self.narrowest = narrowest
            self.wraps = wraps
        }
    }

    struct Cell: Sendable, ExpressibleByStringInterpolation {
        let text: String
        /// Says the same in less room: `J. Park`.
        let short: String
        let tone: Tone

        init(_ text: String, short: String? = nil, tone: Tone = .plain) {
            self.text = text.printable
            self.short = short?.printable ?? self.text
            self.tone = tone
        }

        init(stringLiteral text: String) { self.init(text) }
    }

    let columns: [Column]
    var rows: [[Cell]] = []

    private struct Fit {
        let widths: [Int]
        let short: Bool
    }

    private static let gap = 2
    /// Columns under which a cut cell says nothing any more.
    private static let bearable = 8

    init(_ columns: [Column], rows: [[Cell]] = []) {
        self.columns = columns
        self.rows = rows
    }

    func lines(in layout: Layout) -> [String] {
        guard !layout.plain, let fit = fit(into: layout.width) else { return blocks(in: layout) }
        let heading = line(
            zip(columns, fit.widths).map { column, width in
                column.title.uppercased().cut(to: width).padded(to: width, rightAligned: column.rightAligned)
            })
        return [layout.paint(heading, .faint)] + rows.flatMap { drawn($0, fit, layout) }
    }

    private func drawn(_ row: [Cell], _ fit: Fit, _ layout: Layout) -> [String] {
        let cells = columns.indices.map { index in
            let text = fit.short ? row[index].short : row[index].text
            return columns[index].wraps
                ? text.wrapped(at: fit.widths[index]) : [text.cut(to: fit.widths[index])]
        }
        return (0..<(cells.map(\.count).max() ?? 0)).map { height in
            line(
                columns.indices.map { index in
                    let text = height < cells[index].count ? cells[index][height] : ""
                    let filling = String(repeating: " ", count: fit.widths[index] - text.columns)
                    let painted = text.isEmpty ? "" : layout.paint(text, row[index].tone)
                    return columns[index].rightAligned ? filling + painted : painted + filling
                })
        }
    }

    private func line(_ cells: [String]) -> String {
        cells.joined(separator: String(repeating: " ", count: Self.gap)).withoutTrailingSpaces
    }

    /// One `label: value` a line, a blank line between rows; what a screen reader reads well.
    private func blocks(in layout: Layout) -> [String] {
        Array(
            rows.map { row in
                zip(columns, row).filter { !$1.text.isEmpty }.flatMap { column, cell in
                    let line = "\(column.title == "#" ? "Row" : column.title): \(cell.text)"
                    return layout.plain ? [line] : line.wrapped(at: layout.width)
                }
            }.joined(separator: [""]))
    }

    private func fit(into width: Int) -> Fit? {
        let room = width - Self.gap * (columns.count - 1)
        let whole = widths(of: \.text)
        if whole.reduce(0, +) <= room { return Fit(widths: whole, short: false) }
        var fitted = widths(of: \.short)
        let comfortable = columns.map { $0.narrowest ?? .max }
        let bearable = comfortable.map { $0 == .max ? .max : min($0, Self.bearable) }
        for floor in [comfortable, bearable] {
            while fitted.reduce(0, +) > room,
                let widest = columns.indices.filter({ fitted[$0] > floor[$0] }).max(by: {
                    fitted[$0] < fitted[$1]
                })
            {
                fitted[widest] -= 1
            }
        }
        return fitted.reduce(0, +) > room ? nil : Fit(widths: fitted, short: true)
    }

    private func widths(of form: (Cell) -> String) -> [Int] {
        columns.indices.map { index in
            rows.reduce(columns[index].title.columns) { max($0, form($1[index]).columns) }
        }
    }
}
