/// A statement that the server knows, or will soon know, by name.
final class PreparedStatement {
    enum State: Equatable {
        /// Not sent yet.
        case new
        /// On its way; may be used by what is sent after it.
        case sent
        case ready
        /// The server said no: a missing table, a wrong type.
        case refused(PostgresError)
        /// The server does not have it, or what it has is out of date; to be prepared again.
        case forgotten
    }

    let name: String
    var state = State.new

    init(name: String) { self.name = name }
}

/// The statements of one connection, by their text and the types of their values.
///
/// A name is never used twice, so an answer that comes late cannot be taken for another's.
final class StatementCache {
    /// Hashed by a part of the text only: the whole of long texts, for each use, is what costs. Those that agree there
    /// are few, and told apart by comparing.
    private struct Key: Hashable {
        let text: String
        let types: [UInt32]

        func hash(into hasher: inout Hasher) {
            hasher.combine(types.count)
            let isHashed: Void? = text.utf8.withContiguousStorageIfAvailable { bytes in
                hasher.combine(bytes.count)
                hasher.combine(
                    bytes: UnsafeRawBufferPointer(rebasing: UnsafeRawBufferPointer(bytes).prefix(48)))
                hasher.combine(
                    bytes: UnsafeRawBufferPointer(rebasing: UnsafeRawBufferPointer(bytes).suffix(48)))
            }
            if isHashed == nil { hasher.combine(text) }
        }
    }

    private var statements: [Key: PreparedStatement] = [:]
    private var lastNumber = 0
    private let capacity: Int

    /// With a capacity of 0 nothing is prepared.
    init(capacity: Int) { self.capacity = capacity }

    /// The statement under which `sql` is or shall be known; `nil` where it is to be sent unnamed, since
    /// there is no room. The program's texts are constants, so room runs out only for texts made from data.
    func statement(for sql: SQL) -> PreparedStatement? {
        let key = Key(text: sql.text, types: sql.parameters.types)
        switch statements[key]?.state {
        case .new, .sent, .ready: return statements[key]
        case .refused, .forgotten: statements[key] = nil
        case nil: break
        }
        guard statements.count < capacity else { return nil }
        lastNumber += 1
        let statement = PreparedStatement(name: "s\(lastNumber)")
        statements[key] = statement
        return statement
    }
}
