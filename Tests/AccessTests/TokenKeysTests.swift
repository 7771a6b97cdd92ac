import Crypto
import Foundation
import Sealing
import Testing

@testable import Access

@Suite struct `The keys of access tokens` {
    private func inFolder<Value>(_ body: (URL) throws -> Value) throws -> Value {
        let folder = FileManager.default.temporaryDirectory.appending(path: "lozenge-keys-\(UUID())")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        return try body(folder)
    }

    @Test func `are made once, and readable by their owner alone`() throws {
        try inFolder { folder in
            let path = folder.appending(path: "tokens.pem").path
            let made = try TokenKeys(generatingAt: path)
            #expect(try TokenKeys(generatingAt: path).signingID == made.signingID)
            let mode = try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? NSNumber
            #expect(mode?.intValue == 0o600)
            #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path) == ["tokens.pem"])
        }
    }

    @Test func `are not used where others may read them`() throws {
        try inFolder { folder in
            let path = folder.appending(path: "tokens.pem").path
            _ = try TokenKeys(generatingAt: path)
            try FileManager.default.setAttributes([.posixPermissions: 0o640], ofItemAtPath: path)
            #expect(throws: TokenKeysFault.file(.notPrivate(path: path))) { try TokenKeys(file: path) }
        }
    }

    @Test func `that are missing are named by their file`() throws {
        #expect(throws: TokenKeysFault.self) { try TokenKeys(file: "/nowhere/tokens.pem") }
    }

    @Test func `are a list: the first private one signs, the others verify`() throws {
        let (current, previous, oldest) = (
            P256.Signing.PrivateKey(), P256.Signing.PrivateKey(), P256.Signing.PrivateKey().publicKey
        )
        let text = [current.pemRepresentation, previous.pemRepresentation, oldest.pemRepresentation]
            .joined(separator: "\n")
        let keys = try TokenKeys(pem: "# rotated in November\n\(text)\n")
        #expect(keys.signingID == TokenKeys.id(of: current.publicKey))
        #expect(
            Set(keys.verifying.keys)
                == Set([current.publicKey, previous.publicKey, oldest].map(TokenKeys.id)))
    }

    @Test func `must hold a private one, on the right curve`() {
        let lonely = P256.Signing.PrivateKey().publicKey.pemRepresentation
        #expect(throws: TokenKeysFault.noPrivateKey) { try TokenKeys(pem: lonely) }
        #expect(throws: TokenKeysFault.noPrivateKey) { try TokenKeys(pem: "") }
        let other = P384.Signing.PrivateKey().pemRepresentation
        #expect(throws: TokenKeysFault.unreadable) { try TokenKeys(pem: other) }
    }

    /// The curve's generator has 1 as its private key; its thumbprint was computed with Python.
    @Test func `have the ids of RFC 7638`() throws {
        let key = try P256.Signing.PrivateKey(rawRepresentation: Data(repeating: 0, count: 31) + [1])
        #expect(TokenKeys.id(of: key.publicKey) == "xx0BcA-wMohw8atY")
    }
}
