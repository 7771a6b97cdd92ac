import CCurl

/// An address that the policy lets through, read by libcurl's own parser so that what is checked is what is
/// fetched.
struct CheckedURL: Sendable {
    /// As libcurl writes it: without user, host in lower case, numeric hosts in their usual form.
    let text: String
    let scheme: String
    let host: String
    let port: Int

    /// `host:port`, under which exchanges are counted.
    var authority: String { "\(host):\(port)" }

    init(_ url: String, under policy: OutboundPolicy) throws(TransferError) {
        // curl_url_set reads up to a NUL, so one in the middle would hide the rest from the check.
        guard !url.utf8.contains(0), let handle = curl_url() else {
            throw .notAllowed("malformed URL", host: "")
        }
        defer { curl_url_cleanup(handle) }
        switch curl_url_set(handle, CURLUPART_URL, url, shim_url_no_user) {
        case CURLUE_OK: break
        case CURLUE_USER_NOT_ALLOWED: throw .notAllowed("user name in the URL", host: "")
        default: throw .notAllowed("malformed URL", host: "")
        }
        guard let scheme = Self.part(CURLUPART_SCHEME, of: handle),
            let host = Self.part(CURLUPART_HOST, of: handle),
            let port = Self.part(CURLUPART_PORT, of: handle).flatMap({ Int($0) }),
            let text = Self.part(CURLUPART_URL, of: handle)
        else { throw .notAllowed("malformed URL", host: "") }
        self.text = text
        self.scheme = scheme
        self.host = host.lowercased()
        self.port = port
        guard scheme == "https" || (scheme == "http" && policy.reach != .publicInternet) else {
            throw .notAllowed("scheme \(scheme)", host: self.host)
        }
        guard policy.lists(host: self.host, port: port) else {
            throw .notAllowed("host not listed", host: self.host)
        }
    }

    var isEncrypted: Bool { scheme == "https" }

    private static func part(_ part: CURLUPart, of handle: OpaquePointer) -> String? {
        var text: UnsafeMutablePointer<CChar>?
        guard curl_url_get(handle, part, &text, shim_url_default_port) == CURLUE_OK, let text else {
            return nil
        }
        defer { curl_free(text) }
        return String(cString: text)
    }
}
