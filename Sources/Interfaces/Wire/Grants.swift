/// `POST /v1/staff/accounts/{accountId}/grants`: an administrator gives a colleague one more role.
package struct GrantRequest: Codable, Sendable {
    package var role: String

    package init(role: String) { self.role = role }
}

/// The grant that was opened; a role that signs waits for `POST /v1/staff/grants/{id}/approve`.
package struct GrantAnswer: Codable, Sendable {
    package var id: String

    package init(id: String) { self.id = id }
}
