import HTTPTypes

/// The kinds of content this program speaks.
package enum MediaType: String, Sendable, CaseIterable {
    case json = "application/json"
    /// FHIR R4's name for its JSON.
    case fhirJSON = "application/fhir+json"
    /// RFC 9457: every error, whatever was asked for.
    case problem = "application/problem+json"
    /// RFC 9512: the contract.
    case yaml = "application/yaml"
    /// RFC 5545: an appointment for a calendar.
    case calendar = "text/calendar; charset=utf-8"
    /// Prometheus' text format.
    case metrics = "text/plain; version=0.0.4; charset=utf-8"

    /// `application/json`, without parameters.
    var essence: String { Self.essence(of: rawValue) }

    /// The first of `offered` that an `Accept` header takes (RFC 9110, 12.5.1); `nil` where it takes none.
    ///
    /// Of several ranges that fit, the most exact one counts; its `q` decides. No header takes everything.
    static func negotiated(_ offered: [MediaType], accept: String?) -> MediaType? {
        guard let accept, !accept.allSatisfy(\.isWhitespace) else { return offered.first }
        let ranges = accept.lowercased().split(separator: ",").map(AcceptRange.init)
        var best: (type: MediaType, quality: Double)?
        for type in offered {
            let quality = quality(of: type, in: ranges)
            if quality > best?.quality ?? 0 { best = (type, quality) }
        }
        return best?.type
    }

    /// Whether a `Content-Type` names one of these: JSON is UTF-8 (RFC 8259), any other charset is not ours.
    static func isAccepted(_ contentType: String, among accepted: [MediaType]) -> Bool {
        let parts = contentType.lowercased().split(separator: ";").map { $0.trimmedBlanks }
        guard let first = parts.first, accepted.contains(where: { $0.essence == first }) else { return false }
        return parts.dropFirst().allSatisfy { parameter in
            !parameter.hasPrefix("charset=") || ["charset=utf-8", "charset=\"utf-8\""].contains(parameter)
        }
    }

    private static func quality(of type: MediaType, in ranges: [AcceptRange]) -> Double {
        let fitting = ranges.filter { $0.takes(type.essence) }
        return fitting.max { $0.exactness < $1.exactness }?.quality ?? 0
    }

    private static func essence(of type: String) -> String {
        String(type.prefix { $0 != ";" }).trimmedBlanks
    }
}

/// One part of an `Accept` header: `application/*;q=0.5`.
private struct AcceptRange {
    let range: String
    let quality: Double

    init(_ text: Substring) {
        let parts = text.split(separator: ";").map { $0.trimmedBlanks }
        range = parts.first ?? ""
        quality = parts.dropFirst().first { $0.hasPrefix("q=") }.map { Double($0.dropFirst(2)) ?? 0 } ?? 1
    }

    /// 2 for a full type, 1 for `application/*`, 0 for `*/*`.
    var exactness: Int { range == "*/*" ? 0 : range.hasSuffix("/*") ? 1 : 2 }

    func takes(_ essence: String) -> Bool {
        range == "*/*" || range == essence || (range.hasSuffix("/*") && essence.hasPrefix(range.dropLast()))
    }
}

extension StringProtocol {
    /// Without blanks and tabs around it, as HTTP's lists allow them.
    var trimmedBlanks: String {
        var rest = self[...]
        while let first = rest.first, first == " " || first == "\t" { rest = rest.dropFirst() }
        while let last = rest.last, last == " " || last == "\t" { rest = rest.dropLast() }
        return String(rest)
    }
}
