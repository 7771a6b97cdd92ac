/// What must hold for anything to be written: a statement at the head of each transaction that a task begins,
/// which fails where it does not hold and keeps it true until the commit by what it locks.
///
/// It is bound to a task and those that it starts, so code in between need not know of it:
///
///     try await TransactionGuard.$current.withValue(TransactionGuard(fence, "job.fence")) { … }
///
/// It travels with the first statements and costs no round trip. Reads, which change nothing, are not guarded.
package struct TransactionGuard: Sendable {
    /// The guard of the transactions that this task begins, if any.
    @TaskLocal package static var current: TransactionGuard?

    let sql: SQL
    let name: StaticString

    /// - Parameter sql: its error should have a state of its own, since it reaches those who wrote the
    ///   transaction's body; it is not tried again.
    package init(_ sql: SQL, _ statement: StaticString) {
        self.sql = sql
        name = statement
    }
}
