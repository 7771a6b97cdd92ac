import Crypto
import Foundation

extension Keyring {
    /// A hash that only this installation can compute: HMAC-SHA-256, 32 bytes. For what is compared but never
    /// read again, and guessed too easily for a plain hash: one-time codes, answers of a questionnaire.
    ///
    /// Its key comes from the search key, so it stays the same when the master keys change; every purpose has
    /// a key of its own.
    package func keyedHash(_ message: Data, for purpose: String) -> Data {
        let info = Data("lozenge keyed hash 1".utf8) + MasterKey.tag(of: purpose)
        let key = HKDF<SHA256>.deriveKey(inputKeyMaterial: searchKey, info: info, outputByteCount: 32)
        return Data(HMAC<SHA256>.authenticationCode(for: message, using: key))
    }
}
