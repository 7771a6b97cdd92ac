import CCurl
import Foundation

/// libcurl's handle for many transfers at once, with their kept connections.
///
/// libcurl says which sockets it watches and when it wants to be called at the latest; `wait` does the waiting and
/// calls it for what is ready, and for nothing else.
///
/// @unchecked: everything but `wake` is called by the thread that owns the handle, libcurl's callbacks too, and
/// `SocketPoll` may be rung from any. `TransferThread` calls `wake` under its inbox's lock and takes the handle out
/// of there before it frees it.
final class MultiHandle: @unchecked Sendable {
    private let pointer: UnsafeMutableRawPointer
    private let poll: SocketPoll
    private var watched = WatchList()
    /// When libcurl wants to be called though no socket is ready.
    private var timer: ContinuousClock.Instant?

    /// Once for the process, before its first handle.
    private static let libraryIsReady = curl_global_init(shim_global_default) == CURLE_OK

    /// `nil` when memory or file descriptors have run out.
    init?() {
        guard Self.libraryIsReady, let pointer = curl_multi_init() else { return nil }
        guard let poll = SocketPoll() else {
            curl_multi_cleanup(pointer)
            return nil
        }
        self.pointer = pointer
        self.poll = poll
        // Without a number libcurl keeps four times as many as transfers run at that moment, that is none.
        _ = shim_multi_set_long(pointer, CURLMOPT_MAXCONNECTS, 256)
        // Unretained: this object frees the handle before it goes.
        let context = Unmanaged.passUnretained(self).toOpaque()
        _ = shim_multi_set_pointer(pointer, CURLMOPT_SOCKETDATA, context)
        _ = shim_multi_set_socket(pointer) { _, socket, what, context, _ in
            MultiHandle.at(context).watch(socket, what)
            return 0
        }
        _ = shim_multi_set_pointer(pointer, CURLMOPT_TIMERDATA, context)
        _ = shim_multi_set_timer(pointer) { _, milliseconds, context in
            MultiHandle.at(context).timer = milliseconds < 0 ? nil : .now + .milliseconds(milliseconds)
            return 0
        }
    }

    func wake() { poll.ring() }

    func add(_ easy: EasyHandle) -> CURLMcode { curl_multi_add_handle(pointer, easy.pointer) }

    func remove(_ easy: EasyHandle) { _ = curl_multi_remove_handle(pointer, easy.pointer) }

    /// Lets libcurl do what has become due, without waiting.
    func actIfDue() {
        guard let timer, timer <= .now else { return }
        self.timer = nil
        act(on: shim_socket_timeout, [])
    }

    /// A transfer that ended since the last call, with its result.
    func nextEnded() -> (easy: EasyHandle, result: CURLcode)? {
        var left: Int32 = 0
        while let message = curl_multi_info_read(pointer, &left) {
            guard message.pointee.msg == CURLMSG_DONE, let easy = message.pointee.easy_handle else {
                continue
            }
            return (EasyHandle(easy), message.pointee.data.result)
        }
        return nil
    }

    /// Waits until a socket or a timer of libcurl wants something, somebody calls `wake`, or the time is up; then
    /// lets libcurl serve the sockets that are ready.
    func wait(atMost timeout: Duration) {
        let limit = timer.map { min(timeout, $0 - .now) } ?? timeout
        for (socket, readiness) in poll.wait(atMost: limit) {
            if watched.isWanted(socket) {
                act(on: socket, readiness)
            } else {
                // A kept connection spoke unasked: mostly it was closed by the other side.
                poll.apply(.drop, to: socket)
                poll.takeError(of: socket)
            }
        }
    }

    /// A socket was made for a transfer on `easy`, whose connection tells of its closing.
    func opened(_ socket: curl_socket_t) { watched.opened(socket) }

    /// Has connections that are made for `easy` tell when they are closed.
    func announceClosing(on easy: EasyHandle) throws(CurlRefusal) {
        // Kept with the connection, which this object outlives.
        let context = Unmanaged.passUnretained(self).toOpaque()
        let closing: curl_closesocket_callback = { context, socket in
            MultiHandle.at(context).watched.closed(socket)
            return close(socket)
        }
        try easy.check(shim_set_close_socket(easy.pointer, closing), CURLOPT_CLOSESOCKETFUNCTION)
        try easy.set(CURLOPT_CLOSESOCKETDATA, context)
    }

    /// Closes the kept connections too.
    func free() {
        _ = curl_multi_cleanup(pointer)
        poll.free()
    }

    private func act(on socket: curl_socket_t, _ readiness: SocketPoll.Readiness) {
        var running: Int32 = 0
        _ = curl_multi_socket_action(pointer, socket, readiness.rawValue, &running)
    }

    private func watch(_ socket: curl_socket_t, _ what: Int32) {
        let readiness: SocketPoll.Readiness =
            switch what {
            case CURL_POLL_IN: .reading
            case CURL_POLL_OUT: .writing
            case CURL_POLL_INOUT: [.reading, .writing]
            default: []
            }
        poll.apply(watched.want(readiness, of: socket), to: socket)
    }

    private static func at(_ context: UnsafeMutableRawPointer?) -> MultiHandle {
        guard let context else { preconditionFailure("libcurl gives back the context it was given") }
        return Unmanaged<MultiHandle>.fromOpaque(context).takeUnretainedValue()
    }
}

extension Duration {
    /// Rounded up, so that something that is not yet due never becomes "at once".
    var milliseconds: Int64 {
        let (seconds, attoseconds) = components
        return seconds * 1000 + (attoseconds + 999_999_999_999_999) / 1_000_000_000_000_000
    }
}
