import Access
import HTTPTypes

/// One way in: all that the door must know of it, and the function behind it.
///
/// Routers, the 405s, the permission matrix, rate limits and the check against `openapi.yaml` all read this one
/// value. There is no route without a permission, since none can be written.
package struct Route: Sendable {
    package let method: HTTPRequest.Method
    package let path: PathTemplate
    package let summary: String
    package let permission: Permission
    package let idempotency: Idempotency
    package let limit: LimitClass
    package let query: [QueryParameter]
    package let body: BodyRule
    /// What it can answer with, the preferred first.
    package let answers: [MediaType]
    /// Whether the caller must name the version that they read (`If-Match`).
    package let demandsIfMatch: Bool
    package let caching: Caching
    /// The status when all went well.
    package let success: HTTPResponse.Status
    let handle: @Sendable (Call) async throws -> Answer

    package init(
        _ method: HTTPRequest.Method, _ path: PathTemplate, _ summary: String, permission: Permission,
        idempotency: Idempotency = .none, limit: LimitClass = .ordinary, query: [QueryParameter] = [],
        body: BodyRule = .none, answers: [MediaType] = [.json], demandsIfMatch: Bool = false,
        caching: Caching = .noStore, success: HTTPResponse.Status = .ok,
        handle: @escaping @Sendable (Call) async throws -> Answer
    ) {
        precondition(method != .get || body == .none, "\(path): a GET has no body.")
        self.method = method
        self.path = path
        self.summary = summary
        self.permission = permission
        self.idempotency = idempotency
        self.limit = limit
        self.query = query
        self.body = body
        self.answers = answers
        self.demandsIfMatch = demandsIfMatch
        self.caching = caching
        self.success = success
        self.handle = handle
    }
}

extension Route {
    /// What a repeated `Idempotency-Key` means here.
    package enum Idempotency: Sendable, Hashable {
        /// The header is not looked at: nothing is created, or the answer must not be kept (all of `/v1/auth`).
        case none
        /// A key makes the repetition safe; without one it is as safe as the effect itself.
        case accepted
        /// 400 without a key: somebody or something would come to exist twice.
        case required
    }

    /// What a body may be.
    package enum BodyRule: Sendable, Hashable {
        case none
        case json
        /// JSON, also under FHIR's own name for it.
        case fhir

        var accepted: [MediaType] {
            switch self {
            case .none: []
            case .json: [.json]
            case .fhir: [.json, .fhirJSON]
            }
        }
    }

    /// What caches may do with the answer.
    package enum Caching: Sendable, Hashable {
        /// Health data, secrets, anything of one caller: kept nowhere.
        case noStore
        /// The same for everybody; asked for again with its `ETag`, it costs nothing.
        case revalidate

        var header: String {
            switch self {
            case .noStore: "no-store"
            case .revalidate: "public, no-cache"
            }
        }
    }

    /// Whether somebody must be signed in at all.
    package var needsCaller: Bool { permission != .anyone }
}

/// A group of routes about one thing: one file, one topic.
package protocol RouteTopic: Sendable {
    var routes: [Route] { get }
}
