import CLibpq
import Foundation
import Synchronization

/// The rows that one statement gave, in libpq's own memory until the last row that refers to them is gone.
///
/// `@unchecked Sendable`: a `PGresult` is written by the thread that received it before this object exists,
/// and only read afterwards; libpq's readers of a finished result are safe from any thread. Freed once, in
/// `deinit`.
final class ResultTable: @unchecked Sendable {
    private let result: OpaquePointer
    /// Where the next column is looked for first: rows are read in the order in which they were asked for. A guess,
    /// which threads may spoil for each other and which changes no answer.
    private let nextColumn = Atomic<Int32>(0)

    /// Takes over `result`.
    init(_ result: OpaquePointer) { self.result = result }

    deinit { PQclear(result) }

    var rowCount: Int32 { PQntuples(result) }

    /// Rows touched by an INSERT, UPDATE, DELETE or returned by a SELECT.
    var affectedRows: Int { PQcmdTuples(result).flatMap { Int(String(cString: $0)) } ?? 0 }

    /// `COMMIT`, `ROLLBACK`, `INSERT 0 1`.
    var commandTag: String { PQcmdStatus(result).map { String(cString: $0) } ?? "" }

    func column(named name: String) -> Int32? {
        let count = PQnfields(result)
        let guess = nextColumn.load(ordering: .relaxed)
        return name.withCString { wanted in
            for step in 0..<count {
                let column = guess + step < count ? guess + step : guess + step - count
                // Not PQfnumber: it folds case and allocates for every look-up.
                guard strcmp(PQfname(result, column), wanted) == 0 else { continue }
                nextColumn.store(column + 1 < count ? column + 1 : 0, ordering: .relaxed)
                return column
            }
            return nil
        }
    }

    func name(ofColumn column: Int32) -> String { PQfname(result, column).map { String(cString: $0) } ?? "?" }

    func type(ofColumn column: Int32) -> PostgresType { PostgresType(oid: PQftype(result, column)) }

    func isNull(row: Int32, column: Int32) -> Bool { PQgetisnull(result, row, column) == 1 }

    /// Valid while this object lives.
    func bytes(row: Int32, column: Int32) -> UnsafeRawBufferPointer {
        UnsafeRawBufferPointer(
            start: PQgetvalue(result, row, column), count: Int(PQgetlength(result, row, column)))
    }
}

extension ResultTable {
    /// Every row through `decode`, in the server's order.
    func decode<Value>(_ decode: (Row) throws -> Value) rethrows -> [Value] {
        var values: [Value] = []
        values.reserveCapacity(Int(rowCount))
        for index in 0..<rowCount { values.append(try decode(Row(table: self, index: index))) }
        return values
    }
}
