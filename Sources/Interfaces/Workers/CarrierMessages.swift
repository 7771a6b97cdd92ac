import CarePath
import Carriers
import Clinic
import Foundation

/// Understands the messages of carriers: what one says of a parcel's way goes to the corridor.
///
/// An event of a kind that the program does not follow concerns nothing of ours; one that cannot be read waits for
/// a person.
package struct CarrierMessages: WebhookAdapter {
    private let carePath: CarePath

    package init(carePath: CarePath) { self.carePath = carePath }

    package func apply(
        _ body: Data, event: UUID, from partner: String, by actor: Actor
    ) async throws -> HeardEffect {
        switch EasyPostEvent(reading: body) {
        case .tracker(let report): try await carePath.carrierReported(report, by: actor)
        case .other: .ignored
        case .unreadable: .parked("unreadable")
        }
    }
}
