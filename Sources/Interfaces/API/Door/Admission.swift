import Access
import Clinic
import Clocks
import HTTPTypes

/// Who may come in, how often, and in what form.
struct Admission: Sendable {
    let authenticate: @Sendable (String) async throws -> Caller
    let limiter: RateLimiter
    let clients: ClientAddress

    func address(of headers: HTTPFields, peer: IPAddress) -> IPAddress {
        clients.of(peer: peer, headers).limited
    }

    /// Counts the request against one quota: 429 where it is used up.
    func count(_ route: Route, _ subject: RateLimiter.Subject, _ visit: inout Visit) throws(Rejection) {
        guard let standing = limiter.count(route.limit, subject) else { return }
        visit.standing = .tighter(visit.standing, standing)
        guard standing.isAllowed else {
            visit.standing = standing
            throw Rejection(.tooManyRequests).retry(after: standing.retryAfter.wholeSecondsUp)
        }
    }

    /// Who asks. A route that is open to anyone never looks at the token, so that a stale one in an app's standard
    /// headers does not keep its owner from signing in again.
    func caller(for route: Route, _ headers: HTTPFields) async throws -> Caller? {
        guard route.needsCaller else { return nil }
        let words = headers[values: .authorization].flatMap { $0.split(separator: " ") }
        guard !words.isEmpty else { throw Rejection(.unauthenticated) }
        guard words.count == 2, words[0].lowercased() == "bearer" else { throw Rejection(.tokenInvalid) }
        let caller = try await authenticate(String(words[1]))
        guard route.permission.allows(caller.roles) else { throw Rejection(.forbidden) }
        return caller
    }

    /// The form to answer in: 406 where the caller takes none of the route's.
    func negotiate(_ route: Route, _ headers: HTTPFields) throws(Rejection) -> MediaType {
        let accept = headers[values: .accept].joined(separator: ",")
        guard let type = MediaType.negotiated(route.answers, accept: accept) else {
            throw Rejection(.notAcceptable)
        }
        return type
    }

    /// 415 for a body in a form that the route does not read, compressed ones included.
    func checkType(_ route: Route, _ headers: HTTPFields) throws(Rejection) {
        let types = headers[values: .contentType]
        let encoding = headers[.contentEncoding]?.lowercased() ?? "identity"
        guard types.count == 1, MediaType.isAccepted(types[0], among: route.body.accepted),
            encoding == "identity"
        else {
            throw Rejection(
                .unsupportedMediaType,
                headers: [.accept: route.body.accepted.map(\.rawValue).joined(separator: ", ")])
        }
    }

    /// The key's form is judged before anything is done; where one is demanded, its absence too.
    func checkKey(of call: Call) throws(Rejection) {
        guard call.route.idempotency != .none else { return }
        let key = try call.idempotencyKey
        if key == nil, call.route.idempotency == .required { throw Rejection(.idempotencyKeyRequired) }
    }
}
