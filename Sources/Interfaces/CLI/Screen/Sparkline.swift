/// Values of days or dates in one row of signs, each a column wide.
enum Sparkline {
    private static let blocks: [Character] = ["▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"]
    /// Stands for a date of which nothing is known.
    static let unknown: Character = "·"

    /// Stands for a date on which nothing was taken.
    static let nothing: Character = "-"

    /// Bars between two bounds; the lowest value still has a bar.
    static func bars(_ values: [Int], in bounds: ClosedRange<Int>) -> String {
        String(values.map { bar($0, in: bounds) })
    }

    /// Digits 0 to 9.
    static func digits(_ values: [Int?]) -> String {
        String(
            values.map { value in value.flatMap { "\($0)".count == 1 ? Character("\($0)") : nil } ?? unknown }
        )
    }

    static func bar(_ value: Int, in bounds: ClosedRange<Int>) -> Character {
        let span = max(1, bounds.upperBound - bounds.lowerBound)
        let place = (min(max(value, bounds.lowerBound), bounds.upperBound) - bounds.lowerBound) * 7 / span
        return blocks[place]
    }
}
