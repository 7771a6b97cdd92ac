/// Which sockets the kernel has on its list for us, and which of them libcurl wants to hear of just now.
///
/// libcurl loses interest in a connection at the end of each exchange and finds it again at the next. Telling the kernel
/// every time would cost two calls an exchange; so a socket stays on the kernel's list, and is struck off only when it
/// speaks though nobody listens. That is safe for sockets whose closing is announced, since the kernel gives a closed
/// one's number to the next; with others (libcurl's own, for resolving names) every word is passed on.
struct WatchList {
    /// What is to be told to the kernel.
    enum Change: Equatable {
        case none
        case add(SocketPoll.Readiness)
        case modify(SocketPoll.Readiness)
        case drop
    }

    private struct Entry {
        var isAnnounced = false
        /// `nil`: not on the kernel's list.
        var listed: SocketPoll.Readiness?
        var wanted: SocketPoll.Readiness = []
    }

    /// By the socket's number; the kernel gives out the smallest free one.
    private var entries: [Entry] = []

    /// We made `socket`, and will be told when it is closed.
    mutating func opened(_ socket: Int32) { self[socket] = Entry(isAnnounced: true) }

    /// It is gone, from the kernel's list too.
    mutating func closed(_ socket: Int32) { self[socket] = Entry() }

    /// libcurl wants to hear of this, or with an empty set of nothing.
    mutating func want(_ readiness: SocketPoll.Readiness, of socket: Int32) -> Change {
        var entry = self[socket]
        defer { self[socket] = entry }
        entry.wanted = readiness
        guard readiness.isEmpty else {
            defer { entry.listed = readiness }
            guard let listed = entry.listed else { return .add(readiness) }
            return listed == readiness ? .none : .modify(readiness)
        }
        guard !entry.isAnnounced, entry.listed != nil else { return .none }
        entry.listed = nil
        return .drop
    }

    /// `socket` is ready. False if nobody wants to hear of it; then it is to be struck off.
    mutating func isWanted(_ socket: Int32) -> Bool {
        guard self[socket].wanted.isEmpty else { return true }
        self[socket].listed = nil
        return false
    }

    private subscript(socket: Int32) -> Entry {
        get { Int(socket) < entries.count ? entries[Int(socket)] : Entry() }
        set {
            while entries.count <= Int(socket) { entries.append(Entry()) }
            entries[Int(socket)] = newValue
        }
    }
}
