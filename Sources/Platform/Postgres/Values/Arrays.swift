import Foundation

// One-dimensional arrays of anything that can be bound: `WHERE id = ANY(\(ids))`.
//
// The binary form: dimensions, whether there are NULLs, the element's type; per dimension its length and
// first index; then each element with its length in front, -1 for NULL.

extension Array: PostgresEncodable where Element: PostgresEncodable {
    package static var postgresType: PostgresType { Element.postgresType.array }

    package func encode(into bytes: inout PostgresBytes) {
        var elements = PostgresBytes()
        var hasNull = false
        for element in self {
            let lengthAt = elements.contents.count
            elements.append(Int32(0))
            element.encode(into: &elements)
            let length = elements.endValue(begunAt: lengthAt + 4)
            elements.replaceLength(at: lengthAt, with: length)
            hasNull = hasNull || length < 0
        }
        bytes.append(Int32(isEmpty ? 0 : 1))
        bytes.append(Int32(hasNull ? 1 : 0))
        bytes.append(Element.postgresType.oid)
        guard !isEmpty else { return }
        bytes.append(Int32(count))
        bytes.append(Int32(1))
        bytes.append(contentsOf: elements.contents)
    }
}

extension Array: PostgresDecodable where Element: PostgresDecodable {
    /// From any array type; its elements decide whether they can be read.
    package static func decode(_ cell: PostgresCell) throws(PostgresDecodingError) -> [Element] {
        let parts = try cell.read(as: Self.self, from: cell.type) { ArrayParts($0) }
        var elements: [Element] = []
        elements.reserveCapacity(parts.elements.count)
        for bytes in parts.elements {
            let element = PostgresCell(column: cell.column, type: parts.elementType, bytes: bytes)
            elements.append(try Element.decode(element))
        }
        return elements
    }
}

/// An array taken apart; `nil` for bytes that are no one-dimensional array, whatever their type claims.
private struct ArrayParts {
    let elementType: PostgresType
    private(set) var elements: [[UInt8]?] = []

    init?(_ bytes: UnsafeRawBufferPointer) {
        var rest = bytes[...]
        func number(_ rest: inout Slice<UnsafeRawBufferPointer>) -> Int32? {
            guard rest.count >= 4 else { return nil }
            defer { rest = rest.dropFirst(4) }
            return Int32(bigEndianBytes: UnsafeRawBufferPointer(rebasing: rest.prefix(4)))
        }
        guard let dimensions = number(&rest), number(&rest) != nil, let oid = number(&rest) else {
            return nil
        }
        elementType = PostgresType(oid: UInt32(bitPattern: oid))
        if dimensions == 0 { return }
        guard dimensions == 1, let count = number(&rest), count >= 0, number(&rest) != nil else { return nil }
        for _ in 0..<count {
            guard let length = number(&rest), length <= rest.count else { return nil }
            elements.append(length < 0 ? nil : [UInt8](rest.prefix(Int(length))))
            rest = rest.dropFirst(max(0, Int(length)))
        }
        guard rest.isEmpty else { return nil }
    }
}
