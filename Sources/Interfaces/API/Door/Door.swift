import Access
import Clinic
import Foundation
import HTTPTypes
import Hummingbird
import Logging
import NIOCore
import StrictJSON
import Telemetry

/// The way every request takes: found, counted, known, allowed, understood, done, answered.
///
/// The order matters. What costs least and tells least comes first: an address that asks too often is turned away
/// before its token is looked at, a stranger before their body is read, and 403 is decided by role and route alone,
/// before anything is looked up.
struct Door: HTTPResponder {
    typealias Context = DoorContext

    let routes: RouteTable
    let admission: Admission
    let body: BodyReading
    let dress: AnswerDress
    let record: RequestRecord

    func respond(to request: Request, context: DoorContext) async -> Response {
        var visit = Visit(request.headers, method: request.method)
        let answer: Answer
        do {
            answer = try await serve(request, context, &visit)
        } catch {
            answer = refuse(error, &visit)
        }
        let response = dress.response(to: request, answer, visit, on: context.channel)
        record.note(visit, status: response.status)
        return response
    }

    private func serve(_ request: Request, _ context: DoorContext, _ visit: inout Visit) async throws
        -> Answer
    {
        let (route, parameters) = try find(request, &visit)
        guard let route else { return Answer(status: .noContent) }
        visit.route = route
        let address = admission.address(of: request.headers, peer: context.peer)
        try admission.count(route, .address(address), &visit)
        let caller = try await admission.caller(for: route, request.headers)
        if let caller { try admission.count(route, .account(caller.accountID), &visit) }
        visit.type = try admission.negotiate(route, request.headers)
        let query = try Query(request.uri.query, known: route.query)
        let bytes = try await bytes(of: request, for: route, context, &visit)
        let call = Call(
            route: route, caller: caller, query: query, askedLanguage: visit.askedLanguage,
            requestID: visit.id,
            headers: request.headers, body: bytes, path: request.uri.path, parameters: parameters)
        try admission.checkKey(of: call)
        return try await route.handle(call)
    }

    /// The route, or none where the answer to `OPTIONS` is all there is to do.
    private func find(
        _ request: Request, _ visit: inout Visit
    ) throws(Rejection) -> (Route?, parameters: [String: String]) {
        switch routes.match(request.method, request.uri.path) {
        case .route(let route, let parameters):
            return (route, parameters)
        case .otherMethods(let allowed):
            visit.headers[.allow] = allowed
            guard request.method == .options else { throw Rejection(.methodNotAllowed) }
            return (nil, [:])
        case .nothing:
            throw Rejection(.notFound)
        }
    }

    private func bytes(
        of request: Request, for route: Route, _ context: DoorContext, _ visit: inout Visit
    ) async throws(Rejection) -> [UInt8] {
        if route.body != .none { try admission.checkType(route, request.headers) }
        do {
            let bytes = try await body.bytes(of: request, on: context.channel)
            guard route.body == .none else { return bytes }
            // Some clients send an empty object with every POST; it says no more than no body.
            let isNothing = bytes.isEmpty || (try? JSONValue(parsing: bytes)) == .object(JSONObject())
            guard isNothing else { throw Rejection(.unexpectedBody) }
            return []
        } catch let failure as BodyReading.Failure {
            visit.mustClose = failure.mustClose
            throw Rejection(failure.code)
        } catch {
            throw error as? Rejection ?? Rejection(.internalError)
        }
    }

    private func refuse(_ error: any Error, _ visit: inout Visit) -> Answer {
        let rejection = Rejection(of: error)
        if rejection.code.status.code >= 500 { record.noteFault(error, visit) }
        do {
            return try rejection.answer(in: visit.language, instance: visit.id)
        } catch {
            return Answer(status: .internalServerError)
        }
    }
}
