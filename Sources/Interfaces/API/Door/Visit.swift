import Clinic
import HTTPTypes
import Telemetry

/// What is noted about one request on its way, for its answer's headers, the log and the counters.
struct Visit: Sendable {
    let id: String
    let trace: TraceParent?
    /// What the caller asked for.
    let askedLanguage: Language?
    let method: HTTPRequest.Method
    let began = ContinuousClock.now
    /// Once it is found.
    var route: Route?
    /// Once it is negotiated.
    var type: MediaType?
    /// The tightest limit that it met.
    var standing: RateLimiter.Standing?
    /// What any answer to it carries.
    var headers: HTTPFields = [:]
    /// The connection is of no use after this.
    var mustClose = false

    /// What they get: English if they asked for nothing.
    var language: Language { askedLanguage ?? .en }

    init(_ headers: HTTPFields, method: HTTPRequest.Method) {
        id = headers[.requestID].flatMap { RequestID(incoming: $0) }?.text ?? RequestID().text
        trace = headers[.traceparent].flatMap { TraceParent($0) }
        askedLanguage = Language(acceptLanguage: headers[.acceptLanguage])
        self.method = method
    }
}
