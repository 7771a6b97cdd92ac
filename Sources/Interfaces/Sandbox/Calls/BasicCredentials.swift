import Foundation
import Hummingbird

/// User and password of HTTP Basic (RFC 7617), as a request brings them.
struct BasicCredentials {
    let user: String
    /// May be empty: EasyPost's key is a user without a password.
    let password: String

    init?(of request: Request) {
        guard let field = request.headers[.authorization], field.hasPrefix("Basic "),
            let bytes = Data(base64Encoded: String(field.dropFirst(6)))
        else { return nil }
        let parts = String(decoding: bytes, as: UTF8.self).split(
            separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
        guard parts.count == 2 else { return nil }
        user = String(parts[0])
        password = String(parts[1])
    }
}
