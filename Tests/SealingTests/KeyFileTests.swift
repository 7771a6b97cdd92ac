import Foundation
import Sealing
import Testing

@Suite struct `The key file` {
    static let good = Data(repeating: 7, count: 32).base64EncodedString()

    @Test(arguments: [
        ("", KeyringError.missing("an entry named search")),
        ("search:\(good)", .missing("a key to wrap with")),
        ("search:\(good)\nfirst:\(good)\nfirst:\(good)", .repeated(name: "first")),
        ("search:\(good)\nfirst", .badEntry(line: 2)),
        ("search:\(good)\nFirst:\(good)", .badEntry(line: 2)),
        ("# ours\nsearch:\(good)\n\nfirst:c2hvcnQ=", .badEntry(line: 4)),
    ])
    func `is refused with the reason`(text: String, reason: KeyringError) {
        #expect(throws: reason) { try Keyring(reading: text) }
        #expect(!reason.description.contains(Self.good))
    }

    @Test func `may stand in one environment variable`() throws {
        #expect(
            try Keyring(reading: "search:\(Self.good), a:\(Self.good), b:\(Self.good)").currentMasterKeyID
                == "b")
    }

    @Test func `is made once, private, and read from then on`() async throws {
        let folder = FileManager.default.temporaryDirectory.appending(
            path: "lozenge-keys-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let path = folder.appending(path: "keys").path

        let rings = try await withThrowingTaskGroup(of: Keyring.self) { group in
            for _ in 0..<8 { group.addTask { try Keyring(generatingAt: path) } }
            return try await group.reduce(into: []) { $0.append($1) }
        }
        #expect(Set(rings.map { $0.derivedKey(for: "x").id }).count == 1)
        #expect(Set(rings.map { $0.searchToken(for: .email, "a@b.c") }).count == 1)
        let mode = try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int
        #expect(mode == 0o600)
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path) == ["keys"])

        try FileManager.default.setAttributes([.posixPermissions: 0o640], ofItemAtPath: path)
        #expect(throws: KeyringError.file(.notPrivate(path: path))) { try Keyring(file: path) }
        #expect(throws: KeyringError.file(.file(path: path + "x", errno: ENOENT))) {
            try Keyring(file: path + "x")
        }
    }
}
