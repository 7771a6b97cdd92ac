import Patients

/// The clinic's providers for texts and e-mail, as the program sees them: one place to hand a message to.
///
/// A provider that is not set up throws `MessagingFault.notSetUp`, so that the message waits and the care
/// team can be told, instead of being lost.
package struct MessagingPartners: MessageDelivery {
    private let texts: TextPartner?
    private let mail: MailPartner?

    package init(texts: TextPartner?, mail: MailPartner?) {
        self.texts = texts
        self.mail = mail
    }

    package func deliver(_ message: OutgoingMessage) async throws -> DeliveryAnswer {
        switch message.channel {
        case .text:
            guard let texts else { throw MessagingFault.notSetUp(.text) }
            return try await texts.deliver(message)
        case .email:
            guard let mail else { throw MessagingFault.notSetUp(.email) }
            return try await mail.deliver(message)
        }
    }
}
