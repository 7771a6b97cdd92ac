import Clinic
import Foundation
import HTTPTypes
import StrictJSON

/// What a route says back: a value of the contract, or bytes as they are.
package struct Answer: Sendable {
    /// The route's own success where it is `nil`.
    package var status: HTTPResponse.Status?
    package var headers: HTTPFields
    /// Written once, here, so that what is kept for a repetition is what was sent.
    package var body: Data
    /// The negotiated type where it is `nil`.
    package var type: MediaType?

    package init(
        status: HTTPResponse.Status? = nil, headers: HTTPFields = [:], body: Data = Data(),
        type: MediaType? = nil
    ) {
        self.status = status
        self.headers = headers
        self.body = body
        self.type = type
    }

    /// A value of the contract, as JSON.
    package init(_ value: some Encodable, status: HTTPResponse.Status? = nil) throws {
        self.init(status: status, body: try Self.json(value))
    }

    /// Nothing to say but that it is done.
    package static let empty = Answer(status: .noContent)

    /// The same value in the same bytes, always: members in order, no blanks. Strong `ETag`s hang on it.
    static func json(_ value: some Encodable) throws -> Data {
        try SortedJSONEncoder.encode(value)
    }

    /// The same with an `ETag`, which `If-Match` and `If-None-Match` compare.
    package func tagged(_ tag: EntityTag) -> Answer {
        var tagged = self
        tagged.headers[.eTag] = tag.description
        return tagged
    }
}

extension Answer {
    /// As it is kept for a repetition. Only headers that belong to the answer itself are; those of one request
    /// (its id, its rate limit) are made anew.
    func stored(for route: Route) -> StoredAnswer {
        var kept: [String: String] = [:]
        for field in headers { kept[field.name.canonicalName] = field.value }
        if !body.isEmpty { kept["content-type"] = (type ?? route.answers.first ?? .json).rawValue }
        return StoredAnswer(status: (status ?? route.success).code, headers: kept, body: body)
    }

    /// A kept answer, to be sent again byte for byte.
    init(stored: StoredAnswer, replayed: Bool) {
        self.init(status: .init(code: stored.status), body: stored.body)
        for (name, value) in stored.headers {
            if let name = HTTPField.Name(name) { headers[name] = value }
        }
        if replayed { headers[.idempotencyReplayed] = "true" }
    }
}
