import Outbound
import Patients

/// Why a provider did not take a message now, though nothing is wrong with the message. Trying later may
/// help; where it is our own set-up that is wrong, it helps once somebody has put it right.
package enum MessagingFault: Error, Sendable, Hashable {
    /// No provider is configured for this channel.
    case notSetUp(MessageChannel)
    /// The provider does not accept our credentials, our number or our sender's address; with its code.
    case ourselvesRefused(code: String)
    /// The provider is busy or broken, and names in some cases how long to stay away.
    case notNow(code: String, retryAfter: Duration?)
    /// The answer is not of the form that was agreed.
    case unreadable
}

extension MessagingFault {
    /// The provider failed again and again and hears nothing just now: the message comes back when that is over.
    /// `nil` for any other error.
    init?(whileLeftAlone error: TransferError) {
        guard error.kind == .circuitOpen else { return nil }
        self = .notNow(code: "circuitOpen", retryAfter: error.retryAfter)
    }
}
