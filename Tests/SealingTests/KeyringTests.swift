import Crypto
import Foundation
import Testing

@testable import Sealing

@Suite struct `The keyring` {
    let place = SealedPlace(table: "patient", column: "name", row: "1")

    @Test func `wraps a data key and unwraps it again`() throws {
        let keyring = try Keyring.fresh()
        let (key, wrapped) = try keyring.makeDataKey()
        let sealed = try Sealed("Maya", with: key, at: place)
        let again = try Keyring.fresh()
        #expect(
            try sealed.open(with: keyring.unwrap(WrappedKey(reading: wrapped.bytes)), at: place) == "Maya")
        #expect(throws: SealingError.notAuthentic) { try again.unwrap(wrapped) }
    }

    @Test func `refuses a wrapped key with any byte changed or missing`() throws {
        let keyring = try Keyring.fresh()
        let (_, wrapped) = try keyring.makeDataKey()
        for index in wrapped.bytes.indices {
            var changed = wrapped.bytes
            changed[index] ^= 1
            let forged = try WrappedKey(reading: changed)
            #expect(throws: SealingError.self, "byte \(index)") { try keyring.unwrap(forged) }
        }
        for length in 0..<wrapped.bytes.count {
            let cut = try WrappedKey(reading: wrapped.bytes.prefix(length))
            #expect(throws: SealingError.self, "\(length) bytes") { try keyring.unwrap(cut) }
        }
    }

    @Test func `changes its master key without touching what is sealed`() throws {
        let before = Keyring.freshText(naming: "2026-11")
        let old = try Keyring(reading: before)
        let (key, wrapped) = try old.makeDataKey()
        let hers = try Sealed("Maya", with: key, at: place)
        let kept = try Sealed("answer", with: old.derivedKey(for: "once"), at: place)

        let added =
            before
            + "2027-01:\(Data(SymmetricKey(size: .bits256).withUnsafeBytes { Data($0) }).base64EncodedString())"
        let both = try Keyring(reading: added)
        #expect(both.currentMasterKeyID == "2027-01")
        #expect(try hers.open(with: both.unwrap(wrapped), at: place) == "Maya")
        #expect(try kept.open(with: both, at: place) == "answer")
        #expect(both.searchToken(for: .email, "a@b.c") == old.searchToken(for: .email, "a@b.c"))

        let moved = try #require(try both.rewrap(wrapped))
        #expect(try moved.masterKeyID == "2027-01")
        #expect(try both.rewrap(moved) == nil)

        let without = try Keyring(
            reading: added.split(separator: "\n").filter { !$0.hasPrefix("2026-11") }.joined(separator: "\n"))
        #expect(try hers.open(with: without.unwrap(moved), at: place) == "Maya")
        #expect(throws: SealingError.unknownKey) { try without.unwrap(wrapped) }
    }

    @Test func `remembers no more keys than it may`() throws {
        let text = Keyring.freshText(naming: "first")
        let cache = DataKeyCache(capacity: 8)
        let keyring = try Keyring(reading: text)
        let keys = try (0..<40).map { _ in try keyring.makeDataKey() }
        for (key, wrapped) in keys {
            cache[wrapped] = key
            cache[keys[0].1] = cache[keys[0].1] ?? keys[0].0
        }
        #expect(cache.count <= 8)
        #expect(cache[keys[0].1]?.id == keys[0].0.id, "a key in use stays")
        #expect(cache[keys[1].1] == nil)
    }

    @Test func `is shown without its keys`() throws {
        let text = Keyring.freshText(naming: "first")
        let keyring = try Keyring(reading: text)
        var shown = ""
        dump(keyring, to: &shown)
        dump(keyring.derivedKey(for: "x"), to: &shown)
        shown += "\(keyring) \(String(reflecting: keyring))"
        #expect(shown.contains("first"))
        for line in text.split(separator: "\n") where line.contains(":") {
            let secret = try #require(line.split(separator: ":").last)
            #expect(!shown.contains(secret))
        }
        #expect(!shown.contains("SymmetricKey"))
    }
}
