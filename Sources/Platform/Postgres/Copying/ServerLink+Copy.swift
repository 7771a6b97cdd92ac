import CLibpq

extension ServerLink {
    /// Runs `COPY … FROM STDIN`, sending what `next` gives, `nil` being the end. The link is idle before and after.
    ///
    /// - Returns: the number of rows.
    /// - Throws: `PostgresError`; what `next` threw, after the server was told that nothing more comes.
    func copyIn(
        _ text: String, _ name: StaticString, until deadline: Deadline, _ next: () throws -> [UInt8]?
    ) throws -> Int {
        precondition(isIdle, "A COPY begins when everything is answered.")
        guard PQexitPipelineMode(connection) == 1, PQsendQuery(connection, text) == 1 else {
            throw lost(name)
        }
        var stopped: (any Error)?
        var (rows, failure): (Int, PostgresError?) = (0, nil)
        while let result = try nextResult(name, until: deadline) {
            switch PQresultStatus(result) {
            case PGRES_COPY_IN:
                PQclear(result)
                do { while let bytes = try next() { try put(bytes, name, until: deadline) } } catch {
                    guard isOpen else { throw error }
                    stopped = error
                }
                try putEnd(because: stopped, name, until: deadline)
            case PGRES_COMMAND_OK:
                rows = ResultTable(result).affectedRows
            default:
                failure = failure ?? PostgresError(result: result, statement: "\(name)")
                PQclear(result)
            }
        }
        guard PQenterPipelineMode(connection) == 1 else { throw lost(name) }
        if let stopped { throw stopped }
        if let failure { throw failure }
        return rows
    }

    private func put(
        _ bytes: [UInt8], _ name: StaticString, until deadline: Deadline
    ) throws(PostgresError) {
        while true {
            let taken = bytes.withUnsafeBytes {
                PQputCopyData(
                    connection, $0.baseAddress?.assumingMemoryBound(to: CChar.self), Int32($0.count))
            }
            guard taken >= 0 else { throw lost(name) }
            // libpq would keep everything that the server does not take; here it is one piece at most.
            while try !flush() { try exchange(until: deadline) }
            if taken == 1 { return }
        }
    }

    private func putEnd(
        because stopped: (any Error)?, _ name: StaticString, until deadline: Deadline
    ) throws(PostgresError) {
        while true {
            let taken =
                stopped == nil
                ? PQputCopyEnd(connection, nil) : PQputCopyEnd(connection, "given up by the program")
            if taken == 1 { return }
            guard taken == 0 else { throw lost(name) }
            try exchange(until: deadline)
        }
    }

    /// The next result outside of a pipeline; `nil` when all are taken.
    private func nextResult(
        _ name: StaticString, until deadline: Deadline
    ) throws(PostgresError) -> OpaquePointer? {
        while true {
            let isFlushed = try flush()
            if isFlushed, PQisBusy(connection) == 0 { break }
            try exchange(until: deadline)
        }
        let result = PQgetResult(connection)
        guard PQstatus(connection) == CONNECTION_OK else {
            if let result { PQclear(result) }
            throw lost(name)
        }
        return result
    }
}
