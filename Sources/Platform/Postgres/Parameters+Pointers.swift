extension Parameters {
    /// An address at which nothing is read.
    private static var empty: UnsafeRawPointer? {
        let nothing: StaticString = " "
        return UnsafeRawPointer(nothing.utf8Start)
    }

    typealias Values = UnsafePointer<UnsafePointer<CChar>?>?

    /// The values in the arrays that libpq wants: where each begins, how long it is, all binary. The pointers
    /// are valid during `body`; libpq copies what it needs.
    func withPointers(
        _ body: (Int32, UnsafePointer<UInt32>?, Values, UnsafePointer<Int32>?, UnsafePointer<Int32>?) -> Int32
    ) -> Int32 {
        guard !lengths.isEmpty else { return body(0, nil, nil, nil, nil) }
        let count = lengths.count
        return bytes.contents.withUnsafeBytes { buffer in
            withUnsafeTemporaryAllocation(of: UnsafePointer<CChar>?.self, capacity: count) { values in
                withUnsafeTemporaryAllocation(of: Int32.self, capacity: count) { formats in
                    formats.initialize(repeating: 1)
                    var offset = 0
                    for (index, length) in lengths.enumerated() {
                        // A null pointer would mean NULL, so an empty value has an address, too.
                        let start = length > 0 ? buffer.baseAddress?.advanced(by: offset) : Self.empty
                        values.initializeElement(
                            at: index, to: length < 0 ? nil : start?.assumingMemoryBound(to: CChar.self))
                        offset += max(0, Int(length))
                    }
                    return body(
                        Int32(count), types, UnsafePointer(values.baseAddress), lengths,
                        UnsafePointer(formats.baseAddress))
                }
            }
        }
    }
}
