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
        guard body.count + bytes.count <= policy.maxResponseBytes else {
            stopReason = .tooLarge
            return -1
        }
        body.append(contentsOf: bytes)
        return bytes.count
    }

    private func receiveHeader(_ bytes: UnsafeRawBufferPointer) -> Int {
        headerBytes += bytes.count
        guard headerBytes <= 1 << 18 else {
            stopReason = .tooLarge
            return -1
        }
        headers.read(line: String(decoding: bytes, as: UTF8.self))
        return bytes.count
    }

    /// The address is judged here, as resolved and about to be used: a name that means something else a
    /// moment later gains nothing.
    private func openSocket(to address: UnsafeMutablePointer<curl_sockaddr>) -> curl_socket_t {
        guard let offset = MemoryLayout<curl_sockaddr>.offset(of: \.addr),
            let internet = InternetAddress(
                family: address.pointee.family, socketAddress: UnsafeRawPointer(address) + offset,
                length: Int(address.pointee.addrlen)),
            policy.allows(internet, encrypted: isEncrypted)
        else {
            metForbiddenAddress = true
            return shim_socket_bad
        }
        return socket(
            address.pointee.family, address.pointee.socktype | Int32(SOCK_CLOEXEC.rawValue),
            address.pointee.protocol)
    }

    private var isEncrypted: Bool {
        switch pending.order.work {
        case .exchange(_, let url): url.isEncrypted
        case .mail(_, let server): server.security != .plain
        }
    }

    /// libcurl tries again by itself when a kept connection was closed without a word, but the partner may
    /// have read the request before closing: only what is repeatable is repeated.
    private func beforeRequest() -> Int32 {
        attempts += 1
        if attempts > 1, case .exchange(let request, _) = pending.order.work, !request.isRepeatable {
            stopReason = .connectionLost
            return CURL_PREREQFUNC_ABORT
        }
        return CURL_PREREQFUNC_OK
    }

    /// Hands libcurl the next piece of a mail; nothing more is its end.
    private func send(into buffer: UnsafeMutableRawBufferPointer) -> Int {
        let piece = upload.prefix(buffer.count)
        guard !piece.isEmpty else {
            uploadIsComplete = true
            return 0
        }
        buffer.copyBytes(from: piece)
        upload = upload.dropFirst(piece.count)
        return piece.count
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
