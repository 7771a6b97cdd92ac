import Foundation
import StrictJSON

/// The one way in which a value becomes JSON where bytes are compared, hashed, signed or sealed.
///
/// For our own structs with ASCII keys and without `Double` this is RFC 8785 (JSON Canonicalization Scheme):
/// keys sorted, no spaces, slashes as they are. The bytes are stored; checking a signature never encodes
/// again.
package enum CanonicalJSON {
    /// The bytes of `value`. Equal values give equal bytes, in every process and every release.
    package static func encode(_ value: some Encodable) throws -> Data {
        try SortedJSONEncoder.encode(value)
    }
}
