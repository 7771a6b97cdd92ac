import Foundation
import Sealing
import Testing

@Suite struct `A sealed value` {
    struct Address: Codable, Sendable, Equatable {
        var street: String
        var city: String
    }

    let keyring: Keyring
    let place = SealedPlace(table: "patient", column: "address", row: "0190a1")

    init() throws { keyring = try .fresh() }

    @Test func `opens where it was put`() throws {
        let (key, _) = try keyring.makeDataKey()
        let address = Address(street: "12 Calle Ñandú", city: "Phoenix")
        #expect(try Sealed(address, with: key, at: place).open(with: key, at: place) == address)
    }

    @Test func `keeps raw bytes raw`() throws {
        let (key, _) = try keyring.makeDataKey()
        let body = Data([0, 255, 10, 13])
        let sealed = try Sealed(body, with: key, at: place)
        #expect(sealed.bytes.count == 1 + 16 + 12 + body.count + 16)
        #expect(try sealed.open(with: key, at: place) == body)
    }

    @Test(arguments: [
        SealedPlace(table: "patients", column: "address", row: "0190a1"),
        SealedPlace(table: "patient", column: "name", row: "0190a1"),
        SealedPlace(table: "patient", column: "address", row: "0190a2"),
        SealedPlace(table: "patienta", column: "ddress", row: "0190a1"),
    ])
    func `does not open anywhere else`(elsewhere: SealedPlace) throws {
        let (key, _) = try keyring.makeDataKey()
        let sealed = try Sealed("Maya Ortiz", with: key, at: place)
        #expect(throws: SealingError.notAuthentic) { try sealed.open(with: key, at: elsewhere) }
    }

    @Test func `does not open with another patient's key`() throws {
        let (hers, _) = try keyring.makeDataKey()
        let (his, _) = try keyring.makeDataKey()
        let sealed = try Sealed("Maya Ortiz", with: hers, at: place)
        #expect(throws: SealingError.unknownKey) { try sealed.open(with: his, at: place) }
    }

    @Test func `looks different each time`() throws {
        let (key, _) = try keyring.makeDataKey()
        #expect(try Sealed("same", with: key, at: place) != Sealed("same", with: key, at: place))
    }

    @Test func `is refused when any one byte was changed`() throws {
        let (key, _) = try keyring.makeDataKey()
        let bytes = try Sealed("Maya", with: key, at: place).bytes
        for index in bytes.indices {
            var changed = bytes
            changed[index] ^= 1
            let sealed = try Sealed<String>(reading: changed)
            #expect(throws: SealingError.self, "byte \(index)") { try sealed.open(with: key, at: place) }
        }
        for length in 0..<bytes.count {
            let sealed = try Sealed<String>(reading: bytes.prefix(length))
            #expect(throws: SealingError.self, "\(length) bytes") { try sealed.open(with: key, at: place) }
        }
    }

    @Test func `says so when it holds something else than asked for`() throws {
        let (key, _) = try keyring.makeDataKey()
        let sealed = try Sealed("text", with: key, at: place)
        let misread = try Sealed<Address>(reading: sealed.bytes)
        #expect(throws: SealingError.unreadable) { try misread.open(with: key, at: place) }
    }

    @Test func `of no patient opens with the keyring, whatever the purpose was`() throws {
        let sealed = try Sealed("code 123456", with: keyring.derivedKey(for: "outbox"), at: place)
        #expect(try sealed.open(with: keyring, at: place) == "code 123456")
        #expect(keyring.derivedKey(for: "outbox").id != keyring.derivedKey(for: "once").id)
        let strangers = try Keyring.fresh(named: "other")
        #expect(throws: SealingError.unknownKey) { try sealed.open(with: strangers, at: place) }
    }
}
