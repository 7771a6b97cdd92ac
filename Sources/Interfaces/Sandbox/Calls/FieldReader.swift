import StrictJSON

/// Reads fields of a partner's form by their way through it, `order/rxs/0/quantity`, and keeps the ways of those that
/// are missing or wrong. Numbers may be written as texts and the other way round, as partners do.
struct FieldReader {
    private let json: JSONValue
    private(set) var mistakes: [String] = []

    init(_ json: JSONValue) { self.json = json }

    mutating func wrong(_ way: String) { mistakes.append(way) }

    mutating func text(_ way: String) -> String {
        if let text = find(way), !text.isEmpty { return text }
        wrong(way)
        return ""
    }

    mutating func text(_ way: String, like form: Regex<some Any>) -> String {
        if let text = find(way), (try? form.wholeMatch(in: text)) != nil { return text }
        wrong(way)
        return ""
    }

    func optionalText(_ way: String) -> String? { find(way) }

    mutating func optionalText(_ way: String, like form: Regex<some Any>) -> String? {
        find(way) == nil ? nil : text(way, like: form)
    }

    /// The digits that `form` catches.
    mutating func number(_ way: String, like form: Regex<(Substring, Substring)>, in range: ClosedRange<Int>)
        -> Int
    {
        if let text = find(way), let match = try? form.wholeMatch(in: text), let number = Int(match.1),
            range.contains(number)
        {
            return number
        }
        wrong(way)
        return range.lowerBound
    }

    private func find(_ way: String) -> String? {
        let tokens = way.split(separator: "/").map(String.init)
        switch json[JSONPointer(tokens: tokens)] {
        case .string(let text): return text
        case .number(let number): return number.text
        case .null, .bool, .array, .object, nil: return nil
        }
    }
}
