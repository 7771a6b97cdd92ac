/// One row of a chart: a labelled value, or two that stand side by side where both have room.
///
/// Nothing is ever cut off here: in a chart a value that is too long goes on in the next line.
struct FieldRow {
    private let fields: [Screen.Field]

    private static let labelWidth = 9

    init(_ fields: [Screen.Field]) { self.fields = fields }

    func lines(in layout: Layout) -> [String] {
        let middle = layout.width / 2 + 1
        guard fields.count == 2, let left = fields.first, let right = fields.last,
            Self.labelWidth + left.value.columns < middle - 1,
            label(right).columns + right.value.columns <= layout.width - middle
        else { return fields.flatMap { block($0, in: layout) } }
        let start = block(left, in: layout)[0]
        let filling = String(repeating: " ", count: middle - Self.labelWidth - left.value.columns)
        return [start + filling + layout.paint(label(right), .label) + layout.paint(right.value, right.tone)]
    }

    private func label(_ field: Screen.Field) -> String {
        let label = field.label.uppercased()
        return label.padded(to: max(Self.labelWidth, label.columns + 1))
    }

    private func block(_ field: Screen.Field, in layout: Layout) -> [String] {
        let label = label(field)
        return field.value.wrapped(at: layout.width - label.columns).enumerated().map { index, line in
            let start =
                index == 0 ? layout.paint(label, .label) : String(repeating: " ", count: label.columns)
            return start + layout.paint(line, field.tone)
        }
    }
}
