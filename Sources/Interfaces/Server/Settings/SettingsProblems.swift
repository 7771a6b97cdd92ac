/// All that is wrong with the settings, one line each, so that one start is enough to put them right.
struct SettingsProblems: Error, CustomStringConvertible {
    let lines: [String]

    var description: String { lines.joined(separator: "\n") }
}
