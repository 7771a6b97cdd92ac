/// One exchange with a partner, as it is kept: with whom, what for and how it ended, never what was said.
package struct RecordedExchange: Sendable {
    /// How it ended.
    package enum End: Sendable, Hashable {
        /// With an answer: its HTTP status, or a mail server's reply code.
        case answered(status: Int)
        /// Without.
        case failed(TransferError.Kind, TransferError.Outcome)
    }

    /// `pharmacy:alpha`, `carrier:easypost`, `texts`, `mail`.
    package let partner: String
    /// `submitOrder`, `buyLabel`.
    package let operation: String
    /// Our own id of what it was about.
    package let reference: String?
    package let end: End
    package let took: Duration
}

/// Who keeps the records of exchanges.
package struct ExchangeRecorder: Sendable {
    /// Called after each exchange and awaited before its answer is used, so that what was done on an answer never stands
    /// in the database without the exchange that it came by.
    let record: @Sendable (RecordedExchange) async -> Void

    package init(_ record: @escaping @Sendable (RecordedExchange) async -> Void) { self.record = record }
}
