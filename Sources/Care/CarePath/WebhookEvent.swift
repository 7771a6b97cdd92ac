import Clinic
import Clocks
import Foundation

/// A partner's message by its id: kept once with its bytes, applied once by a job, shown in the care team's inbox.
///
///     pending ── applied, repeated, late, ignored ─▶ settled
///        │ ▲
///        │ └──── replay ────┐
///        └── not understood ─▶ parked ── a person looks
package struct WebhookEvent: Sendable {
    package let id: ID<WebhookEvent>
    package let partner: WebhookPartner
    /// The partner's own id of it.
    package let eventID: String
    package let receivedAt: Instant
    package let effect: Effect
    /// Why it was parked, as a code.
    package let reason: String?
    package let settledAt: Instant?
    package let settledBy: String?

    /// What came of it; a CHECK holds the same words.
    package enum Effect: String, Sendable, CaseIterable {
        case pending, applied, repeated, late, parked, ignored

        init(_ heard: HeardEffect) {
            self =
                switch heard {
                case .applied: .applied
                case .repeated: .repeated
                case .late: .late
                case .parked: .parked
                case .ignored: .ignored
                }
        }
    }

    /// One delivery of it that was answered with 2xx.
    package struct Delivery: Sendable {
        package let at: Instant
        package let id: UUID
        package let verdict: Verdict
    }

    /// What a delivery was beside those before it; a CHECK holds the same words.
    package enum Verdict: String, Sendable, CaseIterable {
        case first, repeated
        /// The id came with other bytes than at first. They are kept, and never applied.
        case quarantined
    }
}

/// Why a kept message could not be tried again.
package enum WebhookRefusal: Refusing, CaseIterable {
    /// It has had its effect already.
    case settled

    package var code: String {
        switch self {
        case .settled: "webhook_settled"
        }
    }
}
