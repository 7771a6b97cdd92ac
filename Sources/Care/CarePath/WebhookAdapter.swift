import Clinic
import Foundation

/// Understands one partner's messages: reads the bytes of one and does what it says, through the corridor.
///
/// The job that applies kept messages calls it, perhaps more than once for one message. It throws only what a later
/// attempt may find mended; what will never be understood is `.parked`.
package protocol WebhookAdapter: Sendable {
    /// - Parameters:
    ///   - partner: `alpha` of `pharmacy:alpha`.
    ///   - event: our id of the kept message.
    func apply(_ body: Data, event: UUID, from partner: String, by actor: Actor) async throws -> HeardEffect
}
