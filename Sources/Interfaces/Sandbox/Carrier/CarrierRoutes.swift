import Clocks
import Foundation
import HTTPTypes
import Hummingbird
import StrictJSON

/// A stand-in carrier's door, in the form of EasyPost's API v2:
///
///     POST /v2/shipments          POST /v2/shipments/{id}/buy     POST /v2/shipments/{id}/refund
///     GET  /v2/shipments/{id}     POST /v2/trackers               GET  /v2/trackers/{id}
struct CarrierRoutes: Sendable {
    let desk: CarrierDesk
    let faults: SandboxFaults
    /// The only key that is accepted; `nil` accepts any.
    let apiKey: String?

    func add(to router: Router<BasicRequestContext>) {
        let api = router.group("v2")
        api.post("shipments") { request, _ in
            let body = try await json(of: request)
            return try await serve(.carrierCreate, request) { _ in
                answer(try desk.create(body()), status: .created)
            }
        }
        api.post("shipments/{id}/buy") { request, context in
            let id = try context.parameters.require("id")
            let body = try await json(of: request)
            return try await serve(.carrierBuy, request) { fault in
                answer(try desk.buy(id, body(), fault: fault))
            }
        }
        api.post("shipments/{id}/refund") { request, context in
            let id = try context.parameters.require("id")
            return try await serve(.carrierRefund, request) { _ in answer(try desk.refund(id)) }
        }
        api.get("shipments/{id}") { request, context in
            let id = try context.parameters.require("id")
            return try await serve(.carrierAsk, request) { _ in answer(try desk.ask(id)) }
        }
        api.post("trackers") { request, _ in
            let body = try await json(of: request)
            return try await serve(.carrierTrack, request) { _ in
                answer(try desk.track(body()), status: .created)
            }
        }
        api.get("trackers/{id}") { request, context in
            let id = try context.parameters.require("id")
            return try await serve(.carrierAsk, request) { _ in answer(try desk.askTracker(id)) }
        }
    }

    /// The body, whose mistakes are told only to those who may ask.
    private func json(of request: Request) async throws -> () throws -> JSONValue {
        let body = try await request.body.collect(upTo: 1 << 20)
        return {
            guard let json = try? JSONValue(parsing: body.readableBytesView) else {
                throw CarrierRefusal.notJSON
            }
            return json
        }
    }

    private func serve(
        _ operation: SandboxFaults.Operation, _ request: Request,
        _ work: (SandboxFaults.Kind?) throws -> Response
    ) async throws -> Response {
        guard isSignedIn(request) else { return try refuse(.notSignedIn, operation) }
        let call = FaultyCall(faults: faults, operation: operation, broken: CarrierRefusal.broken) {
            try desk.journal.write(.requestFailed(operation: $0), at: desk.clock.now)
        }
        return try await call.serve { fault in
            do {
                return try work(fault)
            } catch let refusal as CarrierRefusal {
                return try refuse(refusal, operation)
            }
        }
    }

    private func refuse(_ refusal: CarrierRefusal, _ operation: SandboxFaults.Operation) throws -> Response {
        try desk.journal.write(
            .requestRefused(operation: operation.rawValue, status: refusal.status, code: refusal.code),
            at: desk.clock.now)
        return refusal.response
    }

    private func isSignedIn(_ request: Request) -> Bool {
        guard let apiKey else { return true }
        return BasicCredentials(of: request)?.user == apiKey
            || request.headers[.authorization] == "Bearer \(apiKey)"
    }
}
