/// The labels of one series: `{host="api.twilio.com",answer="2xx"}`.
struct MetricLabels: Sendable, Hashable {
    private let pairs: [Pair]

    private struct Pair: Sendable, Hashable {
        var name: String
        var value: String
    }

    init(_ dimensions: [(String, String)]) {
        pairs = dimensions.map { Pair(name: Self.name($0.0).replacing(":", with: "_"), value: $0.1) }
            .sorted { $0.name < $1.name }
    }

    /// The same names, each with the value `other`.
    var others: MetricLabels { MetricLabels(pairs.map { ($0.name, "other") }) }

    /// In braces; nothing where there is no label.
    var text: String { text(adding: nil) }

    func text(adding extra: (name: String, value: String)?) -> String {
        var parts = pairs.map { "\($0.name)=\"\(Self.escape($0.value))\"" }
        if let extra { parts.append("\(extra.name)=\"\(extra.value)\"") }
        return parts.isEmpty ? "" : "{\(parts.joined(separator: ","))}"
    }

    /// A name that Prometheus takes: letters, digits, `_` and `:`, no digit at the beginning.
    static func name(_ text: String) -> String {
        var name = ""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "a"..."z", "A"..."Z", "_", ":": name.unicodeScalars.append(scalar)
            case "0"..."9": name += name.isEmpty ? "_\(scalar)" : "\(scalar)"
            default: name += "_"
            }
        }
        return name.isEmpty ? "_" : name
    }

    /// By scalars, since a carriage return and a line feed are one character.
    private static func escape(_ value: String) -> String {
        var escaped = ""
        for scalar in value.unicodeScalars {
            switch scalar {
            case "\\": escaped += "\\\\"
            case "\"": escaped += "\\\""
            case "\n": escaped += "\\n"
            default: escaped.unicodeScalars.append(scalar)
            }
        }
        return escaped
    }
}
