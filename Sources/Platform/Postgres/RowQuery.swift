/// A statement with what becomes of its rows, for `Connection.fetchTogether`.
package struct RowQuery<Value> {
    let sql: SQL
    let statement: StaticString
    let decode: (Row) throws -> Value

    package init(_ sql: SQL, _ statement: StaticString, decode: @escaping (Row) throws -> Value) {
        self.sql = sql
        self.statement = statement
        self.decode = decode
    }
}

extension Connection {
    /// Runs several statements in one round trip, in their order, and gives the rows of each. Under READ COMMITTED a later
    /// one sees what was committed while an earlier one waited for a lock, so that a lock and what is read under it
    /// travel together.
    ///
    ///     let (locked, days) = try connection.fetchTogether(
    ///         RowQuery(Treatment.lock(…), "treatment.lock", decode: Treatment.init),
    ///         RowQuery(CourseDay.select(…), "treatmentDay.select", decode: CourseDay.init))
    package func fetchTogether<each Value>(
        _ queries: repeat RowQuery<each Value>
    ) throws -> (repeat [each Value]) {
        for query in repeat each queries { try execute(query.sql, query.statement) }
        var tables = try answers(of: countOfPack(repeat each queries)).makeIterator()
        func rows<Found>(_ query: RowQuery<Found>) throws -> [Found] {
            guard let table = tables.next() else { preconditionFailure("Each statement has its answer.") }
            return try table.decode(query.decode)
        }
        return (repeat try rows(each queries))
    }

    private func countOfPack<each Value>(_ queries: repeat RowQuery<each Value>) -> Int {
        var count = 0
        for _ in repeat each queries { count += 1 }
        return count
    }
}
