import Crypto
import CryptoExtras
import Foundation
import Postgres

/// What is stored of a password: scrypt's result (RFC 7914) with the salt and the parameters it was made with, so
/// that stronger ones can be chosen later without locking anybody out.
///
///     $scrypt$ln=17,r=8,p=1$<salt>$<key>        the PHC string form, base 64 without padding
package struct PasswordHash: Sendable, Hashable {
    package let parameters: Parameters
    private let salt: Data
    private let key: Data

    /// How much work a guess is.
    package struct Parameters: Sendable, Hashable {
        /// log2 of N: memory is 2^`logN` · 128 · `blockSize` bytes.
        package let logN: Int
        package let blockSize: Int
        package let parallelism: Int

        package init(logN: Int, blockSize: Int = 8, parallelism: Int = 1) {
            self.logN = logN
            self.blockSize = blockSize
            self.parallelism = parallelism
        }

        /// N 2^17, r 8, p 1 (promises.md, Security; OWASP's first choice): 128 MiB and about 0.3 s.
        package static let standard = Parameters(logN: 17)

        /// Weak and quick, for tests alone.
        package static let quick = Parameters(logN: 12)

        /// What a stored hash may ask of us: nothing weaker than the quick ones, nothing that would eat the memory.
        fileprivate var isAcceptable: Bool {
            (12...20).contains(logN) && (1...16).contains(blockSize) && (1...4).contains(parallelism)
        }
    }

    /// Hashes with a fresh salt of 128 bits. It takes its time: go through `PasswordHasher`.
    init(of password: String, parameters: Parameters) throws {
        let salt = SymmetricKey(size: .bits128).withUnsafeBytes { Data($0) }
        self.init(
            parameters: parameters, salt: salt,
            key: try Self.derive(from: password, salt: salt, parameters: parameters))
    }

    private init(parameters: Parameters, salt: Data, key: Data) {
        self.parameters = parameters
        self.salt = salt
        self.key = key
    }

    /// Stands in where there is no account, so that it takes as long to say no. No password fits it.
    static func decoy(parameters: Parameters) -> PasswordHash {
        PasswordHash(parameters: parameters, salt: Data(count: 16), key: Data(count: 32))
    }

    /// Whether this is the hash of `password`; the same work whatever the answer.
    func matches(_ password: String) throws -> Bool {
        isSameSecret(try Self.derive(from: password, salt: salt, parameters: parameters), key)
    }

    /// BoringSSL is not to be given an empty password; nobody has one, and it must cost the same. NUL cannot begin
    /// a password that was set, since those go through the same function and are at least twelve long.
    private static func derive(from password: String, salt: Data, parameters: Parameters) throws -> Data {
        let normal = PasswordRule.normalized(password)
        let bytes = normal.isEmpty ? Data([0]) : Data(normal.utf8)
        return try KDF.Scrypt.deriveKey(
            from: bytes, salt: salt, outputByteCount: 32, rounds: 1 << parameters.logN,
            blockSize: parameters.blockSize, parallelism: parameters.parallelism
        ).withUnsafeBytes { Data($0) }
    }

    /// The PHC string.
    package var text: String {
        let work = "ln=\(parameters.logN),r=\(parameters.blockSize),p=\(parameters.parallelism)"
        return "$scrypt$\(work)$\(Self.unpadded(salt))$\(Self.unpadded(key))"
    }

    /// Reads the PHC string; `nil` for another form or for parameters out of bounds.
    package init?(text: String) {
        let form = /\$scrypt\$ln=(\d{1,2}),r=(\d{1,2}),p=(\d)\$([A-Za-z0-9+\/]+)\$([A-Za-z0-9+\/]+)/
        guard let match = text.wholeMatch(of: form), let logN = Int(match.1), let blockSize = Int(match.2),
            let parallelism = Int(match.3), let salt = Self.padded(match.4), let key = Self.padded(match.5)
        else { return nil }
        let parameters = Parameters(logN: logN, blockSize: blockSize, parallelism: parallelism)
        guard parameters.isAcceptable, salt.count == 16, key.count == 32 else { return nil }
        self.init(parameters: parameters, salt: salt, key: key)
    }

    private static func unpadded(_ bytes: Data) -> String {
        bytes.base64EncodedString().replacing("=", with: "")
    }

    private static func padded(_ text: Substring) -> Data? {
        Data(base64Encoded: text + String(repeating: "=", count: (4 - text.utf8.count % 4) % 4))
    }
}

extension PasswordHash: PostgresEncodable, PostgresDecodable {
    package static var postgresType: PostgresType { .text }

    package func encode(into bytes: inout PostgresBytes) { text.encode(into: &bytes) }

    package static func decode(_ cell: PostgresCell) throws(PostgresDecodingError) -> Self {
        guard let hash = Self(text: try String.decode(cell)) else {
            throw PostgresDecodingError(column: cell.column, expected: "a scrypt hash", found: "another text")
        }
        return hash
    }
}

extension PasswordHash: CustomStringConvertible, CustomReflectable {
    package var description: String { "PasswordHash(ln=\(parameters.logN))" }

    package var customMirror: Mirror { Mirror(self, children: [:]) }
}
