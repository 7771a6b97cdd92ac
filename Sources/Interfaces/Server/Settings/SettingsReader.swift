import Foundation

/// Reads settings one by one and keeps every complaint, so that `finish` can say all of them at once.
///
///     var reader = SettingsReader(source)
///     let port = reader.number(.port, in: 1...65_535, default: 8080)
///     try reader.finish()
struct SettingsReader {
    private let source: SettingsSource
    private var problems: [String]

    init(_ source: SettingsSource) {
        self.source = source
        problems = source.problems
    }

    /// - Throws: `SettingsProblems` if anything was missing or wrong.
    func finish() throws(SettingsProblems) {
        if !problems.isEmpty { throw SettingsProblems(lines: problems) }
    }

    /// The text, or `nil` without a complaint.
    func optional(_ name: SettingName) -> String? { source.text(name) }

    /// The text; a missing one is a complaint, and an empty string stands in for it until `finish`.
    mutating func required(_ name: SettingName) -> String {
        if let text = source.text(name) { return text }
        problems.append("\(name.rawValue) is missing: \(name.meaning)")
        return ""
    }

    mutating func number(_ name: SettingName, in range: ClosedRange<Int>, default preset: Int) -> Int {
        guard let text = source.text(name) else { return preset }
        if let number = Int(text), range.contains(number) { return number }
        complain(about: name)
        return preset
    }

    mutating func flag(_ name: SettingName, default preset: Bool) -> Bool {
        switch source.text(name) {
        case nil: return preset
        case "on": return true
        case "off": return false
        default:
            complain(about: name)
            return preset
        }
    }

    /// A list separated by commas; an absent one is empty.
    mutating func list<Element>(_ name: SettingName, _ read: (String) -> Element?) -> [Element] {
        let words = (source.text(name) ?? "").split(separator: ",").map {
            $0.trimmingCharacters(in: .whitespaces)
        }
        let elements = words.compactMap(read)
        if elements.count < words.count { complain(about: name) }
        return elements
    }

    /// One of a few words; required where there is no preset.
    mutating func word<Word: RawRepresentable>(_ name: SettingName, default preset: Word?, else standIn: Word)
        -> Word
    where Word.RawValue == String {
        guard let text = preset == nil ? required(name) : source.text(name), !text.isEmpty else {
            return preset ?? standIn
        }
        if let word = Word(rawValue: text) { return word }
        complain(about: name)
        return standIn
    }

    /// An address with one of these schemes and a host, without the slash at its end.
    mutating func address(_ name: SettingName, schemes: Set<String>) -> String {
        let text = required(name)
        if text.isEmpty { return text }
        if let url = URL(string: text), let scheme = url.scheme, schemes.contains(scheme), url.host() != nil {
            return text.hasSuffix("/") ? String(text.dropLast()) : text
        }
        complain(about: name)
        return text
    }

    /// Exactly one of a secret and the file that holds it.
    mutating func secret(_ name: SettingName, orFile fileName: SettingName) -> SecretSource {
        switch (source.text(name), source.text(fileName)) {
        case (let text?, nil): return .text(Secret(text))
        case (nil, let path?):
            if !FileManager.default.isReadableFile(atPath: path) { complain(about: fileName) }
            return .file(path)
        case (nil, nil):
            problems.append("\(name.rawValue) or \(fileName.rawValue) is missing: \(name.meaning)")
        case (_?, _?):
            problems.append("\(name.rawValue) and \(fileName.rawValue) are both set; one of them is enough")
        }
        return .text(Secret(""))
    }

    /// Either all of `names` are set or none: half a mail server is a mistake.
    mutating func together(_ names: [SettingName]) -> Bool {
        let there = names.filter { source.text($0) != nil }
        if there.isEmpty { return false }
        for name in names where source.text(name) == nil {
            problems.append("\(name.rawValue) is missing beside \(there[0].rawValue): \(name.meaning)")
        }
        return true
    }

    /// A value that can be read and must not be: said like any other that is wrong.
    mutating func refuse(_ name: SettingName) { complain(about: name) }

    private mutating func complain(about name: SettingName) {
        problems.append("\(name.rawValue) is not usable: \(name.meaning)")
    }
}

/// A secret as it was given: itself, or the file with it.
enum SecretSource: Sendable {
    case text(Secret)
    case file(String)
}
