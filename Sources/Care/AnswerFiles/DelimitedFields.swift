/// The fields of one row of comma-separated values (RFC 4180): quoted ones may hold commas, quotes and line breaks.
package enum DelimitedFields {
    /// - Returns: `nil` where the row is not text in UTF-8.
    package static func split(_ row: [UInt8]) -> [String]? {
        guard let text = String(validating: row, as: UTF8.self) else { return nil }
        guard row.contains(0x22) else {
            return text.utf8.split(separator: 0x2C, omittingEmptySubsequences: false).map {
                String(Substring($0))
            }
        }
        var fields: [String] = []
        var field: [UInt8] = []
        var isOpen = false
        var place = row.startIndex
        func ended() { fields.append(String(decoding: field, as: UTF8.self)) }
        while place < row.endIndex {
            let byte = row[place]
            place += 1
            switch (byte, isOpen) {
            case (0x22, true) where place < row.endIndex && row[place] == 0x22:
                field.append(byte)
                place += 1
            case (0x22, true): isOpen = false
            case (0x22, false) where field.isEmpty: isOpen = true
            case (0x2C, false):
                ended()
                field = []
            default: field.append(byte)
            }
        }
        ended()
        return fields
    }
}
