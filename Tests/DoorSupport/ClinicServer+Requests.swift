import Foundation
import Outbound
import StrictJSON
import Wire

extension ClinicServer {
    /// In the order in which they are sent.
    package typealias Headers = [(name: String, value: String)]

    /// One request with any method; the exchange is kept in `exchanges`.
    package func send(
        _ method: OutboundRequest.Method, _ path: String, as person: TokenAnswer? = nil,
        _ headers: Headers = [],
        body: Data = Data(), type: String? = nil
    ) async throws -> Reply {
        var headers = headers
        if let person { headers.append(("Authorization", "Bearer \(person.accessToken)")) }
        if let type { headers.append(("Content-Type", type)) }
        let response = try await http.send(
            OutboundRequest(method: method, url: address + path, headers: headers, body: body))
        let reply = Reply(status: response.status, headers: response.headers, body: response.body)
        exchanges.note(path, reply)
        return reply
    }

    /// A GET, by nobody unless said otherwise.
    package func get(_ path: String, as person: TokenAnswer? = nil, _ headers: Headers = []) async throws
        -> Reply
    {
        try await send(.get, path, as: person, headers)
    }

    /// A DELETE without a body.
    package func delete(_ path: String, as person: TokenAnswer) async throws -> Reply {
        try await send(.delete, path, as: person)
    }

    /// A POST without a body.
    package func post(_ path: String, as person: TokenAnswer? = nil, key: UUID? = nil) async throws -> Reply {
        try await send(.post, path, as: person, Self.headers(key: key))
    }

    /// A POST of a request of the wire.
    package func post(
        _ path: String, _ body: some Encodable, as person: TokenAnswer? = nil, key: UUID? = nil,
        _ headers: Headers = []
    ) async throws -> Reply {
        try await send(
            .post, path, as: person, Self.headers(key: key) + headers, body: try Self.encoded(body),
            type: "application/json")
    }

    /// A POST of exactly this JSON.
    package func post(
        _ path: String, json: JSONValue, as person: TokenAnswer? = nil, key: UUID? = nil,
        _ headers: Headers = []
    ) async throws -> Reply {
        try await send(
            .post, path, as: person, Self.headers(key: key) + headers, body: Data(json.bytes),
            type: "application/json")
    }

    /// A PATCH of the version that `tag` names.
    package func patch(
        _ path: String, _ body: some Encodable, as person: TokenAnswer, ifMatch tag: String?
    ) async throws -> Reply {
        let headers: Headers = tag.map { [("If-Match", $0)] } ?? []
        return try await send(
            .patch, path, as: person, headers, body: try Self.encoded(body), type: "application/json")
    }

    /// A PUT of the version that `tag` names, or of one whose version does not matter.
    package func put(
        _ path: String, _ body: some Encodable, as person: TokenAnswer, ifMatch tag: String? = nil,
        key: UUID? = nil
    ) async throws -> Reply {
        let headers: Headers = tag.map { [("If-Match", $0)] } ?? []
        return try await send(
            .put, path, as: person, Self.headers(key: key) + headers, body: try Self.encoded(body),
            type: "application/json")
    }

    private static func headers(key: UUID?) -> Headers {
        key.map { [("Idempotency-Key", $0.uuidString)] } ?? []
    }

    /// Keys in a fixed order, so that the same body is the same bytes.
    private static func encoded(_ body: some Encodable) throws -> Data {
        let encoder = JSONEncoder()
        encoder.outputFormatting = .sortedKeys
        return try encoder.encode(body)
    }
}
