import Clocks
import Crypto
import Foundation
import Testing

@testable import Access

@Suite struct `An access token` {
    static let now = Instant(microsecondsSince1970: 1_795_277_640_250_000)
    let caller = Caller(
        accountID: UUID(), kind: .staff, roles: [.careNavigator, .auditor], session: UUID())
    let keys = TokenKeys()

    @Test func `says who its holder is, for ten minutes`() async throws {
        let tokens = try await AccessTokens(keys: keys, realm: .test)
        let (token, expiresIn) = try await tokens.issue(for: caller, now: Self.now)
        #expect(expiresIn == 600)
        // Whole seconds: the token ends with the second in which ten minutes are over.
        let end = Instant(microsecondsSince1970: 1_795_278_240_000_000)
        for moment in [Self.now, end - .microseconds(1)] {
            #expect(try await tokens.verify(token, now: moment) == caller)
        }
        for moment in [end, end + .hours(1)] {
            await #expect(throws: AccessRefusal.tokenExpired) { try await tokens.verify(token, now: moment) }
        }
    }

    @Test func `that expired is refused where it was never seen before`() async throws {
        let (token, _) = try await AccessTokens(keys: keys, realm: .test).issue(for: caller, now: Self.now)
        let other = try await AccessTokens(keys: keys, realm: .test)
        await #expect(throws: AccessRefusal.tokenExpired) {
            try await other.verify(token, now: Self.now + .minutes(11))
        }
    }

    @Test func `carries the claims of the contract`() async throws {
        let (token, _) = try await AccessTokens(keys: keys, realm: .live).issue(for: caller, now: Self.now)
        let parts = token.split(separator: ".")
        let header = try JSONDecoder().decode(
            [String: String].self, from: Base64URL.decode(parts[0]) ?? Data())
        #expect(header == ["alg": "ES256", "typ": "JWT", "kid": keys.signingID])
        let payload = try #require(Base64URL.decode(parts[1]))
        let names = String(decoding: payload, as: UTF8.self).matches(of: /"([a-z]+)":/).map { String($0.1) }
        #expect(Set(names) == ["sub", "kind", "roles", "sid", "env", "iat", "exp"])
        struct Claims: Decodable {
            let sub, kind, sid, env: String
            let roles: [String]
            let iat, exp: Int
        }
        let claims = try JSONDecoder().decode(Claims.self, from: payload)
        #expect(claims.sub == caller.accountID.uuidString.lowercased() && claims.kind == "staff")
        #expect(claims.env == "live" && claims.roles == ["auditor", "careNavigator"])
        #expect(claims.iat == 1_795_277_640 && claims.exp == 1_795_278_240)
    }

    @Test func `of another realm is not ours`() async throws {
        let live = try await AccessTokens(keys: keys, realm: .live)
        let (token, _) = try await AccessTokens(keys: keys, realm: .test).issue(for: caller, now: Self.now)
        await #expect(throws: AccessRefusal.tokenInvalid) { try await live.verify(token, now: Self.now) }
    }

    @Test func `signed with another key is not ours`() async throws {
        let (token, _) = try await AccessTokens(keys: TokenKeys(), realm: .test).issue(
            for: caller, now: Self.now)
        let ours = try await AccessTokens(keys: keys, realm: .test)
        await #expect(throws: AccessRefusal.tokenInvalid) { try await ours.verify(token, now: Self.now) }
    }

    @Test func `signed with an earlier key still counts`() async throws {
        let (token, _) = try await AccessTokens(keys: keys, realm: .test).issue(for: caller, now: Self.now)
        let rotated = TokenKeys(signing: P256.Signing.PrivateKey(), earlier: [keys.signing.publicKey])
        let tokens = try await AccessTokens(keys: rotated, realm: .test)
        #expect(try await tokens.verify(token, now: Self.now) == caller)
        let (fresh, _) = try await tokens.issue(for: caller, now: Self.now)
        let before = try await AccessTokens(keys: keys, realm: .test)
        await #expect(throws: AccessRefusal.tokenInvalid) { try await before.verify(fresh, now: Self.now) }
    }

    @Test func `cannot choose how it is checked`() async throws {
        let tokens = try await AccessTokens(keys: keys, realm: .test)
        let claims = AccessClaims(caller, realm: .test, now: Self.now, expires: Self.now + .minutes(10))
        let payload = Base64URL.encode(try JSONEncoder.forTokens.encode(claims))
        func header(_ members: String) -> String { Base64URL.encode(Data("{\(members)}".utf8)) }

        var forged = [header(#""alg":"none","typ":"JWT","kid":"\#(keys.signingID)""#) + ".\(payload)."]
        // The public key as the secret of an HMAC, the classic confusion.
        let confused = header(#""alg":"HS256","typ":"JWT","kid":"\#(keys.signingID)""#) + ".\(payload)"
        let publicKey = SymmetricKey(data: Data(keys.signing.publicKey.pemRepresentation.utf8))
        let mac = Data(HMAC<SHA256>.authenticationCode(for: Data(confused.utf8), using: publicKey))
        forged.append("\(confused).\(Base64URL.encode(mac))")
        // Our own signature, but a header without a key, with an unknown one, or with another algorithm's name.
        for members in [
            #""alg":"ES256""#, #""alg":"ES256","kid":"other""#, #""alg":"ES384","kid":"\#(keys.signingID)""#,
        ] {
            let text = "\(header(members)).\(payload)"
            let signature = try keys.signing.signature(for: Data(text.utf8)).rawRepresentation
            forged.append("\(text).\(Base64URL.encode(signature))")
        }
        for token in forged {
            await #expect(throws: AccessRefusal.tokenInvalid) {
                try await tokens.verify(token, now: Self.now)
            }
        }
    }

    @Test func `changed in any of its letters is worth nothing`() async throws {
        let tokens = try await AccessTokens(keys: keys, realm: .test)
        let (token, _) = try await tokens.issue(for: caller, now: Self.now)
        // The very last letter holds bits that no byte uses.
        for index in stride(from: 0, to: token.utf8.count - 1, by: 7) {
            var letters = Array(token.utf8)
            letters[index] = letters[index] == UInt8(ascii: "A") ? UInt8(ascii: "B") : UInt8(ascii: "A")
            let changed = String(decoding: letters, as: UTF8.self)
            await #expect(throws: AccessRefusal.tokenInvalid) {
                try await tokens.verify(changed, now: Self.now)
            }
        }
    }

    @Test(arguments: ["", ".", "..", "a.b.c", "Bearer x", String(repeating: "x", count: 100_000)])
    func `is nothing else`(text: String) async throws {
        let tokens = try await AccessTokens(keys: keys, realm: .test)
        await #expect(throws: AccessRefusal.tokenInvalid) { try await tokens.verify(text, now: Self.now) }
    }

    @Test func `of an ended session is refused at once, seen before or not`() async throws {
        let tokens = try await AccessTokens(keys: keys, realm: .test)
        let (seen, _) = try await tokens.issue(for: caller, now: Self.now)
        _ = try await tokens.verify(seen, now: Self.now)
        let (unseen, _) = try await tokens.issue(for: caller, now: Self.now + .seconds(5))
        let elsewhere = Caller(
            accountID: caller.accountID, kind: .staff, roles: caller.roles, session: UUID())
        let (other, _) = try await tokens.issue(for: elsewhere, now: Self.now)
        tokens.refuse(sessions: [caller.session], now: Self.now)
        for token in [seen, unseen] {
            await #expect(throws: AccessRefusal.tokenInvalid) {
                try await tokens.verify(token, now: Self.now)
            }
        }
        #expect(try await tokens.verify(other, now: Self.now) == elsewhere)
    }

    @Test func `is remembered only so often`() throws {
        let verified = VerifiedTokens(capacity: 100)
        for number in 0..<1000 {
            let token = VerifiedTokens.Token(caller: caller, expires: Self.now + .seconds(number % 700))
            verified.remember(token, under: Data(SHA256.hash(data: Data("\(number)".utf8))), now: Self.now)
            #expect(verified.count <= 100)
        }
        #expect(verified.count > 0)
    }
}

extension JSONEncoder {
    fileprivate static var forTokens: JSONEncoder {
        let encoder = JSONEncoder()
        encoder.dateEncodingStrategy = .secondsSince1970
        return encoder
    }
}
