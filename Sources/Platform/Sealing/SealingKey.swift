import Crypto
import Foundation

/// A key that is ready to seal and open values: one patient's, or one derived for a purpose of the program.
///
/// It lives in memory only. Printing it shows its id, never the key.
package struct SealingKey: Sendable {
    /// Written in front of everything sealed with this key, so that opening finds the right one.
    package let id: UUID
    let secret: SymmetricKey

    init(id: UUID, secret: SymmetricKey) {
        self.id = id
        self.secret = secret
    }
}

extension SealingKey: CustomStringConvertible, CustomReflectable {
    package var description: String { "SealingKey(\(id))" }

    package var customMirror: Mirror { Mirror(self, children: ["id": id]) }
}
