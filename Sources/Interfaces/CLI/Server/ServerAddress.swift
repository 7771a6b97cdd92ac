import Foundation

/// A Lozenge server's address: `https://care.example`. Plain `http` only on this computer itself, since what
/// goes over the line is health data.
struct ServerAddress: Sendable, Equatable, CustomStringConvertible {
    let scheme: String
    let host: String
    let port: Int?

    /// Reads what a person types; without a scheme `https` is meant, or `http` on this computer.
    init(_ text: String) throws(ToolFailure) {
        let typed = text.trimmingCharacters(in: .whitespaces)
        let bare = !typed.contains("://")
        guard let url = URLComponents(string: bare ? "https://" + typed : typed),
            let scheme = url.scheme?.lowercased(),
            let host = url.host?.lowercased(), !host.isEmpty, ["", "/"].contains(url.path), url.query == nil,
            url.fragment == nil, url.user == nil, url.password == nil
        else { throw .usage("“\(text.printable)” is no server address; it looks like https://care.example") }
        let loopback = Self.isLoopback(host)
        guard scheme == "https" || (scheme == "http" && loopback) else {
            throw .usage("\(host.printable) must be reached by https; http is for this computer only")
        }
        self.scheme = bare && loopback ? "http" : scheme
        self.host = host
        self.port = url.port
    }

    /// `care.example`, `127.0.0.1:8080`: as the head of a screen names it.
    var name: String { port.map { "\(host):\($0)" } ?? host }

    var description: String { "\(scheme)://\(name)" }

    /// What files about this server are called.
    var fileName: String {
        String(
            (scheme == "http" ? "http-" + name : name).map {
                $0.isLetter || $0.isNumber || $0 == "." ? $0 : "-"
            })
    }

    /// The host as a socket knows it: an IPv6 address without its brackets.
    var bareHost: String { host.trimmingCharacters(in: ["[", "]"]) }

    private static func isLoopback(_ host: String) -> Bool {
        host == "localhost" || host == "::1" || host == "[::1]"
            || host.wholeMatch(of: /127\.\d{1,3}\.\d{1,3}\.\d{1,3}/) != nil
    }
}
