/// The shape of a path: `/v1/staff/work-items/{itemId}/claim`. Logs and metrics name a request by it, since the
/// path itself holds ids.
package struct PathTemplate: Sendable, Hashable, CustomStringConvertible, ExpressibleByStringLiteral {
    /// One step between two slashes.
    enum Segment: Sendable, Hashable {
        case literal(String)
        case parameter(String)
    }

    package let description: String
    let segments: [Segment]

    package init(stringLiteral template: String) {
        precondition(template.hasPrefix("/"), "A route's path begins with a slash: \(template)")
        description = template
        segments = template.dropFirst().split(separator: "/", omittingEmptySubsequences: false).map { step in
            step.hasPrefix("{") && step.hasSuffix("}")
                ? .parameter(String(step.dropFirst().dropLast())) : .literal(String(step))
        }
    }

    /// The names between braces, in order.
    var parameters: [String] {
        segments.compactMap { if case .parameter(let name) = $0 { name } else { nil } }
    }
}
