/// The shape of a path: `/v1/staff/work-items/{itemId}/claim`. Logs and metrics name a request by it, since the
/// path itself holds ids.
package struct PathTemplate: Sendable, Hashable, CustomStringConvertible, ExpressibleByStringLiteral {
    /// One step between two slashes.
    enum Segment: Sendable, Hashable {
        case literal(String)
        case parameter(String)
        /// A parameter with a fixed end: `{consult}.ics`.
        case suffixed(String, suffix: String)
    }

    package let description: String
    let segments: [Segment]

    package init(stringLiteral template: String) {
        precondition(template.hasPrefix("/"), "A route's path begins with a slash: \(template)")
        description = template
        segments = template.dropFirst().split(separator: "/", omittingEmptySubsequences: false).map { step in
            guard step.hasPrefix("{"), let end = step.firstIndex(of: "}") else {
                return .literal(String(step))
            }
            let name = String(step[..<end].dropFirst())
            let suffix = String(step[end...].dropFirst())
            return suffix.isEmpty ? .parameter(name) : .suffixed(name, suffix: suffix)
        }
    }

    /// The names between braces, in order.
    var parameters: [String] {
        segments.compactMap { segment in
            switch segment {
            case .literal: nil
            case .parameter(let name), .suffixed(let name, _): name
            }
        }
    }
}
