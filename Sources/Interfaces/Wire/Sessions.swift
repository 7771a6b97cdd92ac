/// `GET /v1/me/sessions`: one place where somebody is signed in.
package struct SessionAnswer: Codable, Sendable {
    package var id: String
    package var startedAt: String
    /// When it last got new tokens.
    package var lastUsedAt: String
    package var expiresAt: String
    /// Whether this request belongs to it.
    package var current: Bool

    package init(id: String, startedAt: String, lastUsedAt: String, expiresAt: String, current: Bool) {
        self.id = id
        self.startedAt = startedAt
        self.lastUsedAt = lastUsedAt
        self.expiresAt = expiresAt
        self.current = current
    }
}
