import Foundation
import HTTPTypes

/// Every way in, found by path and method.
///
/// It answers what a framework's router does not: that a path exists but not with this method (405 with `Allow`).
package struct RouteTable: Sendable {
    package let routes: [Route]
    private let root: Node

    /// Two routes with one method and path are a bug, found at start.
    package init(_ routes: [Route]) {
        self.routes = routes
        var root = Node()
        for route in routes { root.insert(route, at: route.path.segments[...]) }
        self.root = root
    }

    package init(_ topics: [any RouteTopic]) { self.init(topics.flatMap(\.routes)) }

    /// What there is at a path.
    enum Match {
        case route(Route, parameters: [String: String])
        /// The path exists; these are its methods, for `Allow`.
        case otherMethods(allowed: String)
        case nothing
    }

    /// - Parameter path: as sent, without the query. `HEAD` finds the `GET`.
    func match(_ method: HTTPRequest.Method, _ path: String) -> Match {
        guard path.hasPrefix("/"), path.utf8.count <= 2048 else { return .nothing }
        var steps: [String] = []
        for step in path.dropFirst().split(separator: "/", omittingEmptySubsequences: false) {
            guard let plain = step.contains("%") ? String(step).removingPercentEncoding : String(step) else {
                return .nothing
            }
            steps.append(plain)
        }
        guard let (node, values) = root.find(steps[...]) else { return .nothing }
        guard let route = node.methods[method == .head ? .get : method] else {
            return .otherMethods(allowed: node.allow)
        }
        return .route(route, parameters: Dictionary(uniqueKeysWithValues: zip(route.path.parameters, values)))
    }

    /// One step of the tree of paths.
    private struct Node: Sendable {
        var methods: [HTTPRequest.Method: Route] = [:]
        private var literals: [String: Node] = [:]
        /// Steps that take any text with a certain end, by that end.
        private var suffixed: [String: Node] = [:]
        /// The step that takes any text: none or one.
        private var anyText: [Node] = []

        mutating func insert(_ route: Route, at path: ArraySlice<PathTemplate.Segment>) {
            switch path.first {
            case nil:
                precondition(
                    methods.updateValue(route, forKey: route.method) == nil,
                    "Two routes are \(route.method) \(route.path).")
            case .literal(let text)?:
                literals[text, default: Node()].insert(route, at: path.dropFirst())
            case .suffixed(_, let suffix)?:
                suffixed[suffix, default: Node()].insert(route, at: path.dropFirst())
            case .parameter?:
                if anyText.isEmpty { anyText.append(Node()) }
                anyText[0].insert(route, at: path.dropFirst())
            }
        }

        /// The node at these steps with the texts of the parameters; a step written out goes before one of which the
        /// end is, and that before one that takes any text.
        func find(_ steps: ArraySlice<String>) -> (Node, [String])? {
            guard let step = steps.first else { return methods.isEmpty ? nil : (self, []) }
            if let found = literals[step]?.find(steps.dropFirst()) { return found }
            for (suffix, child) in suffixed where step.hasSuffix(suffix) && step.count > suffix.count {
                if let (node, values) = child.find(steps.dropFirst()) {
                    return (node, [String(step.dropLast(suffix.count))] + values)
                }
            }
            guard !step.isEmpty, let (node, values) = anyText.first?.find(steps.dropFirst()) else {
                return nil
            }
            return (node, [step] + values)
        }

        /// `GET, HEAD, OPTIONS`.
        var allow: String {
            let own = methods.keys.map(\.rawValue) + (methods[.get] == nil ? [] : ["HEAD"])
            return (own.sorted() + ["OPTIONS"]).joined(separator: ", ")
        }
    }
}
