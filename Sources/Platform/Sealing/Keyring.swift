import Crypto
import Foundation
import Locks

/// The master keys of this installation, kept outside the database: whoever steals the database alone reads
/// no name, no answer and no note.
///
/// Several master keys can be in the ring, one of them current. New things use the current one, old things
/// open with the one they were made with, so keys change without a pause: add one, rewrap, remove the old
/// one. The search key is a key of its own that stays, since a token made with another one would not be
/// found.
package struct Keyring: Sendable {
    private let masters: [String: MasterKey]
    private let current: MasterKey
    let searchKey: SymmetricKey
    private let unwrapped: DataKeyCache
    /// Keys of the current master key by their purpose: some are asked for with every request.
    private let purposes = Locked<[String: SealingKey]>([:])

    init(masters: [MasterKey], current: MasterKey, searchKey: SymmetricKey, cachedKeys: Int = 65_536) {
        self.masters = Dictionary(masters.map { ($0.id, $0) }, uniquingKeysWith: { _, last in last })
        self.current = current
        self.searchKey = searchKey
        unwrapped = DataKeyCache(capacity: cachedKeys)
    }

    /// The id of the master key that new things are wrapped with.
    package var currentMasterKeyID: String { current.id }

    /// A fresh key for a new patient: the one to use, and the one to store.
    package func makeDataKey() throws -> (SealingKey, WrappedKey) {
        let key = SealingKey(id: UUID(), secret: SymmetricKey(size: .bits256))
        return (key, try WrappedKey(wrapping: key, with: current))
    }

    /// The key inside `wrapped`, remembered so that a patient's second request costs no decryption.
    package func unwrap(_ wrapped: WrappedKey) throws(SealingError) -> SealingKey {
        if let known = unwrapped[wrapped] { return known }
        guard let master = masters[try wrapped.masterKeyID] else { throw .unknownKey }
        let key = try wrapped.unwrapped(with: master)
        unwrapped[wrapped] = key
        return key
    }

    /// The same data key under the current master key, or `nil` where that is so already: one step of a
    /// rotation. Nothing sealed with the data key needs to be touched.
    package func rewrap(_ wrapped: WrappedKey) throws -> WrappedKey? {
        if try wrapped.masterKeyID == current.id { return nil }
        return try WrappedKey(wrapping: unwrap(wrapped), with: current)
    }

    /// The program's own key for what belongs to no patient: screenings before registration, the outbox, kept
    /// answers of `Once`. The same purpose gives the same key until the current master key changes; what an
    /// earlier one sealed still opens with `Sealed.open(with: keyring, …)`.
    package func derivedKey(for purpose: String) -> SealingKey {
        if let known = purposes.withLock({ $0[purpose] }) { return known }
        let key = derivedKey(from: current, purpose: MasterKey.tag(of: purpose))
        purposes.withLock { $0[purpose] = key }
        return key
    }

    /// Finds the derived key by its id, which holds the tags of master key and purpose.
    func derivedKey(id: UUID) throws(SealingError) -> SealingKey {
        let bytes = id.bigEndianBytes
        guard let master = masters.values.first(where: { $0.tag == bytes.prefix(8) }) else {
            throw .unknownKey
        }
        return derivedKey(from: master, purpose: Data(bytes.suffix(8)))
    }

    private func derivedKey(from master: MasterKey, purpose tag: Data) -> SealingKey {
        guard let id = UUID(bigEndianBytes: master.tag + tag) else {
            preconditionFailure("two tags of eight bytes make an id of sixteen")
        }
        return SealingKey(id: id, secret: master.derived(purpose: tag))
    }
}

extension Keyring: CustomStringConvertible, CustomReflectable {
    package var description: String { "Keyring(\(masters.keys.sorted().joined(separator: ", ")))" }

    package var customMirror: Mirror { Mirror(self, children: ["masters": masters.keys.sorted()]) }
}
