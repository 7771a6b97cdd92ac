import Clocks
import Postgres

/// Work to be done soon, or later, that must not be lost: send this message, ask the pharmacy about that
/// order.
///
/// It is put in by the transaction that causes it and exists exactly if that transaction committed. From then
/// on it runs **at least once**: a worker may die after the work and before saying so, therefore a job's work
/// must bear repetition. Whatever must happen once only is held unique in the domain's own tables, never by
/// the queue.
///
///     try Job(kind: SendMessage.kind, arguments: SendMessage(message: id), runAt: now)
///         .enqueue(on: connection, now: now)
package struct Job: Sendable {
    /// The most that arguments may take as JSON, in bytes. They are ids; what belongs to the ids is in the
    /// tables. The table allows twice as much, since PostgreSQL's form of the same JSON has more spaces.
    package static let argumentLimit = 4096

    /// Which handler runs it.
    package let kind: String
    package let arguments: JSONText
    /// Jobs of one lane never run at the same time. It is no order among them: a job that waits to be tried
    /// again lets those behind it pass.
    package let lane: String?
    /// Not before this moment, in program time.
    package let runAt: Instant
    /// After so many failed attempts it becomes a dead letter.
    package let maxAttempts: Int

    /// - Parameter arguments: an object of ids, never of health data, names or secrets: it is stored
    ///   readable.
    /// - Throws: `JobRefusal` for what the tables would refuse, `EncodingError`.
    package init(
        kind: String, arguments: some Encodable & Sendable, lane: String? = nil, runAt: Instant,
        maxAttempts: Int = 25
    ) throws {
        guard (1...100).contains(kind.unicodeScalars.count) else { throw JobRefusal.kindLength }
        guard (1...200).contains(lane?.unicodeScalars.count ?? 1) else { throw JobRefusal.laneLength }
        guard (1...Int(Int32.max)).contains(maxAttempts) else { throw JobRefusal.noAttempts }
        let encoded = try JSONText(encoding: arguments)
        guard encoded.text.hasPrefix("{") else { throw JobRefusal.argumentsAreNoObject }
        guard encoded.text.utf8.count <= Self.argumentLimit else { throw JobRefusal.argumentsTooLong }
        self.kind = kind
        self.arguments = encoded
        self.lane = lane
        self.runAt = runAt
        self.maxAttempts = maxAttempts
    }

    /// Queues the job in the caller's transaction. After the commit, `JobWorker.wake` makes it start at once;
    /// without it, a worker finds it within a second.
    package func enqueue(on connection: Connection, now: Instant) throws {
        try connection.execute(insert(now: now), "job.enqueue")
    }
}

/// A job that could not be stored, found before the database is asked.
package enum JobRefusal: Error, Equatable {
    /// 1 to 100 characters.
    case kindLength
    /// 1 to 200 characters.
    case laneLength
    case noAttempts
    case argumentsAreNoObject
    /// More than ids.
    case argumentsTooLong
}
