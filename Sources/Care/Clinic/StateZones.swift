import Foundation

/// Which time zones a state's people live in: a patient's zone must be one of them.
///
/// Read from `Schema/protocols/state-time-zones.json`, made from IANA's present names (not the old links).
package struct StateZones: Sendable, Decodable {
    private let zones: [String: [String]]

    package init(from decoder: any Decoder) throws {
        let zones = try decoder.singleValueContainer().decode([String: [String]].self)
        guard
            let fault = zones.first(where: { state, names in
                StateCode(state) == nil || names.isEmpty || names.contains { TimeZone(identifier: $0) == nil }
            })
        else {
            self.zones = zones
            return
        }
        throw DecodingError.dataCorrupted(
            .init(codingPath: decoder.codingPath, debugDescription: "state or zone unknown at \(fault.key)"))
    }

    /// IANA names, the most populous first.
    package func zones(of state: StateCode) -> [String] { zones[state.code] ?? [] }
}
