import Clinic

extension Language {
    /// The language that `Accept-Language` asks for (RFC 9110, 12.5.4): the one of ours that is liked best, `nil`
    /// where none is named.
    package init?(acceptLanguage header: String?) {
        var best: (language: Language, quality: Double)?
        for part in (header ?? "").lowercased().split(separator: ",") {
            let pieces = part.split(separator: ";").map { $0.trimmedBlanks }
            guard let tag = pieces.first?.split(separator: "-").first,
                let language = Language(rawValue: String(tag))
            else { continue }
            let quality =
                pieces.dropFirst().first { $0.hasPrefix("q=") }.map { Double($0.dropFirst(2)) ?? 0 } ?? 1
            if quality > best?.quality ?? 0 { best = (language, quality) }
        }
        guard let best else { return nil }
        self = best.language
    }
}
