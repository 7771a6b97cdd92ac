import Foundation

/// One request to the program, ready to be sent, repeated, or only shown (`--dry-run`).
struct ServerCall: Sendable {
    enum Method: String, Sendable { case get = "GET", post = "POST", patch = "PATCH", put = "PUT" }

    let method: Method
    /// `/v1/staff/queue`. Built from checked handles and ids only: a name never gets into a URL.
    let path: String
    let query: [(name: String, value: String)]
    let body: Data?
    /// Makes a change happen once, however often it is sent; the same for every repeat of this call.
    let idempotencyKey: String?
    /// The version of the record that was looked at; another one is not changed.
    let version: Int?

    private init(
        _ method: Method, _ path: String, query: [(String, String)], body: Data?, idempotencyKey: String?,
        version: Int? = nil
    ) {
        self.method = method
        self.path = path
        self.query = query.map { (name: $0.0, value: $0.1) }
        self.body = body
        self.idempotencyKey = idempotencyKey
        self.version = version
    }

    /// Reads something.
    static func get(_ path: String, query: [(String, String)] = []) -> ServerCall {
        ServerCall(.get, path, query: query, body: nil, idempotencyKey: nil)
    }

    /// Asks for something that needs a body: a search, a first step that changes nothing.
    static func ask(_ path: String, _ body: some Encodable, query: [(String, String)] = []) -> ServerCall {
        ServerCall(.post, path, query: query, body: encoded(body), idempotencyKey: nil)
    }

    /// Changes something, once.
    static func change(_ path: String, _ body: some Encodable, key: String = UUID().uuidString.lowercased())
        -> ServerCall
    {
        ServerCall(.post, path, query: [], body: encoded(body), idempotencyKey: key)
    }

    /// Changes something, once, where the path says it all.
    static func change(_ path: String) -> ServerCall {
        ServerCall(.post, path, query: [], body: nil, idempotencyKey: UUID().uuidString.lowercased())
    }

    /// Puts something as it should be; twice is once.
    static func replace(_ path: String, _ body: some Encodable) -> ServerCall {
        ServerCall(.put, path, query: [], body: encoded(body), idempotencyKey: nil)
    }

    /// Changes parts of a record that was seen at `version`: a repeat finds another version, and changes nothing.
    static func patch(_ path: String, _ body: some Encodable, version: Int) -> ServerCall {
        ServerCall(
            .patch, path, query: [], body: encoded(body), idempotencyKey: nil, version: version)
    }

    /// Replaces a record that was seen at `version`; 0 where there was none.
    static func replace(_ path: String, _ body: some Encodable, version: Int) -> ServerCall {
        ServerCall(.put, path, query: [], body: encoded(body), idempotencyKey: nil, version: version)
    }

    /// Whether a repeat after a lost answer is harmless: reads are, changes are by their key, a search is.
    /// What carries a one-time code is not, nor what counts on a version.
    var repeatable: Bool {
        version == nil && (method == .get || idempotencyKey != nil || !path.hasPrefix("/v1/auth/"))
    }

    /// Path and query, percent-encoded.
    var target: String {
        guard !query.isEmpty else { return path }
        let allowed = CharacterSet(
            charactersIn: "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~")
        return path + "?"
            + query.map {
                "\($0.name)=\($0.value.addingPercentEncoding(withAllowedCharacters: allowed) ?? "")"
            }
            .joined(separator: "&")
    }

    private static func encoded(_ body: some Encodable) -> Data {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        do {
            return try encoder.encode(body)
        } catch {
            // The Wire types hold strings, integers and booleans; none of them can fail to be written.
            preconditionFailure("a request could not be written as JSON: \(type(of: body))")
        }
    }
}
