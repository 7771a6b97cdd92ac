import Crypto
import Foundation
import Postgres

/// A patient's data key as the database keeps it: encrypted with a master key that the database never sees.
///
/// Whoever has a copy of the database alone can open nothing. Erasing this one value makes everything that
/// was sealed for the patient unreadable, in every backup too.
///
///     version 1 │ length of master id │ master id │ data key id (16) │ nonce (12) │ key (32) │ tag (16)
package struct WrappedKey: Sendable, Hashable {
    /// The bytes of the drawing above.
    package let bytes: Data

    static let version: UInt8 = 1

    init(_ bytes: Data) { self.bytes = bytes }

    /// Encrypts `key` with `master`; the header is authenticated with it.
    init(wrapping key: SealingKey, with master: MasterKey) throws {
        var header = Data([Self.version, UInt8(master.id.utf8.count)])
        header.append(contentsOf: master.id.utf8)
        header.append(key.id.bigEndianBytes)
        let secret = key.secret.withUnsafeBytes { Data($0) }
        let box = try AES.GCM.seal(secret, using: master.wrappingKey, authenticating: header)
        bytes = header + box.nonce + box.ciphertext + box.tag
    }

    /// The id of the master key that opens this one: what tells a rotation which rows are still to be done.
    package var masterKeyID: String {
        get throws(SealingError) { try parts().masterKeyID }
    }

    func unwrapped(with master: MasterKey) throws(SealingError) -> SealingKey {
        let parts = try parts()
        do {
            let box = try AES.GCM.SealedBox(combined: parts.box)
            let secret = try AES.GCM.open(box, using: master.wrappingKey, authenticating: parts.header)
            return SealingKey(id: parts.keyID, secret: SymmetricKey(data: secret))
        } catch {
            throw .notAuthentic
        }
    }

    private func parts() throws(SealingError) -> (header: Data, masterKeyID: String, keyID: UUID, box: Data) {
        let bytes = [UInt8](bytes)
        guard bytes.count > 2, bytes[0] == Self.version else { throw .malformed }
        let headerLength = 2 + Int(bytes[1]) + 16
        guard bytes.count == headerLength + 12 + 32 + 16 else { throw .malformed }
        guard let masterKeyID = String(validating: bytes[2..<(headerLength - 16)], as: UTF8.self),
            let keyID = UUID(bigEndianBytes: bytes[(headerLength - 16)..<headerLength])
        else { throw .malformed }
        return (Data(bytes[..<headerLength]), masterKeyID, keyID, Data(bytes[headerLength...]))
    }
}

extension WrappedKey: PostgresEncodable, PostgresDecodable {
    package static var postgresType: PostgresType { .bytea }

    package func encode(into bytes: inout PostgresBytes) { self.bytes.encode(into: &bytes) }

    package static func decode(_ cell: PostgresCell) throws(PostgresDecodingError) -> Self {
        Self(try Data.decode(cell))
    }
}
