import Foundation

/// What a partner answered, whatever the status: a 500 is an answer too, and not thrown.
package struct OutboundResponse: Sendable {
    package let status: Int
    package let headers: OutboundHeaders
    package let body: Data
    /// What the partner spoke.
    package let version: Version

    package enum Version: Sendable, Hashable {
        /// HTTP/1.0 or 1.1.
        case http1
        case http2
    }

    package init(status: Int, headers: OutboundHeaders, body: Data, version: Version = .http1) {
        self.status = status
        self.headers = headers
        self.body = body
        self.version = version
    }

    /// The body as text; wrong UTF-8 is replaced.
    package var text: String { String(decoding: body, as: UTF8.self) }
}

/// The header fields of an answer, in order, found by name in any case.
package struct OutboundHeaders: Sendable {
    package private(set) var fields: [(name: String, value: String)] = []

    package init(_ fields: [(name: String, value: String)] = []) { self.fields = fields }

    /// The first value under `name`.
    package subscript(name: String) -> String? {
        fields.first { $0.name.caseInsensitiveCompare(name) == .orderedSame }?.value
    }

    /// All values under `name`, in order.
    package func all(_ name: String) -> [String] {
        fields.filter { $0.name.caseInsensitiveCompare(name) == .orderedSame }.map(\.value)
    }

    /// Reads one line as it came. A status line begins anew: before the real answer there may be a `100
    /// Continue`.
    mutating func read(line: some StringProtocol) {
        if line.hasPrefix("HTTP/") {
            fields = []
        } else if let colon = line.firstIndex(of: ":") {
            let value = line[line.index(after: colon)...].trimmingCharacters(in: .whitespacesAndNewlines)
            fields.append((String(line[..<colon]), value))
        }
    }
}
