import Crypto
import Foundation

/// Whether two secrets are the same, in a time that does not tell where they differ.
///
/// swift-crypto's keys compare in constant time; a key is what the two become for that moment.
func isSameSecret(_ one: some ContiguousBytes, _ other: some ContiguousBytes) -> Bool {
    SymmetricKey(data: one) == SymmetricKey(data: other)
}
