import Clocks
import Locks

/// What a stand-in partner knows, all of it learned from its journal, so that a killed one knows it again.
protocol JournalBook: Sendable {
    associatedtype Event: Codable & Sendable

    /// Takes in one entry. The same entries give the same book.
    mutating func apply(_ event: Event, at instant: Instant)
}

/// A partner's book and the file that it is kept in. An event counts once its line is written.
final class Journal<Book: JournalBook>: Sendable {
    private struct State: ~Copyable {
        var book: Book
        var number = 0
        var log: AppendedLog<JournalEntry<Book.Event>>?
    }

    // The lock is the only way to the book and its file.
    private let state: Locked<State>

    /// - Parameter path: the file; without one nothing outlives the process.
    init(_ empty: Book, path: String?) throws(SandboxFault) {
        guard let path else {
            state = Locked(State(book: empty))
            return
        }
        var entries: [JournalEntry<Book.Event>] = []
        let log = try AppendedLog<JournalEntry<Book.Event>>.open(path, reading: &entries)
        var book = empty
        for entry in entries { book.apply(entry.what, at: entry.at) }
        state = Locked(State(book: book, number: entries.last?.number ?? 0, log: log))
    }

    func read<Answer: Sendable>(_ look: (Book) throws -> Answer) rethrows -> Answer {
        try state.withLock { try look($0.book) }
    }

    /// Lets `decision` say what happens, seeing nothing of what others decide meanwhile, and writes it down.
    /// When this throws, the caller must not say that it happened.
    @discardableResult
    func write<Answer: Sendable>(
        at now: Instant, _ decision: (Book) throws -> (events: [Book.Event], answer: Answer)
    ) throws -> Answer {
        try state.withLock { state in
            let (events, answer) = try decision(state.book)
            for event in events {
                let entry = JournalEntry(number: state.number + 1, at: now, what: event)
                try state.log?.append(entry)
                state.number = entry.number
                state.book.apply(event, at: now)
            }
            return answer
        }
    }

    func write(_ event: Book.Event, at now: Instant) throws {
        try write(at: now) { _ in ([event], ()) }
    }
}
