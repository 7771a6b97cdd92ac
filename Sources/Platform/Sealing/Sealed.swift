import Crypto
import Foundation
import Postgres

/// A value that names or describes a person, as the database keeps it: readable only with the patient's key,
/// and only in the row and column it was written for.
///
/// AES-256-GCM with a fresh random nonce; two equal values look different. What is searched for has a
/// `SearchToken` beside it. Opening at the wrong place throws, it never yields another person's value.
///
///     version 1 │ key id (16) │ nonce (12) │ ciphertext │ tag (16)
package struct Sealed<Value: Codable & Sendable>: Sendable, Hashable {
    /// The bytes of the drawing above.
    package let bytes: Data

    /// Seals `value` for `place`. Throws only where `value` cannot be encoded.
    package init(_ value: Value, with key: SealingKey, at place: SealedPlace) throws {
        let header = SealedHeader.bytes(keyID: key.id)
        let box = try AES.GCM.seal(
            try SealedContent.bytes(of: value), using: key.secret,
            authenticating: header + place.authenticatedBytes)
        bytes = header + box.nonce + box.ciphertext + box.tag
    }

    private init(bytes: Data) { self.bytes = bytes }

    /// Which key opens this.
    package var keyID: UUID {
        get throws(SealingError) { try SealedHeader.keyID(in: bytes) }
    }

    /// The value, when `key` sealed it and it still stands where it was put.
    package func open(with key: SealingKey, at place: SealedPlace) throws(SealingError) -> Value {
        guard try keyID == key.id else { throw .unknownKey }
        let header = bytes.prefix(SealedHeader.length)
        let content: Data
        do {
            let box = try AES.GCM.SealedBox(combined: bytes.dropFirst(SealedHeader.length))
            content = try AES.GCM.open(
                box, using: key.secret, authenticating: header + place.authenticatedBytes)
        } catch {
            throw .notAuthentic
        }
        return try SealedContent.value(in: content)
    }

    /// The value, when it was sealed with a key that `keyring` derives for a purpose of the program.
    package func open(with keyring: Keyring, at place: SealedPlace) throws(SealingError) -> Value {
        try open(with: keyring.derivedKey(id: keyID), at: place)
    }
}

extension Sealed: PostgresEncodable, PostgresDecodable {
    package static var postgresType: PostgresType { .bytea }

    package func encode(into bytes: inout PostgresBytes) { self.bytes.encode(into: &bytes) }

    package static func decode(_ cell: PostgresCell) throws(PostgresDecodingError) -> Self {
        Self(bytes: try Data.decode(cell))
    }
}

/// The seventeen bytes in front of the nonce.
private enum SealedHeader {
    static let version: UInt8 = 1
    static let length = 17

    static func bytes(keyID: UUID) -> Data { [version] + keyID.bigEndianBytes }

    static func keyID(in bytes: Data) throws(SealingError) -> UUID {
        guard bytes.count >= length + 12 + 16, bytes.first == version,
            let id = UUID(bigEndianBytes: bytes.dropFirst().prefix(16))
        else { throw .malformed }
        return id
    }
}

/// What is encrypted: raw bytes stay raw (a webhook's body, an archived prescription), all else becomes JSON.
private enum SealedContent {
    static func bytes<Value: Encodable>(of value: Value) throws -> Data {
        if Value.self == Data.self, let raw = value as? Data { return raw }
        return try CanonicalJSON.encode(value)
    }

    static func value<Value: Decodable>(in content: Data) throws(SealingError) -> Value {
        if Value.self == Data.self, let raw = content as? Value { return raw }
        do {
            return try JSONDecoder().decode(Value.self, from: content)
        } catch {
            throw .unreadable
        }
    }
}
