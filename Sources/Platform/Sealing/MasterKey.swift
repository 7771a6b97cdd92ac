import Crypto
import Foundation

/// One of the keys outside the database, from which all others come.
struct MasterKey: Sendable {
    /// A short name, `2026-11`, that is written in clear beside what the key wrapped.
    let id: String
    private let secret: SymmetricKey

    /// What data keys are encrypted with.
    let wrappingKey: SymmetricKey

    init(id: String, secret: SymmetricKey) {
        self.id = id
        self.secret = secret
        wrappingKey = Self.derive(secret, "lozenge wrapping key 1", Data())
    }

    /// The key for the purpose that `tag` stands for.
    func derived(purpose tag: Data) -> SymmetricKey { Self.derive(secret, "lozenge purpose key 1", tag) }

    /// Eight bytes that stand for this key in the id of a derived one.
    var tag: Data { Self.tag(of: id) }

    static func tag(of text: String) -> Data { Data(SHA256.hash(data: Data(text.utf8)).prefix(8)) }

    /// HKDF-SHA-256 (RFC 5869); the label keeps keys for different uses apart.
    private static func derive(_ secret: SymmetricKey, _ label: String, _ tag: Data) -> SymmetricKey {
        HKDF<SHA256>.deriveKey(inputKeyMaterial: secret, info: Data(label.utf8) + tag, outputByteCount: 32)
    }
}
