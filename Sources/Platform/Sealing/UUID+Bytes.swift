import Foundation

extension UUID {
    /// The sixteen bytes in the order in which they are written.
    var bigEndianBytes: Data { withUnsafeBytes(of: uuid) { Data($0) } }

    init?(bigEndianBytes bytes: some Collection<UInt8>) {
        guard bytes.count == 16 else { return nil }
        self.init(uuid: Array(bytes).withUnsafeBytes { $0.loadUnaligned(as: uuid_t.self) })
    }
}
