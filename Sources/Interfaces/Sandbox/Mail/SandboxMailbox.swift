import Logging
import NIOCore

/// Keeps the mails that arrive, or does what was ordered instead.
struct SandboxMailbox: Sendable {
    let sink: MessageSink
    let faults: SandboxFaults
    let logger: Logger

    func keep(_ envelope: SMTPSession.Envelope) -> MailboxAnswer {
        let fault = faults.take(.mailSend)
        if fault == .error500 { return MailboxAnswer(reply: "451 4.3.0 something broke") }
        let mail = ReceivedMail(envelope.bytes)
        do {
            for recipient in envelope.recipients {
                try sink.take(
                    "email", from: envelope.sender, to: recipient, subject: mail.subject, body: mail.text,
                    reference: mail.messageID)
            }
        } catch {
            logger.error("mail not kept", error: error)
            return MailboxAnswer(reply: "452 4.3.1 cannot keep it")
        }
        return switch fault {
        case .timeoutAfterSuccess: MailboxAnswer()
        case .delay(let duration):
            MailboxAnswer(reply: "250 2.0.0 taken", delay: .nanoseconds(Int64(duration / .nanoseconds(1))))
        case .error500AfterSuccess: MailboxAnswer(reply: "451 4.3.0 something broke")
        default: MailboxAnswer(reply: "250 2.0.0 taken")
        }
    }
}
