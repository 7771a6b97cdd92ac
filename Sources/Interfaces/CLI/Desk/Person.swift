/// People's names, in less room.
enum Person {
    /// `Ana R.` of Ana Ruiz: colleagues know each other.
    static func signature(_ name: String) -> String {
        let words = name.split(separator: " ")
        guard words.count > 1, let first = words.first, let initial = words.last?.first else { return name }
        return "\(first) \(initial)."
    }

    /// `J. Park` of Jin Park: family names tell patients apart.
    static func familyFirst(_ name: String) -> String {
        let words = name.split(separator: " ")
        guard words.count > 1, let initial = words.first?.first else { return name }
        return "\(initial). \(words.dropFirst().joined(separator: " "))"
    }
}
