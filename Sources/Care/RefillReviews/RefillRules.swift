import Clinic
import Foundation

/// The numbers of refill reviews: `Schema/protocols/refill-review.json`, with the source of each.
package struct RefillRules: Sendable, Decodable {
    package let version: Int
    /// Days of the cycle.
    package let opensOnDay: Int
    package let dueOnDay: Int
    /// The decision lies so many business days before the order, the visit is booked so many before the decision.
    package let decideBusinessDays: Int
    package let bookBusinessDays: Int
    package let percentiles: Percentiles
    package let earliestDispense: EarliestDispense
    package let renewal: Renewal
    package let lookAgainWithinDays: Int
    package let count: Count

    /// How long pharmacies and carriers take in nine of ten cases, in days.
    package struct Percentiles: Sendable, Decodable {
        package let pharmacyDays: Int
        package let carrierDays: Int
        /// Settings of single ones, by slug and name.
        package let pharmacies: [String: Int]
        package let carriers: [String: Int]
        /// Their own record counts instead once it has so many orders of the last days.
        package let percent: Int
        package let fromOrders: Int
        package let overDays: Int

        package func days(of pharmacy: String?, orders: Int, measured: Int?) -> Int {
            choose(pharmacy.flatMap { pharmacies[$0] } ?? pharmacyDays, orders, measured)
        }

        package func days(by carrier: String?, parcels: Int, measured: Int?) -> Int {
            choose(carrier.flatMap { carriers[$0] } ?? carrierDays, parcels, measured)
        }

        private func choose(_ setting: Int, _ cases: Int, _ measured: Int?) -> Int {
            guard cases >= fromOrders, let measured else { return setting }
            return max(0, measured)
        }
    }

    /// How long before the run-out the next supply may be dispensed.
    package struct EarliestDispense: Sendable, Decodable {
        package let carrierMarginDays: Int
        package let leastDays: Int
        package let mostDays: Int
        /// Fewer days where a state's law says so.
        package let states: [String: Int]

        package func daysAhead(carrierDays: Int, in state: StateCode) -> Int {
            let days = min(max(carrierDays + carrierMarginDays, leastDays), mostDays)
            return min(days, states[state.code] ?? days)
        }
    }

    /// How old what a renewal rests on may be.
    package struct Renewal: Sendable, Decodable {
        package let scoresWithinDays: Int
        package let consultWithinDays: Int
        package let bloodPressureWithinDays: Int
        /// Every so many reviews the prescriber justifies that treatment goes on.
        package let justificationEvery: Int
        /// Who has taken nothing for longer sees a prescriber first.
        package let idleDays: Int
    }

    /// When a count differs so much that a person asks.
    package struct Count: Sendable, Decodable {
        package let percent: Int
        package let receivedWithinDays: Int
        package let doses: Int
    }

    /// Reads the file; numbers that make no sense are refused, by name.
    package init(json: Data) throws {
        self = try JSONDecoder().decode(Self.self, from: json)
        let faults = faults
        guard faults.isEmpty else { throw RefillRulesFault(faults: faults) }
    }

    /// How long medicine takes to the patient, and how early it may leave, for one patient.
    package func lead(pharmacyDays: Int, carrierDays: Int, in state: StateCode) -> SupplyLead {
        SupplyLead(
            pharmacyDays: pharmacyDays, carrierDays: carrierDays,
            daysAhead: earliestDispense.daysAhead(carrierDays: carrierDays, in: state))
    }

    private var faults: [String] {
        let checks: [(Bool, String)] = [
            (version >= 1, "version counts from 1"),
            ((1...30).contains(opensOnDay) && (opensOnDay...30).contains(dueOnDay), "opensOnDay, dueOnDay"),
            (decideBusinessDays >= 0 && bookBusinessDays >= 0, "business days are not below 0"),
            (percentiles.pharmacyDays >= 0 && percentiles.carrierDays >= 0, "percentiles are not below 0"),
            ((1...100).contains(percentiles.percent) && percentiles.fromOrders > 0, "percent, fromOrders"),
            (percentiles.overDays > 0, "overDays is above 0"),
            ((0...earliestDispense.mostDays).contains(earliestDispense.leastDays), "leastDays, mostDays"),
            (earliestDispense.states.keys.allSatisfy { StateCode($0) != nil }, "states are two letters"),
            (renewal.scoresWithinDays > 0 && renewal.consultWithinDays > 0, "renewal"),
            (renewal.bloodPressureWithinDays > 0 && renewal.justificationEvery > 0, "renewal"),
            (renewal.idleDays > 0, "renewal.idleDays is above 0"),
            (lookAgainWithinDays > 0, "lookAgainWithinDays is above 0"),
            (count.percent >= 0 && count.doses >= 0 && count.receivedWithinDays > 0, "count"),
        ]
        return checks.filter { !$0.0 }.map(\.1)
    }
}

/// What is wrong with the file.
package struct RefillRulesFault: Error {
    package let faults: [String]
}
