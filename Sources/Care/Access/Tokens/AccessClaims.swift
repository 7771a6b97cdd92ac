import Clocks
import Foundation
import JWTKit

/// What an access token says of its holder. Times are whole seconds of the program clock.
struct AccessClaims: JWTPayload {
    let subject: SubjectClaim
    let kind: AccountKind
    let roles: [Role]
    let session: UUID
    let realm: Realm
    let issuedAt: IssuedAtClaim
    let expiresAt: ExpirationClaim

    private enum CodingKeys: String, CodingKey {
        case subject = "sub"
        case kind, roles
        case session = "sid"
        case realm = "env"
        case issuedAt = "iat"
        case expiresAt = "exp"
    }

    init(_ caller: Caller, realm: Realm, now: Instant, expires: Instant) {
        subject = SubjectClaim(value: caller.accountID.uuidString.lowercased())
        kind = caller.kind
        roles = caller.roles.sorted { $0.rawValue < $1.rawValue }
        session = caller.session
        self.realm = realm
        issuedAt = IssuedAtClaim(value: Date(timeIntervalSince1970: Double(now.secondsSince1970)))
        expiresAt = ExpirationClaim(value: Date(timeIntervalSince1970: Double(expires.secondsSince1970)))
    }

    var caller: Caller? {
        UUID(uuidString: subject.value).map {
            Caller(accountID: $0, kind: kind, roles: Set(roles), session: session)
        }
    }

    /// jwt-kit asks after the signature was found right. The time is judged by `AccessTokens`, which is given the
    /// program's `now`; jwt-kit would read the host's clock.
    func verify(using algorithm: some JWTAlgorithm) {}
}
