import CLibpq
import Foundation

/// A database URL taken apart: the servers that it names, and what is said to whichever is tried.
///
/// libpq would go through several hosts by itself, but never moves on from one that accepts a connection and
/// then says nothing. So each attempt is given one host only, and they are tried side by side (`SignInRace`).
struct ServerRoute {
    /// One of the places where the server may be.
    struct Server: Hashable, Sendable {
        /// A name, an address, or the folder of a Unix socket; `nil` leaves it to libpq.
        var host: String?
        /// The address, where the name needs no looking up.
        var address: String?
        var port: String?

        /// The same as the URL names it, whatever its address is today.
        func isSame(as other: Server) -> Bool {
            host == other.host && port == other.port && (host != nil || address == other.address)
        }

        /// The name that has to be looked up first.
        var name: String? {
            guard address == nil, let host, !host.isEmpty, !host.hasPrefix("/"), !host.hasPrefix("@"),
                !Self.isAddress(host)
            else { return nil }
            return host
        }

        private static func isAddress(_ host: String) -> Bool {
            var room = in6_addr()
            return inet_pton(AF_INET, host, &room) == 1 || inet_pton(AF_INET6, host, &room) == 1
        }
    }

    /// In the URL's order, at least one.
    let servers: [Server]
    private let options: [(keyword: String, value: String)]
    /// What the URL says a server must be: `read-write`, `primary`, …; `nil` where anything will do.
    private let wanted: String?

    /// Throws `badSettings`, without repeating the URL, which may hold a password.
    init(_ settings: DatabaseSettings) throws(PostgresError) {
        guard let parsed = PQconninfoParse(settings.url, nil) else {
            throw PostgresError(.badSettings, message: "the database URL cannot be read")
        }
        defer { PQconninfoFree(parsed) }
        var given: [String: String] = [:]
        var next = parsed
        while let keyword = next.pointee.keyword {
            if let value = next.pointee.val { given[String(cString: keyword)] = String(cString: value) }
            next += 1
        }
        servers = try Self.servers(
            hosts: given.removeValue(forKey: "host"), addresses: given.removeValue(forKey: "hostaddr"),
            ports: given.removeValue(forKey: "port"))
        wanted = given.removeValue(forKey: "target_session_attrs")
        let defaults = Self.defaults(applicationName: settings.applicationName)
        options = defaults.merging(given) { $1 }.map { ($0, $1) }
    }

    /// Where the URL says nothing else. A server that lost power is noticed by TCP within half a minute on an
    /// idle connection, and within fifteen seconds where something is under way; our own deadlines are
    /// shorter. libpq would wait for a Kerberos server without end.
    private static func defaults(applicationName: String) -> [String: String] {
        [
            "fallback_application_name": applicationName, "client_encoding": "UTF8",
            "keepalives_idle": "10", "keepalives_interval": "5", "keepalives_count": "3",
            "tcp_user_timeout": "15000", "gssencmode": "disable",
        ]
    }

    private static func servers(
        hosts: String?, addresses: String?, ports: String?
    ) throws(PostgresError) -> [Server] {
        let (hosts, addresses, ports) = (list(hosts), list(addresses), list(ports))
        let count = max(hosts.count, addresses.count, 1)
        guard [0, count].contains(hosts.count), [0, count].contains(addresses.count),
            [0, 1, count].contains(ports.count)
        else {
            throw PostgresError(.badSettings, message: "the database URL's hosts and ports do not match")
        }
        return (0..<count).map { index in
            Server(
                host: hosts.isEmpty ? nil : hosts[index],
                address: addresses.isEmpty || addresses[index].isEmpty ? nil : addresses[index],
                port: ports.count == count ? ports[index] : ports.first)
        }
    }

    private static func list(_ text: String?) -> [String] {
        text.map { $0.split(separator: ",", omittingEmptySubsequences: false).map(String.init) } ?? []
    }

    /// Whether a server may be turned down for what it is, so that it is worth asking again soon.
    var isChoosy: Bool { ![nil, "any", "prefer-standby"].contains(wanted) }

    /// Whether what the URL asks for is the primary, of which there is one.
    var findsThePrimary: Bool { ["read-write", "primary"].contains(wanted) }

    /// What libpq is told for one attempt. A preference is no condition: with `prefer-standby` any server will do.
    func parameters(for server: Server) -> [(keyword: String, value: String)] {
        let place = [("host", server.host), ("hostaddr", server.address), ("port", server.port)]
        let role = wanted.map { [("target_session_attrs", $0)] } ?? []
        return options + role
            + place.compactMap { keyword, value in
                guard let value, !value.isEmpty else { return nil }
                return (keyword, value)
            }
    }
}
