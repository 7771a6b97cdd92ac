import Clinic
import Foundation
import Outbound
import Shipments
import StrictJSON

/// The broker of carriers that speaks EasyPost's API v2.
///
/// It knows no idempotency key: the safety of a purchase lies with its caller, who keeps the parcel's id first and
/// asks before buying again. Every exchange is recorded: what for and how it ended, never what was said.
package struct EasyPost: CarrierPartner {
    /// The clinic's account there.
    package struct Account: Sendable {
        /// `https://api.easypost.com/v2`.
        package var baseURL: String
        package var key: String

        package init(baseURL: String, key: String) {
            self.baseURL = baseURL
            self.key = key
        }
    }

    /// Its name in records and in the addresses of its messages.
    package static let slug = "easypost"

    private let account: Account
    private let line: PartnerLine

    package init(account: Account, client: HTTPClient, recorder: ExchangeRecorder) {
        self.account = account
        line = PartnerLine(to: "carrier:\(Self.slug)", over: client, recorder: recorder)
    }

    package func quote(_ parcel: ParcelToSend) async throws(CarrierFault) -> CarrierParcel {
        try EasyPostParcel.read(
            await ask(
                .post, "/shipments", EasyPostParcel.body(of: parcel), "quoteLabel", about: parcel.shipment))
    }

    package func parcel(_ id: String, about shipment: UUID) async throws(CarrierFault) -> CarrierParcel {
        try EasyPostParcel.read(await ask(.get, "/shipments/\(step(id))", nil, "readLabel", about: shipment))
    }

    package func buy(
        _ id: String, at rate: String, about shipment: UUID
    ) async throws(CarrierFault) -> CarrierParcel {
        try EasyPostParcel.read(
            await ask(
                .post, "/shipments/\(step(id))/buy", ["rate": ["id": .string(rate)]], "buyLabel",
                about: shipment))
    }

    package func refund(_ id: String, about shipment: UUID) async throws(CarrierFault) {
        _ = try await ask(.post, "/shipments/\(step(id))/refund", [:], "refundLabel", about: shipment)
    }

    package func follow(
        _ trackingCode: String, by carrier: String, about shipment: UUID
    ) async throws(CarrierFault) -> CarrierReport {
        try EasyPostTracker.read(
            await ask(
                .post, "/trackers",
                ["tracker": ["tracking_code": .string(trackingCode), "carrier": .string(carrier)]], "follow",
                about: shipment))
    }

    package func tracking(_ tracker: String, about shipment: UUID) async throws(CarrierFault) -> CarrierReport
    {
        try EasyPostTracker.read(
            await ask(.get, "/trackers/\(step(tracker))", nil, "readTracker", about: shipment))
    }

    /// One exchange: the answer's document, or why there is none.
    private func ask(
        _ method: OutboundRequest.Method, _ path: String, _ body: JSONValue?, _ operation: String,
        about shipment: UUID
    ) async throws(CarrierFault) -> JSONValue {
        let response: OutboundResponse
        do {
            // A question may be asked again at once; a purchase never is, before somebody has looked.
            response = try await line.send(
                request(method, path, body), for: operation, about: ID<Shipment>(shipment).description,
                retrying: method == .get ? .question : nil)
        } catch {
            throw CarrierFault(error)
        }
        return try EasyPostAnswer.read(response, changes: method == .post)
    }

    private func request(
        _ method: OutboundRequest.Method, _ path: String, _ body: JSONValue?
    ) -> OutboundRequest {
        // The key is the user, and there is no password.
        let credentials = Data("\(account.key):".utf8).base64EncodedString()
        var headers = [("Authorization", "Basic \(credentials)"), ("Accept", "application/json")]
        if body != nil { headers.append(("Content-Type", "application/json")) }
        return OutboundRequest(
            method: method, url: account.baseURL + path, headers: headers,
            body: body.map { Data($0.bytes) } ?? Data())
    }

    /// An id as a step of a path, whatever it holds.
    private func step(_ id: String) -> String {
        id.addingPercentEncoding(
            withAllowedCharacters: .alphanumerics.union(CharacterSet(charactersIn: "_-"))) ?? ""
    }
}

extension CarrierFault {
    /// While its circuit is open the carrier hears nothing; the job comes back when that is over.
    fileprivate init(_ error: TransferError) {
        self =
            if error.kind == .circuitOpen {
                .notNow(code: "circuitOpen", retryAfter: error.retryAfter)
            } else {
                error.outcome == .notSent ? .notSent : .unknown
            }
    }
}
