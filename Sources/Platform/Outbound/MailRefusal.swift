/// At which point of the conversation a mail server said no, and with which reply code (RFC 5321, 4.2).
package struct MailRefusal: Sendable, Hashable {
    package enum Step: Sendable, Hashable {
        /// The greeting, `EHLO` or `STARTTLS`.
        case greeting
        /// `AUTH`: our credentials.
        case signIn
        /// `MAIL FROM`: our own address.
        case sender
        /// `RCPT TO`: the patient's address.
        case recipient
        /// `DATA`, or the text itself.
        case content
    }

    package let step: Step
    /// 400 to 499: later perhaps; 500 to 599: not like this.
    package let code: Int

    package init(step: Step, code: Int) {
        self.step = step
        self.code = code
    }

    /// Whether trying again later could help.
    package var isTemporary: Bool { (400..<500).contains(code) }
}
