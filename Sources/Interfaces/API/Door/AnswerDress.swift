import Access
import HTTPTypes
import Hummingbird
import NIOCore

/// Turns an answer into a response: the headers that every one carries, conditional requests, and `HEAD`.
struct AnswerDress: Sendable {
    let realm: Realm

    func response(to request: Request, _ answer: Answer, _ visit: Visit, on channel: any Channel) -> Response
    {
        var status = answer.status ?? visit.route?.success ?? .ok
        var headers = visit.headers
        for field in answer.headers { headers[field.name] = field.value }
        let route = visit.route
        let isReading = visit.method == .get || visit.method == .head
        // An answer without a tag of its own that is the same for everybody is tagged by its bytes.
        if isReading, status == .ok, route?.caching == .revalidate, headers[.eTag] == nil {
            headers[.eTag] = EntityTag(of: answer.body).description
        }
        if isReading, status == .ok, let tag = headers[.eTag], isNamed(tag, in: request.headers) {
            status = .notModified
        }
        protect(&headers, caching: status.code < 400 ? route?.caching ?? .noStore : .noStore)
        headers[.requestID] = visit.id
        if let standing = visit.standing, let limit = route?.limit {
            headers.append(contentsOf: standing.headers(for: limit))
        }
        if visit.mustClose { headers[.connection] = "close" }
        guard !answer.body.isEmpty, status != .notModified else {
            return Response(status: status, headers: headers, body: body(of: [], visit, on: channel))
        }
        if headers[.contentType] == nil {
            headers[.contentType] = (answer.type ?? visit.type ?? .json).rawValue
        }
        if visit.method == .head {
            headers[.contentLength] = String(answer.body.count)
            return Response(status: status, headers: headers)
        }
        return Response(status: status, headers: headers, body: body(of: answer.body, visit, on: channel))
    }

    private func isNamed(_ tag: String, in headers: HTTPFields) -> Bool {
        guard let named = headers[.ifNoneMatch], let tag = EntityTag.strong(in: tag).first else {
            return false
        }
        return tag.isNamed(in: named)
    }

    /// What keeps browsers from doing with an answer what it is not meant for, and caches from keeping it.
    private func protect(_ headers: inout HTTPFields, caching: Route.Caching) {
        headers[.cacheControl] = caching.header
        if caching == .revalidate { headers[.vary] = "Accept, Accept-Language" }
        headers[.xContentTypeOptions] = "nosniff"
        headers[.contentSecurityPolicy] = "default-src 'none'; frame-ancestors 'none'"
        headers[.referrerPolicy] = "no-referrer"
        headers[.crossOriginResourcePolicy] = "same-origin"
        if realm == .live {
            headers[.strictTransportSecurity] = "max-age=31536000; includeSubDomains"
        }
    }

    /// The bytes; where the connection is of no use any more, it is closed once they are written.
    private func body(of bytes: some Collection<UInt8> & Sendable, _ visit: Visit, on channel: any Channel)
        -> ResponseBody
    {
        let buffer = ByteBuffer(bytes: bytes)
        guard visit.mustClose else {
            return bytes.isEmpty ? ResponseBody() : ResponseBody(byteBuffer: buffer)
        }
        return ResponseBody(contentLength: buffer.readableBytes) { writer in
            try await writer.write(buffer)
            try await writer.finish(nil)
            channel.close(promise: nil)
        }
    }
}
