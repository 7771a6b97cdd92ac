import CarePath
import Clinic
import Foundation
import Pharmacies
import PharmacyOrders

/// Understands pharmacies' messages in our own event form, and has the corridor hear them.
package struct PharmacyMessages: WebhookAdapter {
    private let carePath: CarePath

    package init(carePath: CarePath) { self.carePath = carePath }

    package func apply(_ body: Data, event: UUID, from partner: String, by actor: Actor) async throws
        -> HeardEffect
    {
        switch PharmacyEventForm.read(body) {
        case .report(let report): try await carePath.pharmacyReported(report, from: partner, by: actor)
        case .unknown(let reason): .parked(reason)
        }
    }
}
