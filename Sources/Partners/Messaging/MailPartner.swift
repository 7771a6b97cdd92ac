import Clocks
import Foundation
import Outbound
import Patients

/// Sends e-mail through the clinic's mail server.
///
/// The `Message-ID` is made from the message's own id. A mail whose outcome is unknown is sent again by the
/// job, and mail programs recognise the second copy by it.
package struct MailPartner: Sendable {
    private let server: MailServer
    private let sender: OutboundMail.Sender
    private let line: PartnerLine
    private let clock: any ProgramClock

    /// - Parameter sender: the clinic's name and address; its domain ends the `Message-ID`.
    package init(
        server: MailServer, sender: OutboundMail.Sender, client: HTTPClient, clock: any ProgramClock,
        recorder: ExchangeRecorder
    ) {
        self.server = server
        self.sender = sender
        line = PartnerLine(to: "mail", over: client, recorder: recorder)
        self.clock = clock
    }

    /// Hands one mail over. The reference is its `Message-ID`.
    package func deliver(_ message: OutgoingMessage) async throws -> DeliveryAnswer {
        // The one refusal that needs no server: such an address cannot even be asked for.
        guard OutboundMail.isAddress(message.recipient) else { return .refused(code: "malformedAddress") }
        let mail = mail(for: message)
        do throws(TransferError) {
            try await line.sendMail(
                mail, via: server, for: "sendMail", about: message.id.uuidString.lowercased())
        } catch {
            return try answer(to: error)
        }
        return .accepted(reference: mail.messageID)
    }

    private func mail(for message: OutgoingMessage) -> OutboundMail {
        let domain = sender.address.split(separator: "@").last.map(String.init) ?? sender.address
        return OutboundMail(
            from: sender, to: message.recipient, subject: message.subject ?? "", text: message.body,
            language: message.language, messageID: "\(message.id.uuidString.lowercased())@\(domain)",
            date: clock.now.date)
    }

    /// A permanent no to the recipient or the text is an answer; everything else is a fault of the moment or
    /// of ours.
    private func answer(to error: TransferError) throws -> DeliveryAnswer {
        guard case .mailRefused(let refusal) = error.kind else {
            throw MessagingFault(whileLeftAlone: error) ?? error
        }
        if refusal.isTemporary { throw MessagingFault.notNow(code: "\(refusal.code)", retryAfter: nil) }
        switch refusal.step {
        case .recipient, .content: return .refused(code: "\(refusal.code)")
        case .greeting, .signIn, .sender: throw MessagingFault.ourselvesRefused(code: "\(refusal.code)")
        }
    }
}
