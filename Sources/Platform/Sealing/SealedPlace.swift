import Foundation

/// The one field of one row that a sealed value belongs to.
///
/// It is authenticated together with the value, so that a name copied into another patient's row, or a note
/// moved to another column, does not open there.
package struct SealedPlace: Sendable, Hashable {
    package let table: String
    package let column: String
    /// The row's primary key as text. It must never change while the value is kept.
    package let row: String

    package init(table: String, column: String, row: String) {
        self.table = table
        self.column = column
        self.row = row
    }

    /// Each part preceded by its length: `("ab", "c")` and `("a", "bc")` are different places.
    var authenticatedBytes: Data {
        var bytes = Data()
        for part in [table, column, row] {
            let text = Data(part.utf8)
            withUnsafeBytes(of: UInt32(text.count).bigEndian) { bytes.append(contentsOf: $0) }
            bytes.append(text)
        }
        return bytes
    }
}
