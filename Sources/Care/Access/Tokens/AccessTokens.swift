import Clocks
import Crypto
import Foundation
import JWTKit

/// Issues and verifies access tokens: JWTs signed with ES256, good for ten minutes.
///
/// A verified token is remembered by its SHA-256 until it expires, since checking a signature costs more than the
/// rest of a small request. When a session ends, its tokens are refused at once here, and within a second in other
/// processes (`RevocationWatch`).
package final class AccessTokens: Sendable {
    /// How long a token is good (decisions.md, Access).
    package static let life = Duration.minutes(10)

    private let keys: JWTKeyCollection
    private let signingID: JWKIdentifier
    private let knownIDs: Set<String>
    private let realm: Realm
    private let verified: VerifiedTokens
    private let ended = EndedSessions()

    /// - Parameter remembered: how many verified tokens are remembered.
    package init(keys: TokenKeys, realm: Realm, remembered: Int = 50_000) async throws {
        let collection = JWTKeyCollection()
        for (id, key) in keys.verifying where id != keys.signingID {
            await collection.add(ecdsa: try ES256PublicKey(backing: key), kid: JWKIdentifier(string: id))
        }
        signingID = JWKIdentifier(string: keys.signingID)
        await collection.add(ecdsa: try ES256PrivateKey(backing: keys.signing), kid: signingID)
        self.keys = collection
        self.realm = realm
        knownIDs = Set(keys.verifying.keys)
        verified = VerifiedTokens(capacity: remembered)
    }

    /// A token for `caller`, and for how many seconds it is good.
    package func issue(for caller: Caller, now: Instant) async throws -> (token: String, expiresIn: Int) {
        let claims = AccessClaims(caller, realm: realm, now: now, expires: now + Self.life)
        return (try await keys.sign(claims, kid: signingID), Int(Self.life.components.seconds))
    }

    /// Whose token this is.
    ///
    /// - Throws: `tokenExpired` for one of ours that was good once; `tokenInvalid` for everything else, one of
    ///   another realm or of a session that has ended included.
    package func verify(_ bearer: String, now: Instant) async throws(AccessRefusal) -> Caller {
        guard bearer.utf8.count <= 2048 else { throw .tokenInvalid }
        let hash = Data(SHA256.hash(data: Data(bearer.utf8)))
        let token: VerifiedTokens.Token
        if let known = verified[hash] {
            token = known
        } else {
            token = try await check(bearer)
            if now < token.expires { verified.remember(token, under: hash, now: now) }
        }
        guard now < token.expires else { throw .tokenExpired }
        guard !ended.contains(token.caller.session) else { throw .tokenInvalid }
        return token.caller
    }

    /// Refuses the tokens of these sessions from now on.
    package func refuse(sessions: some Collection<UUID>, now: Instant) {
        guard !sessions.isEmpty else { return }
        ended.insert(sessions, until: now + Self.life, now: now)
        verified.forget(sessions: Set(sessions))
    }

    private func check(_ bearer: String) async throws(AccessRefusal) -> VerifiedTokens.Token {
        do {
            // jwt-kit takes the algorithm from the key, and its first key for an id it does not know; both are
            // asked for here, so that a header can choose nothing.
            let header = try DefaultJWTParser().parse(Data(bearer.utf8), as: AccessClaims.self).header
            guard header.alg == "ES256", let id = header.kid, knownIDs.contains(id) else {
                throw AccessRefusal.tokenInvalid
            }
            let claims = try await keys.verify(bearer, as: AccessClaims.self)
            guard claims.realm == realm, let caller = claims.caller else { throw AccessRefusal.tokenInvalid }
            return VerifiedTokens.Token(caller: caller, expires: Instant(claims.expiresAt.value))
        } catch {
            throw .tokenInvalid
        }
    }
}
