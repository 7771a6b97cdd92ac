/// How the page is that a screen is drawn on.
struct Layout: Sendable, Equatable {
    /// Columns of the terminal; 80 where there is none.
    var width: Int
    var colored: Bool
    /// For screen readers: no lines, no columns, one `label: value` after the other.
    var plain: Bool

    init(width: Int = 80, colored: Bool = false, plain: Bool = false) {
        self.width = width
        self.colored = colored
        self.plain = plain
    }

    /// `text` in the colors of `tone`, where there are colors. The text's room is unchanged.
    func paint(_ text: String, _ tone: Tone) -> String {
        guard colored, let code = tone.code else { return text }
        return "\u{1B}[\(code)m\(text)\u{1B}[0m"
    }
}

/// What a color says. Color never says anything alone: the word is always there too.
enum Tone: Sendable {
    case plain, label, faint, alarm, live, test

    fileprivate var code: String? {
        switch self {
        case .plain: nil
        case .label: "1"
        case .faint: "2"
        case .alarm: "1;31"
        case .live: "1;97;41"
        case .test: "1;30;46"
        }
    }
}
