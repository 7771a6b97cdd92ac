import CCurl

/// libcurl's handle for many transfers at once, with their kept connections.
///
/// @unchecked: everything but `wake` is called by the thread that owns the handle, and libcurl allows
/// `curl_multi_wakeup` from any. `TransferThread` calls `wake` under its inbox's lock and takes the handle
/// out of there before it frees it.
struct MultiHandle: @unchecked Sendable {
    private let pointer: UnsafeMutableRawPointer

    /// Once for the process, before its first handle.
    private static let libraryIsReady = curl_global_init(shim_global_default) == CURLE_OK

    /// `nil` when memory or file descriptors have run out.
    init?() {
        guard Self.libraryIsReady, let pointer = curl_multi_init() else { return nil }
        self.pointer = pointer
        // Without a number libcurl keeps four times as many as transfers run at that moment, that is none.
        _ = shim_multi_set_long(pointer, CURLMOPT_MAXCONNECTS, 256)
    }

    func wake() { _ = curl_multi_wakeup(pointer) }

    func add(_ easy: EasyHandle) -> CURLMcode { curl_multi_add_handle(pointer, easy.pointer) }

    func remove(_ easy: EasyHandle) { _ = curl_multi_remove_handle(pointer, easy.pointer) }

    /// Does what can be done without waiting.
    func perform() {
        var running: Int32 = 0
        _ = curl_multi_perform(pointer, &running)
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

    /// Waits until a socket or a timer of libcurl wants something, somebody calls `wake`, or the time is up.
    func wait(atMost timeout: Duration) {
        let milliseconds = Int32(clamping: timeout.milliseconds)
        _ = curl_multi_poll(pointer, nil, 0, max(0, milliseconds), nil)
    }

    /// Closes the kept connections too.
    func free() { _ = curl_multi_cleanup(pointer) }
}

extension Duration {
    /// Rounded up, so that something that is not yet due never becomes "at once".
    var milliseconds: Int64 {
        let (seconds, attoseconds) = components
        return seconds * 1000 + (attoseconds + 999_999_999_999_999) / 1_000_000_000_000_000
    }
}
