import CCurl
import Foundation

/// libcurl calls these on the thread that drives the transfer, with the transfer as context.
extension Transfer {
    func prepareCallbacks() throws(CurlRefusal) {
        // The loop holds the transfer until it took the handle out of the multi handle, so the context stays
        // valid.
        let context = Unmanaged.passUnretained(self).toOpaque()
        try easy.set(CURLOPT_WRITEFUNCTION) { bytes, size, count, context in
            Transfer.at(context).receive(UnsafeRawBufferPointer(start: bytes, count: size * count))
        }
        try easy.set(CURLOPT_WRITEDATA, context)
        try easy.set(CURLOPT_HEADERFUNCTION) { bytes, size, count, context in
            Transfer.at(context).receiveHeader(UnsafeRawBufferPointer(start: bytes, count: size * count))
        }
        try easy.set(CURLOPT_HEADERDATA, context)
        let openSocket: curl_opensocket_callback = { context, _, address in
            guard let address else { return shim_socket_bad }
            return Transfer.at(context).openSocket(to: address)
        }
        try easy.check(shim_set_open_socket(easy.pointer, openSocket), CURLOPT_OPENSOCKETFUNCTION)
        try easy.set(CURLOPT_OPENSOCKETDATA, context)
        let beforeRequest: curl_prereq_callback = { context, _, _, _, _ in
            Transfer.at(context).beforeRequest()
        }
        try easy.check(shim_set_before_request(easy.pointer, beforeRequest), CURLOPT_PREREQFUNCTION)
        try easy.set(CURLOPT_PREREQDATA, context)
        let read: curl_read_callback = { bytes, size, count, context in
            Transfer.at(context).send(into: UnsafeMutableRawBufferPointer(start: bytes, count: size * count))
        }
        try easy.check(shim_set_read(easy.pointer, read), CURLOPT_READFUNCTION)
        try easy.set(CURLOPT_READDATA, context)
        let seek: curl_seek_callback = { context, offset, origin in
            Transfer.at(context).seek(to: Int(offset), from: origin)
        }
        try easy.check(shim_set_seek(easy.pointer, seek), CURLOPT_SEEKFUNCTION)
        try easy.set(CURLOPT_SEEKDATA, context)
        // Called for mail alone, where CURLOPT_VERBOSE is on: to know at which step a server said no.
        let debug: curl_debug_callback = { _, kind, bytes, count, context in
            if kind == CURLINFO_HEADER_OUT {
                Transfer.at(context).commandSent(UnsafeRawBufferPointer(start: bytes, count: count))
            }
            return 0
        }
        try easy.check(shim_set_debug(easy.pointer, debug), CURLOPT_DEBUGFUNCTION)
        try easy.set(CURLOPT_DEBUGDATA, context)
    }

    private static func at(_ context: UnsafeMutableRawPointer?) -> Transfer {
        guard let context else { preconditionFailure("libcurl gives back the context it was given") }
        return Unmanaged<Transfer>.fromOpaque(context).takeUnretainedValue()
    }

    /// Taking fewer bytes than offered ends the transfer.
    private func receive(_ bytes: UnsafeRawBufferPointer) -> Int {
        guard receivedBytes + bytes.count <= maxResponseBytes else {
            stopReason = .tooLarge
            return -1
        }
        if let download {
            // The same bytes come again when there is room.
            guard download.offer(bytes) else { return Int(CURL_WRITEFUNC_PAUSE) }
        } else {
            body.append(contentsOf: bytes)
        }
        receivedBytes += bytes.count
        return bytes.count
    }

    private func receiveHeader(_ bytes: UnsafeRawBufferPointer) -> Int {
        hasAnswerBegun = true
        loop.stopAwaiting(self)
        headerBytes += bytes.count
        guard headerBytes <= 1 << 18 else {
            stopReason = .tooLarge
            return -1
        }
        let isBlank = bytes.first == UInt8(ascii: "\r") || bytes.first == UInt8(ascii: "\n")
        if isBlank {
            headIsWhole = true
            handOutHead()
        } else {
            let line = String(decoding: bytes, as: UTF8.self)
            // A status line begins the head anew, after a provisional answer or before another try.
            if line.hasPrefix("HTTP/") { headIsWhole = false }
            headers.read(line: line)
        }
        return bytes.count
    }

    /// To a caller who takes the body as it comes: as soon as the head is whole, and of an answer that is not only
    /// provisional.
    private func handOutHead() {
        guard download != nil, !headIsOut else { return }
        let head = response
        guard head.status >= 200 else { return }
        headIsOut = true
        pending.waiter.resume(returning: .success(head))
    }

    /// The address is judged here, as resolved and about to be used: a name that means something else a
    /// moment later gains nothing.
    private func openSocket(to address: UnsafeMutablePointer<curl_sockaddr>) -> curl_socket_t {
        guard let offset = MemoryLayout<curl_sockaddr>.offset(of: \.addr),
            let internet = InternetAddress(
                family: address.pointee.family, socketAddress: UnsafeRawPointer(address) + offset,
                length: Int(address.pointee.addrlen)),
            policy.allows(internet, encrypted: pending.order.isEncrypted)
        else {
            metForbiddenAddress = true
            return shim_socket_bad
        }
        let made = socket(
            address.pointee.family, address.pointee.socktype | Int32(SOCK_CLOEXEC.rawValue),
            address.pointee.protocol)
        if made >= 0 { loop.opened(made) }
        return made
    }

    /// libcurl tries again by itself when a kept connection was closed without a word, or when an HTTP/2 server sent
    /// the stream back, but the partner may have read the request before: only what is repeatable is repeated. It
    /// comes here before each try, on a new stream of a shared connection too.
    private func beforeRequest() -> Int32 {
        attempts += 1
        if attempts > 1, case .exchange(let request, _) = pending.order.work, !request.isRepeatable {
            stopReason = .connectionLost
            return CURL_PREREQFUNC_ABORT
        }
        uploadIsComplete = false
        hasAnswerBegun = false
        if upload.isSpent { loop.awaitFirstByte(of: self) }
        return CURL_PREREQFUNC_OK
    }

    /// Hands libcurl the next piece of what is uploaded; nothing more is its end.
    private func send(into buffer: UnsafeMutableRawBufferPointer) -> Int {
        switch upload.next(into: buffer) {
        case .bytes(let count):
            if upload.isSpent { loop.awaitFirstByte(of: self) }
            return count
        case .nothingYet:
            return Int(CURL_READFUNC_PAUSE)
        case .end:
            if !uploadIsComplete, !upload.isSpent { loop.awaitFirstByte(of: self) }
            uploadIsComplete = true
            return 0
        case .failed:
            stopReason = .sourceFailed
            return Int(CURL_READFUNC_ABORT)
        }
    }

    private func seek(to offset: Int, from origin: Int32) -> Int32 {
        origin == SEEK_SET && upload.rewind(to: offset) ? CURL_SEEKFUNC_OK : CURL_SEEKFUNC_CANTSEEK
    }

    /// Notes how far a mail has come. Only the command's name is looked at; credentials pass here too.
    private func commandSent(_ line: UnsafeRawBufferPointer) {
        let verb = line.prefix { $0 > 0x20 }.map { $0 & 0xDF }
        switch String(decoding: verb.prefix(8), as: UTF8.self) {
        case "AUTH": mailStep = .signIn
        case "MAIL": mailStep = .sender
        case "RCPT": mailStep = .recipient
        case "DATA": mailStep = .content
        default: break
        }
    }
}
