import Clinic
import Foundation
import Outbound
import PharmacyOrders

/// Speaks with one pharmacy in LifeFile's form.
///
/// That form knows no idempotency key. Our order's id travels as `referenceId`, by which the pharmacy can be asked
/// what became of an order whose answer was lost; an order is never sent again without that.
package struct LifeFilePharmacy: PharmacyPartner {
    private let address: PharmacyAddress
    private let line: PartnerLine

    package init(address: PharmacyAddress, client: HTTPClient, recorder: ExchangeRecorder) {
        self.address = address
        line = PartnerLine(to: "pharmacy:\(address.slug)", over: client, recorder: recorder)
    }

    package func submit(_ form: OrderForm) async -> SubmissionAnswer {
        let body: Data
        do {
            body = try JSONEncoder().encode(
                LifeFileForm(form, practice: address.access.settings.practice))
        } catch {
            return .notSent(code: "notWritable")
        }
        var request = request(.post, "/order")
        request.headers.append(("Content-Type", "application/json"))
        request.body = body
        return await exchange("submitOrder", form.order, request, LifeFileAnswer.submission) { error in
            error.outcome == .notSent ? .notSent(code: "\(error.kind)") : .unknown
        }
    }

    package func find(_ order: ID<PharmacyOrder>) async -> FindAnswer {
        await exchange(
            "findOrder", order, request(.get, "/order?referenceId=\(order)"),
            { LifeFileAnswer.find($0, about: order) }
        ) { _ in .notNow }
    }

    package func cancel(_ order: ID<PharmacyOrder>, reference: String) async -> CancelAnswer {
        let path = reference.addingPercentEncoding(withAllowedCharacters: .alphanumerics) ?? ""
        return await exchange(
            "cancelOrder", order, request(.delete, "/order/\(path)"), LifeFileAnswer.cancel
        ) { _ in .notNow }
    }

    private func request(_ method: OutboundRequest.Method, _ path: String) -> OutboundRequest {
        let (settings, credentials) = (address.access.settings, address.credentials)
        let basic = Data("\(credentials.user):\(credentials.password)".utf8).base64EncodedString()
        return OutboundRequest(
            method: method, url: address.access.baseURL + path,
            headers: [
                ("Authorization", "Basic \(basic)"), ("X-Vendor-ID", settings.vendor),
                ("X-Practice-ID", settings.practice), ("X-Location-ID", settings.location),
                ("Accept", "application/json"),
            ])
    }

    /// Does it, and reads the answer. A question may be asked again at once; an order never goes out twice.
    private func exchange<Answer: Sendable>(
        _ operation: String, _ order: ID<PharmacyOrder>, _ request: OutboundRequest,
        _ read: (OutboundResponse) -> Answer, failed: (TransferError) -> Answer
    ) async -> Answer {
        do throws(TransferError) {
            return read(
                try await line.send(
                    request, for: operation, about: order.description,
                    retrying: request.method == .get ? .question : nil))
        } catch {
            return failed(error)
        }
    }
}
