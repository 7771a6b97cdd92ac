import Clinic
import Clocks
import Foundation
import Sealing

/// One participant's way into the video room of a visit: a JWT in Jitsi's claims (RFC 7519, signed with HS256), good
/// from when the door opens to the visit's end, for this room and no other.
///
/// It names nobody: the room is a random-looking word, the participant a role.
package struct RoomPass: Sendable, Hashable {
    package let url: String
    package let token: String
    package let opens: Instant
    package let closes: Instant

    /// `nil` unless the visit is on and its door is open at `now`.
    package init?(
        to consult: Consult, for party: Consult.Party, rules: VisitRules, keyring: Keyring, now: Instant
    ) throws {
        let opens = consult.time.starts - rules.lead
        let closes = consult.time.ends
        switch consult.state {
        case .booked, .checkedIn, .inProgress: break
        case .held, .completed, .expired, .cancelled, .rescheduled, .noShow, .techFailed: return nil
        }
        guard opens <= now, now < closes else { return nil }
        let room = Self.room(of: consult, keyring: keyring)
        let claims = Claims(
            aud: rules.room.audience, iss: rules.room.issuer, sub: rules.room.subject, room: room,
            nbf: opens.secondsSince1970, exp: closes.secondsSince1970, iat: now.secondsSince1970,
            context: .init(
                user: .init(
                    id: "\(party.rawValue)-\(room)", name: party.rawValue.capitalized,
                    moderator: party == .prescriber)))
        url = "\(rules.room.server)/\(room)"
        token = try Self.signed(claims, keyring: keyring)
        self.opens = opens
        self.closes = closes
    }

    /// Not the visit's id, which stands in other places too.
    static func room(of consult: Consult, keyring: Keyring) -> String {
        keyring.keyedHash(Data(consult.id.description.utf8), for: "consult_room_name").prefix(12)
            .map { byte in (byte < 16 ? "0" : "") + String(byte, radix: 16) }.joined()
    }

    /// Header, claims and their HMAC-SHA256 under a key of the installation's own.
    private static func signed(_ claims: Claims, keyring: Keyring) throws -> String {
        let header = base64URL(try CanonicalJSON.encode(Header(alg: "HS256", typ: "JWT")))
        let content = "\(header).\(base64URL(try CanonicalJSON.encode(claims)))"
        return "\(content).\(base64URL(keyring.keyedHash(Data(content.utf8), for: keyPurpose)))"
    }

    /// What the signing key is derived for.
    static let keyPurpose = "consult_room_token"

    private static func base64URL(_ data: Data) -> String {
        data.base64EncodedString().replacing("+", with: "-").replacing("/", with: "_")
            .replacing("=", with: "")
    }

    private struct Header: Encodable {
        let alg, typ: String
    }

    struct Claims: Codable {
        let aud, iss, sub, room: String
        let nbf, exp, iat: Int64
        let context: Context

        struct Context: Codable {
            let user: User
        }

        struct User: Codable {
            let id, name: String
            let moderator: Bool
        }
    }
}
