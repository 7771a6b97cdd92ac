extension Parameters {
    typealias Values = UnsafePointer<UnsafePointer<CChar>?>?

    /// The values in the arrays that libpq wants: where each begins, how long it is, all binary. The pointers
    /// are valid during `body`; libpq copies what it needs.
    func withPointers(
        _ body: (Int32, UnsafePointer<UInt32>?, Values, UnsafePointer<Int32>?, UnsafePointer<Int32>?) -> Int32
    ) -> Int32 {
        guard !lengths.isEmpty else { return body(0, nil, nil, nil, nil) }
        let formats = [Int32](repeating: 1, count: lengths.count)
        // One byte more, so that an empty text at the end has an address too: a null pointer would mean NULL.
        return (bytes.contents + [0]).withUnsafeBufferPointer { buffer in
            buffer.withMemoryRebound(to: CChar.self) { characters in
                var offset = 0
                let pointers = lengths.map { length -> UnsafePointer<CChar>? in
                    guard length >= 0 else { return nil }
                    defer { offset += Int(length) }
                    return characters.baseAddress?.advanced(by: offset)
                }
                return body(Int32(lengths.count), types, pointers, lengths, formats)
            }
        }
    }
}
