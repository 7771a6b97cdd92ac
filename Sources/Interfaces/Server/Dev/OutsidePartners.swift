import Clocks
import Foundation
import Outbound
import Sandbox
import StrictJSON
import Wire

/// The stand-in partners of a `lozenged sandbox` that runs beside, led through time over its control page.
struct OutsidePartners: DevPartners {
    private let places: SandboxServices.Addresses
    private let client: HTTPClient

    init(at places: SandboxServices.Addresses) {
        self.places = places
        client = HTTPClient(
            policy: OutboundPolicy(
                hosts: [places.host], reach: .publicInternetAndLoopback, totalTimeout: .seconds(30)))
    }

    func addresses() async throws -> SandboxServices.Addresses { places }

    func nextDue() async throws -> Instant? {
        try await ask(.get, "/control/time")["nextDue"]?.stringValue.flatMap { Instant(rfc3339: $0) }
    }

    func act() async throws -> Int {
        try await ask(.post, "/control/time/act")["acts"]?.numberValue?.integer ?? 0
    }

    func backlog() async throws -> [String] {
        try await ask(.get, "/control/time")["backlog"]?.arrayValue?.compactMap(\.stringValue) ?? []
    }

    func messages(to address: String?, limit: Int) async throws -> [SunkMessage] {
        let escaped = address?.addingPercentEncoding(withAllowedCharacters: .alphanumerics)
        let answer = try await ask(.get, "/control/messages\(escaped.map { "?to=\($0)" } ?? "")")
        let items = try JSONDecoder().decode([SandboxMessage].self, from: Data((answer["items"] ?? []).bytes))
        return items.suffix(limit).map { SunkMessage($0) }
    }

    private func ask(_ method: OutboundRequest.Method, _ path: String) async throws -> JSONValue {
        let answer: OutboundResponse
        do {
            answer = try await client.send(OutboundRequest(method: method, url: places.textsURL + path))
        } catch {
            throw NoSandbox(url: places.textsURL)
        }
        guard answer.status == 200 else { throw NoSandbox(url: places.textsURL) }
        return try JSONValue(parsing: answer.body)
    }
}

/// The stand-in partners do not answer.
struct NoSandbox: Error, CustomStringConvertible {
    let url: String

    var description: String { "There is no `lozenged sandbox` at \(url)." }
}
