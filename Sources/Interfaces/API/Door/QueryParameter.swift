/// A query parameter that a route knows. What it does not name is refused, so that a misspelt filter is not
/// silently no filter.
package struct QueryParameter: Sendable, Hashable, ExpressibleByStringLiteral {
    package let name: String

    package init(stringLiteral name: String) { self.name = name }

    /// How many entries a page has: 1 to 200, 50 if unsaid.
    package static let limit: QueryParameter = "limit"
    /// Where the page starts: what the page before called `nextCursor`.
    package static let cursor: QueryParameter = "cursor"
    /// Both, for a list.
    package static let page: [QueryParameter] = [.limit, .cursor]
}
