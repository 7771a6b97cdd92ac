import Foundation
import Outbound
import Wire

/// The program's HTTP interface as a person's app would use it. Everything a cohort does goes through here.
struct ProgramClient: Sendable {
    /// `http://127.0.0.1:8080`.
    let server: String
    private let http: HTTPClient

    /// Where the server is away or busy: a run survives its restart. What it is too busy for it has not begun.
    private static let patience = RetryPolicy(
        tries: .max, firstDelay: .milliseconds(200), longestDelay: .seconds(1), busyMeansNothingDone: true,
        patience: .seconds(30), total: .seconds(70))

    init(server: String, http: HTTPClient) {
        self.server = server
        self.http = http
    }

    func get<Answer: Decodable>(_ path: String, token: String? = nil) async throws -> Answer {
        try await send(.get, path, body: nil, token: token, key: nil).decoded()
    }

    func post<Answer: Decodable>(
        _ path: String, _ body: some Encodable, token: String? = nil, key: UUID? = nil
    ) async throws -> Answer {
        try await send(.post, path, body: Self.bytes(of: body), token: token, key: key).decoded()
    }

    /// Where no answer is awaited but that it was done.
    func post(_ path: String, _ body: some Encodable, token: String? = nil, key: UUID? = nil) async throws {
        _ = try await send(.post, path, body: Self.bytes(of: body), token: token, key: key)
    }

    /// Where the path says it all, and the answer matters.
    func post<Answer: Decodable>(_ path: String, token: String, key: UUID) async throws -> Answer {
        try await send(.post, path, body: nil, token: token, key: key).decoded()
    }

    /// Replaces what is there, in the version that it is read in a moment before.
    func put(_ path: String, _ body: some Encodable, token: String) async throws {
        let current = try await send(.get, path, body: nil, token: token, key: nil)
        _ = try await send(
            .put, path, body: Self.bytes(of: body), token: token, key: nil, ifMatch: current.tag)
    }

    /// Where the path says it all.
    func post(_ path: String, token: String, key: UUID) async throws {
        _ = try await send(.post, path, body: nil, token: token, key: key)
    }

    /// The answer's bytes, for comparing two of them.
    func postForBytes(_ path: String, _ body: Data, token: String? = nil, key: UUID?) async throws -> Data {
        try await send(.post, path, body: body, token: token, key: key).body
    }

    /// The same bytes in every run, since a key belongs to the bytes that first came with it.
    static func bytes(of body: some Encodable) throws -> Data {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return try encoder.encode(body)
    }

    /// Sends, and again where the server is away or busy. Reads and what carries a key can be repeated.
    private func send(
        _ method: OutboundRequest.Method, _ path: String, body: Data?, token: String?, key: UUID?,
        ifMatch: String? = nil
    ) async throws -> ServerAnswer {
        var request = OutboundRequest(method: method, url: server + path)
        if let body {
            request.body = body
            request.headers.append((name: "Content-Type", value: "application/json"))
        }
        if let token { request.headers.append((name: "Authorization", value: "Bearer \(token)")) }
        if let key { request.headers.append((name: "Idempotency-Key", value: key.uuidString.lowercased())) }
        if let ifMatch { request.headers.append((name: "If-Match", value: ifMatch)) }
        request.timeout = .seconds(40)
        if key != nil { request.isRepeatable = true }
        let response: OutboundResponse
        do {
            response = try await http.send(request, retrying: Self.patience)
        } catch {
            if case .cancelled = error.kind { throw CancellationError() }
            throw error
        }
        let answer = ServerAnswer(
            path: path, status: response.status, body: response.body, tag: response.headers["ETag"])
        guard (200..<300).contains(response.status) else { throw UnexpectedAnswer(answer) }
        return answer
    }
}

/// What came back, whatever it says.
struct ServerAnswer: Sendable {
    let path: String
    let status: Int
    let body: Data
    let tag: String?

    func decoded<Answer: Decodable>() throws -> Answer { try JSONDecoder().decode(Answer.self, from: body) }
}

/// The server said no where a yes was expected: route, status and the problem's code, never what was sent.
package struct UnexpectedAnswer: Error, CustomStringConvertible, Sendable {
    package let path: String
    package let status: Int
    package let code: String
    package let fields: [String]

    init(_ answer: ServerAnswer) {
        let problem = try? JSONDecoder().decode(Problem.self, from: answer.body)
        path = answer.path.split(separator: "?").first.map(String.init) ?? answer.path
        status = answer.status
        code = problem?.code ?? "unknown"
        fields = problem?.errors?.map { "\($0.pointer) \($0.code)" } ?? []
    }

    package var description: String {
        "\(path) answered \(status) \(code)" + (fields.isEmpty ? "" : " (\(fields.joined(separator: ", ")))")
    }
}
