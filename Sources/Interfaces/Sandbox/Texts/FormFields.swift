import Foundation

/// The fields of a web form, as they come in a request's body.
struct FormFields {
    private let values: [String: String]

    /// `nil` where the body is no form: wrong escapes, or no UTF-8.
    init?(_ bytes: some Sequence<UInt8>) {
        guard let text = String(validating: Array(bytes), as: UTF8.self) else { return nil }
        var values: [String: String] = [:]
        for pair in text.split(separator: "&") {
            let parts = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            guard let name = Self.unescape(parts[0]),
                let value = Self.unescape(parts.count > 1 ? parts[1] : "")
            else {
                return nil
            }
            values[name] = value
        }
        self.values = values
    }

    /// The field's value; an empty one counts as absent.
    subscript(name: String) -> String? { values[name].flatMap { $0.isEmpty ? nil : $0 } }

    private static func unescape(_ text: Substring) -> String? {
        text.replacing("+", with: " ").removingPercentEncoding
    }
}
