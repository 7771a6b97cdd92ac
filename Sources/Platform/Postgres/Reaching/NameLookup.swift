import Foundation
import Locks

/// Looks up host names on threads of their own, since `getaddrinfo` blocks for as long as it likes.
///
/// Whoever waits sleeps in `poll` under a deadline of their own and is rung for. A name that is being looked
/// up already is not looked up twice, so that a name server that is away costs one thread and not one for
/// each attempt.
final class NameLookup: Sendable {
    /// Where one who waits finds what was found: the addresses, none where the name is not known.
    final class Inbox: Sendable {
        let doorbell = Doorbell()
        private let arrived = Locked<[String: [String]]>([:])

        func take() -> [String: [String]] {
            doorbell.silence()
            return arrived.withLock { arrived in
                defer { arrived = [:] }
                return arrived
            }
        }

        fileprivate func put(_ addresses: [String], of name: String) {
            arrived.withLock { $0[name] = addresses }
            doorbell.ring()
        }
    }

    private let waiting = Locked<[String: [Inbox]]>([:])
    private let addresses: @Sendable (String) -> [String]

    /// By the system's resolver, unless told otherwise.
    init(_ addresses: @escaping @Sendable (String) -> [String] = NameLookup.systemAddresses) {
        self.addresses = addresses
    }

    func find(_ name: String, for inbox: Inbox) {
        let isNew = waiting.withLock { waiting in
            defer { waiting[name, default: []].append(inbox) }
            return waiting[name] == nil
        }
        guard isNew else { return }
        let thread = Thread { [self] in
            let found = addresses(name)
            for inbox in waiting.withLock({ $0.removeValue(forKey: name) }) ?? [] {
                inbox.put(found, of: name)
            }
        }
        thread.name = "postgres-names"
        thread.start()
    }

    /// All addresses of `name` in the order to try, as numbers.
    static func systemAddresses(of name: String) -> [String] {
        var hints = addrinfo()
        #if os(Linux)
            hints.ai_socktype = Int32(SOCK_STREAM.rawValue)
        #else
            hints.ai_socktype = SOCK_STREAM
        #endif
        var list: UnsafeMutablePointer<addrinfo>?
        guard getaddrinfo(name, nil, &hints, &list) == 0 else { return [] }
        defer { freeaddrinfo(list) }
        var found: [String] = []
        var next = list
        while let entry = next?.pointee {
            var text = [CChar](repeating: 0, count: Int(NI_MAXHOST))
            let status = getnameinfo(
                entry.ai_addr, entry.ai_addrlen, &text, socklen_t(text.count), nil, 0, NI_NUMERICHOST)
            if status == 0 {
                found.append(
                    text.withUnsafeBufferPointer { $0.baseAddress.map { String(cString: $0) } ?? "" })
            }
            next = entry.ai_next
        }
        return found
    }
}
