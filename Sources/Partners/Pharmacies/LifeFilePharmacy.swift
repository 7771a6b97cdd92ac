import Clinic
import Foundation
import Logging
import Outbound
import PharmacyOrders

/// Speaks with one pharmacy in LifeFile's form.
///
/// That form knows no idempotency key. Our order's id travels as `referenceId`, by which the pharmacy can be asked
/// what became of an order whose answer was lost; an order is never sent again without that.
package struct LifeFilePharmacy: PharmacyPartner {
    private let address: PharmacyAddress
    private let client: HTTPClient
    private let logger: Logger

    package init(address: PharmacyAddress, client: HTTPClient, logger: Logger) {
        self.address = address
        self.client = client
        self.logger = logger
    }

    package func submit(_ form: OrderForm) async -> PharmacyExchange<SubmissionAnswer> {
        let body: Data
        do {
            body = try JSONEncoder().encode(
                LifeFileForm(form, practice: address.access.settings.practice))
        } catch {
            return PharmacyExchange(.notSent(code: "notWritable"), end: .notSent, milliseconds: 0)
        }
        var request = request(.post, "/order")
        request.headers.append(("Content-Type", "application/json"))
        request.body = body
        return await exchange("submitOrder", form.order, request, LifeFileAnswer.submission) { error in
            error.outcome == .notSent ? .notSent(code: "\(error.kind)") : .unknown
        }
    }

    package func find(_ order: ID<PharmacyOrder>) async -> PharmacyExchange<FindAnswer> {
        await exchange(
            "findOrder", order, request(.get, "/order?referenceId=\(order)"),
            { LifeFileAnswer.find($0, about: order) }
        ) { _ in .notNow }
    }

    package func cancel(_ order: ID<PharmacyOrder>, reference: String) async -> PharmacyExchange<CancelAnswer>
    {
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

    /// Does it, and says how it ended; a log line too, without a word of what was said.
    private func exchange<Answer: Sendable>(
        _ operation: String, _ order: ID<PharmacyOrder>, _ request: OutboundRequest,
        _ read: (OutboundResponse) -> Answer, failed: (TransferError) -> Answer
    ) async -> PharmacyExchange<Answer> {
        let begun = ContinuousClock.now
        let (answer, end, words): (Answer, PartnerExchange.End, String)
        do throws(TransferError) {
            // A question may be asked again at once; an order never goes out twice.
            let response =
                request.method == .get
                ? try await client.send(request, retrying: .question) : try await client.send(request)
            (answer, end, words) = (read(response), .answered(status: response.status), "\(response.status)")
        } catch {
            (answer, end) = (failed(error), error.outcome == .notSent ? .notSent : .unknown)
            words = "\(error.kind), \(error.outcome)"
        }
        let milliseconds = Int(((ContinuousClock.now - begun) / .milliseconds(1)).rounded())
        logger.info(
            "exchange",
            metadata: [
                "partner": "pharmacy:\(address.slug)", "operation": "\(operation)", "reference": "\(order)",
                "end": "\(words)", "ms": "\(milliseconds)",
            ])
        return PharmacyExchange(answer, end: end, milliseconds: milliseconds)
    }
}
