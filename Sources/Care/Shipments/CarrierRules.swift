import Clocks
import Foundation

/// What the program asks of carriers, as data: `Schema/protocols/carriers.json`.
package struct CarrierRules: Sendable, Decodable {
    package let version: Int
    /// A parcel of lozenges in its packaging.
    package let parcel: Parcel
    /// Services that take an adult's signature at the door.
    package let adultSignature: [Service]
    /// A service that takes longer, or does not say how long, is too slow.
    package let longestDeliveryDays: Int
    package let watch: Watch
    /// How often a carrier is asked about a parcel under way, in case one of its messages was lost.
    package let askEveryHours: Int

    package struct Parcel: Sendable, Decodable, Hashable {
        package let weightOunces: Int
        package let lengthInches: Int
        package let widthInches: Int
        package let heightInches: Int
    }

    /// A carrier and one of its services, in the broker's words.
    package struct Service: Sendable, Decodable, Hashable {
        package let carrier: String
        package let service: String
    }

    /// When a parcel that does not move becomes somebody's work.
    package struct Watch: Sendable, Decodable, Hashable {
        package let noScanHours: Int
        package let noMovementHours: Int
        package let notDeliveredDays: Int
    }

    /// Reads the file; numbers that make no sense are refused.
    package init(json: Data) throws {
        self = try JSONDecoder().decode(Self.self, from: json)
        let numbers = [
            parcel.weightOunces, parcel.lengthInches, parcel.widthInches, parcel.heightInches,
            longestDeliveryDays, watch.noScanHours, watch.noMovementHours, watch.notDeliveredDays,
            askEveryHours,
        ]
        guard numbers.allSatisfy({ $0 > 0 }) else { throw CarrierRulesFault(why: "a number is not above 0") }
        guard !adultSignature.isEmpty else { throw CarrierRulesFault(why: "no service takes a signature") }
    }

    /// The rate to buy: the cheapest whose service takes an adult's signature and is quick enough; of equals the
    /// quicker. `nil` if none will do.
    package func choose(among rates: [CarrierRate]) -> CarrierRate? {
        let services = Set(adultSignature)
        return
            rates
            .filter { rate in
                services.contains(Service(carrier: rate.carrier, service: rate.service))
                    && rate.deliveryDays.map { $0 <= longestDeliveryDays } ?? false
            }
            .min { left, right in
                (left.price, left.deliveryDays ?? .max, left.id)
                    < (right.price, right.deliveryDays ?? .max, right.id)
            }
    }

    package var askEvery: Duration { .hours(askEveryHours) }
}

/// The file of rules about carriers makes no sense.
package struct CarrierRulesFault: Error {
    package let why: String
}
