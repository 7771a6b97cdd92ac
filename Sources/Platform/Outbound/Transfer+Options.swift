import CCurl
import Foundation

extension Transfer {
    /// What holds for every transfer: how long, how much, and nothing from the environment.
    func prepareLimits() throws(CurlRefusal) {
        let left = pending.order.deadline - ContinuousClock.now
        try easy.set(CURLOPT_TIMEOUT_MS, Int(max(1, left.milliseconds)))
        let connectTimeout: Duration? =
            if case .exchange(let request, _) = pending.order.work { request.connectTimeout } else { nil }
        let connecting = min(connectTimeout ?? policy.connectTimeout, left)
        try easy.set(CURLOPT_CONNECTTIMEOUT_MS, Int(max(1, connecting.milliseconds)))
        try easy.set(CURLOPT_MAXFILESIZE_LARGE, offset: maxResponseBytes)
        try easy.set(CURLOPT_FOLLOWLOCATION, 0)
        try easy.set(CURLOPT_PROXY, "")
        try easy.set(CURLOPT_NOSIGNAL, 1)
        // A cancelled transfer must not wait for a name server that does not answer.
        try easy.set(CURLOPT_QUICK_EXIT, 1)
        try easy.set(CURLOPT_SSL_VERIFYPEER, 1)
        try easy.set(CURLOPT_SSL_VERIFYHOST, 2)
        try easy.set(CURLOPT_SSLVERSION, Int(CURL_SSLVERSION_TLSv1_2))
        if let authorities = policy.authorities { try easy.set(CURLOPT_CAINFO, authorities) }
    }

    func prepare(_ request: OutboundRequest, to url: CheckedURL) throws(CurlRefusal) {
        try easy.set(CURLOPT_PROTOCOLS_STR, url.scheme)
        try easy.set(CURLOPT_URL, url.text)
        try prepareVersion(isEncrypted: url.isEncrypted)
        let streams = pending.order.streams
        if streams.download != nil { try easy.set(CURLOPT_BUFFERSIZE, 1 << 16) }
        switch request.method {
        case _ where streams.upload != nil:
            if let pipe = streams.upload {
                try prepareUpload(.pipe(pipe, left: streams.uploadLength), length: streams.uploadLength)
            }
            try easy.set(CURLOPT_CUSTOMREQUEST, request.method.rawValue)
        case .get where request.body.isEmpty:
            try easy.set(CURLOPT_HTTPGET, 1)
        case .head:
            try easy.set(CURLOPT_NOBODY, 1)
        default:
            try prepareBody(request.body, always: [.post, .put, .patch].contains(request.method))
            try easy.set(CURLOPT_CUSTOMREQUEST, request.method.rawValue)
        }
        try prepareHeaders(of: request)
    }

    /// HTTP/2 where both ends agree on it during the TLS handshake, otherwise HTTP/1.1.
    ///
    /// A burst waits for the first connection's handshake to see whether it can be shared, instead of making sixteen:
    /// a partner of the old version costs one handshake more, once; one of the new saves fifteen.
    private func prepareVersion(isEncrypted: Bool) throws(CurlRefusal) {
        let version = isEncrypted ? CURL_HTTP_VERSION_2TLS : CURL_HTTP_VERSION_1_1
        try easy.set(CURLOPT_HTTP_VERSION, Int(version))
        if isEncrypted { try easy.set(CURLOPT_PIPEWAIT, 1) }
    }

    /// - Parameter length: in bytes; `nil` sends it in chunks.
    private func prepareUpload(_ source: UploadSource, length: Int?) throws(CurlRefusal) {
        upload = source
        try easy.set(CURLOPT_POST, 1)
        try easy.set(CURLOPT_POSTFIELDSIZE_LARGE, offset: length ?? -1)
    }

    private func prepareBody(_ body: Data, always: Bool) throws(CurlRefusal) {
        guard always || !body.isEmpty else { return }
        // A long one is read as it goes out, so that one knows when all of it is out.
        guard body.count <= 1 << 16 else {
            return try prepareUpload(.bytes(body, sent: 0), length: body.count)
        }
        try easy.set(CURLOPT_POST, 1)
        try easy.set(CURLOPT_POSTFIELDSIZE_LARGE, offset: body.count)
        // Copied by libcurl; the size has to be known before.
        var bytes = [UInt8](body)
        let code = bytes.withUnsafeMutableBytes { buffer in
            var nothing: UInt8 = 0
            return withUnsafeMutablePointer(to: &nothing) {
                shim_set_pointer(
                    easy.pointer, CURLOPT_COPYPOSTFIELDS, buffer.baseAddress ?? UnsafeMutableRawPointer($0))
            }
        }
        try easy.check(code, CURLOPT_COPYPOSTFIELDS)
    }

    private func prepareHeaders(of request: OutboundRequest) throws(CurlRefusal) {
        var names: Set<String> = []
        for (name, value) in request.headers {
            names.insert(name.lowercased())
            // "Name;" is libcurl's way of writing a field with an empty value.
            list.append(value.isEmpty ? "\(name);" : "\(name): \(value)")
        }
        // "Name:" takes away what libcurl would add by itself.
        if !names.contains("content-type") { list.append("Content-Type:") }
        if !names.contains("expect") { list.append("Expect:") }
        if !names.contains("user-agent") { list.append("User-Agent: lozenge") }
        try easy.set(CURLOPT_HTTPHEADER, list)
    }

    func prepare(_ mail: OutboundMail, via server: MailServer) throws(CurlRefusal) {
        try easy.set(CURLOPT_PROTOCOLS_STR, "smtp,smtps")
        try easy.set(CURLOPT_URL, server.url)
        try easy.set(
            CURLOPT_USE_SSL, Int((server.security == .plain ? CURLUSESSL_NONE : CURLUSESSL_ALL).rawValue))
        if let credentials = server.credentials {
            try easy.set(CURLOPT_USERNAME, credentials.user)
            try easy.set(CURLOPT_PASSWORD, credentials.password)
        }
        try easy.set(CURLOPT_MAIL_FROM, "<\(mail.from.address)>")
        list.append("<\(mail.to)>")
        try easy.set(CURLOPT_MAIL_RCPT, list)
        upload = .bytes(MIMEMessage(mail).bytes, sent: 0)
        try easy.set(CURLOPT_UPLOAD, 1)
        // Sent on its own connection: a mail server's farewell may take its time.
        try easy.set(CURLOPT_FORBID_REUSE, 1)
        try easy.set(CURLOPT_SERVER_RESPONSE_TIMEOUT, Int(max(1, policy.totalTimeout.components.seconds)))
        try easy.set(CURLOPT_VERBOSE, 1)
    }
}
