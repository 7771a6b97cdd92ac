import Clocks
import Foundation
import HTTPTypes
import Hummingbird
import StrictJSON

/// A stand-in pharmacy's door, in LifeFile's form:
///
///     POST   /pharmacy/alpha/order
///     GET    /pharmacy/alpha/order?referenceId=…
///     DELETE /pharmacy/alpha/order/{orderId}
struct PharmacyRoutes: Sendable {
    let desk: PharmacyDesk
    let faults: SandboxFaults

    func add(to router: Router<BasicRequestContext>) {
        let pharmacy = router.group("pharmacy/\(desk.profile.slug)")
        pharmacy.post("order") { request, _ in
            let body = try await request.body.collect(upTo: 1 << 20)
            return try await serve(.pharmacyOrder, request) { fault in
                guard let json = try? JSONValue(parsing: body.readableBytesView) else {
                    throw PharmacyRefusal.notJSON
                }
                let id = try desk.take(json, fault: fault)
                return PharmacyAnswer.success(["orderId": .string(id)])
            }
        }
        pharmacy.get("order") { request, _ in
            try await serve(.pharmacyAsk, request) { _ in
                guard let reference = request.uri.queryParameters.get("referenceId") else {
                    throw PharmacyRefusal.form(fields: ["referenceId"])
                }
                return PharmacyAnswer.success(try desk.find(reference))
            }
        }
        pharmacy.delete("order/{id}") { request, context in
            let id = try context.parameters.require("id")
            return try await serve(.pharmacyCancel, request) { _ in
                PharmacyAnswer.success(try desk.cancel(id))
            }
        }
    }

    private func serve(
        _ operation: SandboxFaults.Operation, _ request: Request,
        _ work: (SandboxFaults.Kind?) throws -> Response
    ) async throws -> Response {
        guard isSignedIn(request) else { return try refuse(.notSignedIn, operation) }
        let call = FaultyCall(faults: faults, operation: operation, broken: PharmacyAnswer.broken) {
            try desk.journal.write(.requestFailed(operation: $0), at: desk.clock.now)
        }
        return try await call.serve { fault in
            do {
                return try work(fault)
            } catch let refusal as PharmacyRefusal {
                return try refuse(refusal, operation)
            }
        }
    }

    private func refuse(_ refusal: PharmacyRefusal, _ operation: SandboxFaults.Operation) throws -> Response {
        try desk.journal.write(
            .requestRefused(
                operation: operation.rawValue, status: refusal.status, code: refusal.code),
            at: desk.clock.now)
        return PharmacyAnswer.refusal(refusal)
    }

    private func isSignedIn(_ request: Request) -> Bool {
        let profile = desk.profile
        let expected = [
            "X-Vendor-ID": profile.vendor, "X-Practice-ID": profile.practice,
            "X-Location-ID": profile.location,
        ]
        let given = BasicCredentials(of: request)
        return given?.user == profile.user && given?.password == profile.password
            && expected.allSatisfy { name, value in
                HTTPField.Name(name).flatMap { request.headers[$0] } == value
            }
    }
}
