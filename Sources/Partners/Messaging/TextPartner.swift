import Foundation
import Outbound
import Patients

/// Sends texts through a provider that speaks Twilio's form of interface.
///
/// That interface knows no idempotency key. A text whose outcome is unknown is sent again by the job and may
/// arrive twice; every text is worded so that this does no harm.
package struct TextPartner: Sendable {
    /// The clinic's account with the provider.
    package struct Account: Sendable {
        /// `https://api.twilio.com`.
        package var baseURL: String
        /// `AC` and 32 digits; part of the path and the user name.
        package var sid: String
        package var authToken: String
        /// Our number, `+16025550100`, or a messaging service, `MG` and 32 digits.
        package var sender: String

        package init(baseURL: String, sid: String, authToken: String, sender: String) {
            self.baseURL = baseURL
            self.sid = sid
            self.authToken = authToken
            self.sender = sender
        }
    }

    private let account: Account
    private let line: PartnerLine

    package init(account: Account, client: HTTPClient, recorder: ExchangeRecorder) {
        self.account = account
        line = PartnerLine(to: "texts", over: client, recorder: recorder)
    }

    /// Hands one text over. The reference is the provider's `sid`.
    package func deliver(_ message: OutgoingMessage) async throws -> DeliveryAnswer {
        let response: OutboundResponse
        do throws(TransferError) {
            response = try await line.send(
                request(for: message), for: "sendText", about: message.id.uuidString.lowercased())
        } catch {
            throw MessagingFault(whileLeftAlone: error) ?? error
        }
        return try TextAnswer.read(response)
    }

    private func request(for message: OutgoingMessage) -> OutboundRequest {
        let isService = account.sender.hasPrefix("MG")
        let credentials = Data("\(account.sid):\(account.authToken)".utf8).base64EncodedString()
        return OutboundRequest(
            method: .post, url: "\(account.baseURL)/2010-04-01/Accounts/\(account.sid)/Messages.json",
            headers: [
                ("Authorization", "Basic \(credentials)"), ("Content-Type", FormBody.contentType),
                ("Accept", "application/json"),
            ],
            body: FormBody.encode([
                ("To", message.recipient), (isService ? "MessagingServiceSid" : "From", account.sender),
                ("Body", message.body),
            ]))
    }
}
