import CCurl
import Foundation

/// Waits until one of many sockets is ready, or somebody rings.
///
/// This file is the one in Outbound that is Linux's own: epoll for the sockets and an eventfd as the bell. The
/// kernel keeps the list of sockets, so that a thousand which say nothing cost nothing at an event on another.
struct SocketPoll: Sendable {
    /// What a socket is watched for, or found ready for.
    struct Readiness: OptionSet {
        let rawValue: Int32

        static let reading = Readiness(rawValue: CURL_CSELECT_IN)
        static let writing = Readiness(rawValue: CURL_CSELECT_OUT)
        static let broken = Readiness(rawValue: CURL_CSELECT_ERR)
    }

    private let epoll: Int32
    private let bell: Int32
    /// At most so many ready sockets are handed out by one `wait`; the others by the next.
    private static let batch = 128

    /// `nil` when file descriptors or memory have run out.
    init?() {
        epoll = epoll_create1(Int32(EPOLL_CLOEXEC))
        bell = eventfd(0, Int32(EFD_CLOEXEC) | Int32(EFD_NONBLOCK))
        var event = epoll_event(events: EPOLLIN.rawValue, data: epoll_data_t(fd: bell))
        guard epoll >= 0, bell >= 0, epoll_ctl(epoll, EPOLL_CTL_ADD, bell, &event) == 0 else {
            free()
            return nil
        }
    }

    /// Tells the kernel. A closed socket needs no dropping.
    func apply(_ change: WatchList.Change, to socket: Int32) {
        switch change {
        case .none: break
        // The other way round where list and kernel should not agree: being heard matters more.
        case .add(let readiness):
            if !control(EPOLL_CTL_ADD, socket, readiness) { _ = control(EPOLL_CTL_MOD, socket, readiness) }
        case .modify(let readiness):
            if !control(EPOLL_CTL_MOD, socket, readiness) { _ = control(EPOLL_CTL_ADD, socket, readiness) }
        case .drop:
            _ = control(EPOLL_CTL_DEL, socket, [])
        }
    }

    /// Takes a pending error off `socket`, so that a reset connection reads as one that has ended. libcurl notices only
    /// the latter when it looks whether a kept connection is alive, and would send an order into the former.
    func takeError(of socket: Int32) {
        var error: Int32 = 0
        var length = socklen_t(MemoryLayout<Int32>.size)
        _ = getsockopt(socket, SOL_SOCKET, SO_ERROR, &error, &length)
    }

    private func control(_ operation: Int32, _ socket: Int32, _ readiness: Readiness) -> Bool {
        var events: UInt32 = 0
        if readiness.contains(.reading) { events |= EPOLLIN.rawValue }
        if readiness.contains(.writing) { events |= EPOLLOUT.rawValue }
        var event = epoll_event(events: events, data: epoll_data_t(fd: socket))
        return epoll_ctl(epoll, operation, socket, &event) == 0
    }

    /// Ends the present or the next `wait`. The only function that any thread may call.
    func ring() {
        var one: UInt64 = 1
        _ = write(bell, &one, 8)
    }

    /// Returns when a socket is ready, somebody rang, or the time is up; then with nothing.
    func wait(atMost timeout: Duration) -> [(socket: Int32, readiness: Readiness)] {
        let milliseconds = Int32(clamping: max(0, timeout.milliseconds))
        return withUnsafeTemporaryAllocation(of: epoll_event.self, capacity: Self.batch) { events in
            let count = epoll_wait(epoll, events.baseAddress, Int32(Self.batch), milliseconds)
            return events.prefix(max(0, Int(count))).compactMap { event in
                guard event.data.fd != bell else {
                    var rings: UInt64 = 0
                    _ = read(bell, &rings, 8)
                    return nil
                }
                return (event.data.fd, Self.readiness(event.events))
            }
        }
    }

    func free() {
        if epoll >= 0 { close(epoll) }
        if bell >= 0 { close(bell) }
    }

    private static func readiness(_ events: UInt32) -> Readiness {
        var readiness: Readiness = []
        if events & (EPOLLIN.rawValue | EPOLLHUP.rawValue) != 0 { readiness.insert(.reading) }
        if events & EPOLLOUT.rawValue != 0 { readiness.insert(.writing) }
        if events & EPOLLERR.rawValue != 0 { readiness.insert(.broken) }
        return readiness
    }
}
