import CLibpq

extension PostgresError {
    /// The server's refusal, without its DETAIL, which quotes rows, and without words that may.
    init(result: OpaquePointer, statement: String?) {
        func field(_ code: Int32) -> String? { PQresultErrorField(result, code).map { String(cString: $0) } }
        let state = field(lozenge_diag_sqlstate).map { SQLState($0) }
        // Without a state it is libpq's own word, with severity FATAL it is the server's last: either way the
        // conversation is over.
        self.init(
            Self.endsConnection(result) ? .connectionLost : .server, sqlState: state, statement: statement)
        constraint = field(lozenge_diag_constraint)
        table = field(lozenge_diag_table)
        column = field(lozenge_diag_column)
        if let state, state.hasHarmlessMessage { message = field(lozenge_diag_message) }
    }

    /// Whether the connection is over with this result.
    static func endsConnection(_ result: OpaquePointer) -> Bool {
        guard let severity = PQresultErrorField(result, lozenge_diag_severity) else { return true }
        return ["FATAL", "PANIC"].contains(String(cString: severity))
    }

    /// The server's own word, and its last, that it ends this session (57P01 and its kin). It stands in place of
    /// the answer to what was not done. A pooler says other things (08P01), and libpq has no state to tell.
    var isServersFarewell: Bool { kind == .connectionLost && sqlState?.code.hasPrefix("57P0") == true }

    /// The server no longer has the statement (26000), or its plan gives other columns than before (0A000).
    var isStalePreparation: Bool { sqlState == .invalidStatementName || sqlState == .featureNotSupported }
}

extension SQLState {
    /// Messages of these classes speak of names and of the server itself. Those of 22 (data), 23
    /// (constraints) and P0 (raised by functions) may quote what a row holds.
    var hasHarmlessMessage: Bool {
        ["08", "0A", "25", "26", "28", "3D", "3F", "40", "42", "53", "54", "55", "57", "58"].contains(
            category)
    }
}
