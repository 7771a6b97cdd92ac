import Crypto
import Foundation
import Sealing

/// The key under which this installation keeps what prescribers signed (Ed25519, RFC 8032): a record that was
/// changed afterwards no longer matches its signature. Earlier keys still verify.
///
/// It is the installation's key and not a prescriber's certificate: what the program does is modelled on 21 CFR 1311
/// and is not certified.
package struct PrescriptionSigningKey: Sendable {
    private let signing: Curve25519.Signing.PrivateKey
    /// By key id; the signing key's is among them.
    private let verifying: [String: Curve25519.Signing.PublicKey]

    package init(signing: Curve25519.Signing.PrivateKey, earlier: [Curve25519.Signing.PublicKey] = []) {
        self.signing = signing
        let keys = [signing.publicKey] + earlier
        verifying = Dictionary(keys.map { (Self.id(of: $0), $0) }, uniquingKeysWith: { first, _ in first })
    }

    /// A fresh key in memory: what it signs can be verified only as long as the process lives.
    package init() { self.init(signing: Curve25519.Signing.PrivateKey()) }

    /// Reads lines of base64, 32 bytes each: the first is the private key that signs, later ones are private keys of
    /// earlier times, which only verify. `#` begins a comment line.
    package init(reading text: String) throws(PrescriptionSigningKeyFault) {
        let lines = text.split(whereSeparator: \.isNewline).map { $0.trimmingCharacters(in: .whitespaces) }
        var keys: [Curve25519.Signing.PrivateKey] = []
        for line in lines where !line.isEmpty && !line.hasPrefix("#") {
            guard let bytes = Data(base64Encoded: line),
                let key = try? Curve25519.Signing.PrivateKey(rawRepresentation: bytes)
            else { throw .unreadable }
            keys.append(key)
        }
        guard let first = keys.first else { throw .noKey }
        self.init(signing: first, earlier: keys.dropFirst().map(\.publicKey))
    }

    /// Which key signs; kept beside each signature.
    package var id: String { Self.id(of: signing.publicKey) }

    /// 64 bytes over `bytes`.
    package func sign(_ bytes: Data) throws -> Data { try signing.signature(for: bytes) }

    /// Whether the key of this id made `signature` over `bytes`; `nil` for a key that this installation has not.
    package func verifies(_ signature: Data, over bytes: Data, by id: String) -> Bool? {
        verifying[id]?.isValidSignature(signature, for: bytes)
    }

    /// The key as the file holds it: as secret as a key is.
    var text: String { signing.rawRepresentation.base64EncodedString() }

    /// The first 64 bits of the SHA-256 of the public key.
    private static func id(of key: Curve25519.Signing.PublicKey) -> String {
        SHA256.hash(data: key.rawRepresentation).prefix(8).map { byte in
            (byte < 16 ? "0" : "") + String(byte, radix: 16)
        }.joined()
    }
}

extension PrescriptionSigningKey: CustomStringConvertible, CustomReflectable {
    package var description: String { "PrescriptionSigningKey(\(id))" }

    package var customMirror: Mirror { Mirror(self, children: ["id": id]) }
}

/// Why the key that signs prescriptions cannot be used; never shows a key.
package enum PrescriptionSigningKeyFault: Error, Hashable, CustomStringConvertible {
    case unreadable
    case noKey
    /// Its file cannot be used, or others may read it.
    case file(PrivateFileFault)

    package var description: String {
        switch self {
        case .unreadable: "the key that signs prescriptions is not 32 bytes in base64"
        case .noKey: "there is no key that signs prescriptions"
        case .file(let fault): fault.description
        }
    }
}
