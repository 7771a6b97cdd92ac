import Crypto
import Foundation
import Postgres

@testable import Sealing

extension Keyring {
    /// A ring with one master key, of random keys.
    static func fresh(named name: String = "first") throws -> Keyring {
        try Keyring(reading: freshText(naming: name))
    }
}

extension Sealed {
    /// What the database would hand back for `bytes`.
    init(reading bytes: Data) throws {
        self = try .decode(PostgresCell(column: "sealed", type: .bytea, bytes: Array(bytes)))
    }
}

extension WrappedKey {
    /// What the database would hand back for `bytes`.
    init(reading bytes: Data) throws {
        self = try .decode(PostgresCell(column: "sealed", type: .bytea, bytes: Array(bytes)))
    }
}
