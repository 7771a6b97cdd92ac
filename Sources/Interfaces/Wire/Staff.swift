/// `GET /v1/staff/me`: who is signed in, for the banner of every screen.
package struct StaffAnswer: Codable, Sendable {
    package var id: String
    package var handle: String
    package var name: String
    package var roles: [String]
    package var environment: String
    package var now: String

    package init(id: String, handle: String, name: String, roles: [String], environment: String, now: String)
    {
        self.id = id
        self.handle = handle
        self.name = name
        self.roles = roles
        self.environment = environment
        self.now = now
    }
}

/// `POST /v1/auth/enrolments`: the one-time link's token for what an authenticator app needs.
package struct EnrolmentRequest: Codable, Sendable {
    package var token: String

    package init(token: String) { self.token = token }
}

/// What the link shows: who is expected, and the secret for the authenticator app.
package struct EnrolmentAnswer: Codable, Sendable {
    package var name: String
    package var email: String
    package var roles: [String]
    /// Base 32, to type in; `otpauth` is the same as a URI for a QR code.
    package var totpSecret: String
    package var otpauth: String
    package var expiresAt: String

    package init(
        name: String, email: String, roles: [String], totpSecret: String, otpauth: String, expiresAt: String
    ) {
        self.name = name
        self.email = email
        self.roles = roles
        self.totpSecret = totpSecret
        self.otpauth = otpauth
        self.expiresAt = expiresAt
    }
}

/// `POST /v1/auth/enrolments/complete`: sets the password and proves the authenticator. 204.
/// For a link of `lozenged setup` the administrator also says who they are.
package struct EnrolmentCompletion: Codable, Sendable {
    package var token: String
    package var name: String?
    package var email: String?
    package var password: String
    package var totp: String

    package init(token: String, name: String?, email: String?, password: String, totp: String) {
        self.token = token
        self.name = name
        self.email = email
        self.password = password
        self.totp = totp
    }
}

/// `POST /v1/staff/invitations`: an administrator asks a colleague in. The link goes to the e-mail.
/// A signing role (`prescriber`, `medicalDirector`) takes effect when a second administrator approves it.
package struct InvitationRequest: Codable, Sendable {
    package var name: String
    package var email: String
    package var roles: [String]

    package init(name: String, email: String, roles: [String]) {
        self.name = name
        self.email = email
        self.roles = roles
    }
}

/// The invited colleague's account, and until when the link works.
package struct InvitationAnswer: Codable, Sendable {
    package var accountId: String
    package var handle: String
    package var expiresAt: String

    package init(accountId: String, handle: String, expiresAt: String) {
        self.accountId = accountId
        self.handle = handle
        self.expiresAt = expiresAt
    }
}

/// `GET /v1/staff/accounts`: an account with what it may do and what waits for a second approval.
package struct StaffAccount: Codable, Sendable {
    package struct Grant: Codable, Sendable {
        package var id: String
        package var role: String
        /// `pending`, `active` or `ended`.
        package var state: String

        package init(id: String, role: String, state: String) {
            self.id = id
            self.role = role
            self.state = state
        }
    }

    package var id: String
    package var handle: String
    package var name: String
    package var email: String
    /// `invited`, `active` or `inactive`.
    package var state: String
    package var grants: [Grant]

    package init(id: String, handle: String, name: String, email: String, state: String, grants: [Grant]) {
        self.id = id
        self.handle = handle
        self.name = name
        self.email = email
        self.state = state
        self.grants = grants
    }
}
