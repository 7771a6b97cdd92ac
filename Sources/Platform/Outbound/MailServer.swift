/// The mail server that takes our mail over: the clinic's provider, or the sandbox's stand-in.
package struct MailServer: Sendable {
    package enum Security: Sendable, Hashable {
        /// `STARTTLS` before anything is said; a server that does not offer it gets nothing (RFC 3207).
        case startTLS
        /// TLS from the first byte, port 465 (RFC 8314).
        case implicitTLS
        /// In clear: only to this machine, and only where the policy allows that.
        case plain
    }

    package var host: String
    package var port: Int
    package var security: Security
    package var credentials: (user: String, password: String)?
    /// The name by which the program greets.
    package var greeting: String

    package init(
        host: String, port: Int = 587, security: Security = .startTLS,
        credentials: (user: String, password: String)? = nil, greeting: String = "localhost"
    ) {
        self.host = host.lowercased()
        self.port = port
        self.security = security
        self.credentials = credentials
        self.greeting = greeting
    }

    /// The path is libcurl's place for the name in the greeting.
    var url: String { "\(security == .implicitTLS ? "smtps" : "smtp")://\(host):\(port)/\(greeting)" }

    func check(under policy: OutboundPolicy) throws(TransferError) {
        let isHostName: (String) -> Bool = { name in
            !name.isEmpty
                && name.utf8.allSatisfy { byte in
                    switch byte {
                    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"),
                        UInt8(ascii: "-"), UInt8(ascii: "."):
                        true
                    default: false
                    }
                }
        }
        guard isHostName(host), isHostName(greeting.lowercased()), (1...65_535).contains(port) else {
            throw .notAllowed("malformed host name", host: "")
        }
        guard policy.lists(host: host, port: port) else { throw .notAllowed("host not listed", host: host) }
        guard security != .plain || policy.reach != .publicInternet else {
            throw .notAllowed("mail without TLS", host: host)
        }
    }
}
