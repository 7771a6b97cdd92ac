import Clocks

/// One exchange with a partner, as it is kept: what for and how it ended, never what was said.
package struct PartnerExchange: Sendable {
    package let id: ID<PartnerExchange>
    package let at: Instant
    /// `pharmacy:alpha`, `carrier:easypost`.
    package let partner: String
    /// `submitOrder`, `buyLabel`.
    package let operation: String
    /// Our own id of what it was about.
    package let reference: String?
    package let end: End
    package let milliseconds: Int

    /// How an exchange can end.
    package enum End: Sendable, Hashable {
        /// With an answer of this HTTP status.
        case answered(status: Int)
        /// The partner never got it.
        case notSent
        /// The partner may have got it, and may have done what was asked.
        case unknown
    }

    package init(
        partner: String, operation: String, reference: String?, end: End, milliseconds: Int, at now: Instant
    ) {
        id = ID(at: now)
        at = now
        self.partner = partner
        self.operation = operation
        self.reference = reference
        self.end = end
        self.milliseconds = milliseconds
    }
}
