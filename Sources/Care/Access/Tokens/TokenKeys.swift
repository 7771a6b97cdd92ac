import Crypto
import Foundation
import Sealing

/// The keys that sign access tokens (ES256: ECDSA on P-256 with SHA-256). One signs; earlier ones still verify, so
/// that keys can change while tokens of ten minutes are about.
package struct TokenKeys: Sendable {
    let signing: P256.Signing.PrivateKey
    /// By key id; the signing key's is among them.
    let verifying: [String: P256.Signing.PublicKey]

    package init(signing: P256.Signing.PrivateKey, earlier: [P256.Signing.PublicKey] = []) {
        self.signing = signing
        let keys = [signing.publicKey] + earlier
        verifying = Dictionary(keys.map { (Self.id(of: $0), $0) }, uniquingKeysWith: { first, _ in first })
    }

    /// A fresh key in memory: its tokens end with the process.
    package init() { self.init(signing: P256.Signing.PrivateKey()) }

    /// Reads PEM: the first private key signs, every other key in the text, private or public, only verifies.
    package init(pem text: String) throws(TokenKeysFault) {
        let blocks = text.matches(
            of: /-----BEGIN (PRIVATE|EC PRIVATE|PUBLIC) KEY-----[^-]+-----END \1 KEY-----/)
        var signing: P256.Signing.PrivateKey?
        var earlier: [P256.Signing.PublicKey] = []
        for block in blocks {
            let pem = String(block.0)
            do {
                if block.1 == "PUBLIC" {
                    earlier.append(try P256.Signing.PublicKey(pemRepresentation: pem))
                } else {
                    let key = try P256.Signing.PrivateKey(pemRepresentation: pem)
                    if signing == nil { signing = key } else { earlier.append(key.publicKey) }
                }
            } catch {
                throw .unreadable
            }
        }
        guard let signing else { throw .noPrivateKey }
        self.init(signing: signing, earlier: earlier)
    }

    /// The signing key in PEM: as secret as a key is.
    package var pem: String { signing.pemRepresentation }

    var signingID: String { Self.id(of: signing.publicKey) }

    /// The key's thumbprint (RFC 7638), shortened: the same for the same key, wherever it is read.
    static func id(of key: P256.Signing.PublicKey) -> String {
        let point = key.rawRepresentation
        let (x, y) = (Base64URL.encode(point.prefix(32)), Base64URL.encode(point.suffix(32)))
        let members = #"{"crv":"P-256","kty":"EC","x":"\#(x)","y":"\#(y)"}"#
        return String(Base64URL.encode(Data(SHA256.hash(data: Data(members.utf8)))).prefix(16))
    }
}

/// Why the keys of the access tokens cannot be used; never shows a key.
package enum TokenKeysFault: Error, Hashable, CustomStringConvertible {
    case unreadable
    case noPrivateKey
    /// Its file cannot be used, or others may read it.
    case file(PrivateFileFault)

    package var description: String {
        switch self {
        case .unreadable: "a key of the access tokens is not a P-256 key in PEM"
        case .noPrivateKey: "the keys of the access tokens hold no private key"
        case .file(let fault): fault.description
        }
    }
}
