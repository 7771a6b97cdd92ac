/// `POST /v1/auth/code`: asks for a six-digit code at an address.
package struct CodeRequest: Codable, Sendable {
    /// `email` or `text`.
    package var channel: String
    package var address: String

    package init(channel: String, address: String) {
        self.channel = channel
        self.address = address
    }
}

/// `POST /v1/auth/token`: a code, a refresh token, or a password with its TOTP code, for a pair of tokens.
package enum TokenRequest: Sendable {
    case code(channel: String, address: String, code: String)
    case refresh(token: String)
    case password(email: String, password: String, totp: String)
}

extension TokenRequest: Codable {
    private enum Keys: String, CodingKey {
        case grantType, channel, address, code, refreshToken, email, password, totp
    }

    package init(from decoder: any Decoder) throws {
        let box = try decoder.container(keyedBy: Keys.self)
        switch try box.decode(String.self, forKey: .grantType) {
        case "code":
            self = .code(
                channel: try box.decode(String.self, forKey: .channel),
                address: try box.decode(String.self, forKey: .address),
                code: try box.decode(String.self, forKey: .code))
        case "refresh":
            self = .refresh(token: try box.decode(String.self, forKey: .refreshToken))
        case "password":
            self = .password(
                email: try box.decode(String.self, forKey: .email),
                password: try box.decode(String.self, forKey: .password),
                totp: try box.decode(String.self, forKey: .totp))
        default:
            throw DecodingError.dataCorruptedError(
                forKey: .grantType, in: box, debugDescription: "one of code, refresh, password")
        }
    }

    package func encode(to encoder: any Encoder) throws {
        var box = encoder.container(keyedBy: Keys.self)
        switch self {
        case .code(let channel, let address, let code):
            try box.encode("code", forKey: .grantType)
            try box.encode(channel, forKey: .channel)
            try box.encode(address, forKey: .address)
            try box.encode(code, forKey: .code)
        case .refresh(let token):
            try box.encode("refresh", forKey: .grantType)
            try box.encode(token, forKey: .refreshToken)
        case .password(let email, let password, let totp):
            try box.encode("password", forKey: .grantType)
            try box.encode(email, forKey: .email)
            try box.encode(password, forKey: .password)
            try box.encode(totp, forKey: .totp)
        }
    }
}

/// What a successful sign-in gives: ten minutes of access, and a refresh token that works once.
package struct TokenAnswer: Codable, Sendable {
    package struct Account: Codable, Sendable {
        package var id: String
        /// `pt-7k2mq` or `st-4m9xd`.
        package var handle: String
        /// `patient` or `staff`.
        package var kind: String
        package var roles: [String]

        package init(id: String, handle: String, kind: String, roles: [String]) {
            self.id = id
            self.handle = handle
            self.kind = kind
            self.roles = roles
        }
    }

    package var accessToken: String
    /// `Bearer`.
    package var tokenType: String
    /// Seconds.
    package var expiresIn: Int
    package var refreshToken: String
    package var account: Account
    /// `test` or `live`.
    package var environment: String

    package init(
        accessToken: String, tokenType: String, expiresIn: Int, refreshToken: String, account: Account,
        environment: String
    ) {
        self.accessToken = accessToken
        self.tokenType = tokenType
        self.expiresIn = expiresIn
        self.refreshToken = refreshToken
        self.account = account
        self.environment = environment
    }
}

/// `POST /v1/auth/revoke`: signs this session out, or all of the account's.
package struct RevokeRequest: Codable, Sendable {
    package var everywhere: Bool

    package init(everywhere: Bool) { self.everywhere = everywhere }
}
