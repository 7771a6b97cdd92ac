import Foundation

/// One push as it came over the wire: its headers, and its body's very bytes, which are what was signed.
package struct WebhookPush: Sendable {
    package let body: Data
    /// By name in lower case.
    private let headers: [String: String]

    /// - Parameter headers: names in any case; of a name given twice the values are joined.
    package init(headers: some Sequence<(name: String, value: String)>, body: Data) {
        self.headers = Dictionary(
            headers.map { ($0.name.lowercased(), $0.value) }, uniquingKeysWith: { "\($0), \($1)" })
        self.body = body
    }

    /// The header of that name, in lower case, without blanks around it; `nil` where there is none.
    subscript(_ name: String) -> String? {
        guard let value = headers[name]?.trimmingCharacters(in: .whitespaces), !value.isEmpty else {
            return nil
        }
        return value
    }

    /// The same headers with other bytes.
    func with(body: Data) -> WebhookPush { WebhookPush(headers: headers.map { ($0, $1) }, body: body) }
}
