import Foundation

/// A US state, the District of Columbia or one of five territories, by its two USPS letters.
package struct StateCode: Sendable, Hashable, Comparable, CustomStringConvertible {
    package let code: String

    /// `nil` where no state has these letters; upper case only, as on an envelope.
    package init?(_ code: some StringProtocol) {
        guard Self.names[String(code)] != nil else { return nil }
        self.code = String(code)
    }

    /// `Arizona`.
    package var name: String { Self.names[code] ?? code }

    package var description: String { code }

    package static func < (left: Self, right: Self) -> Bool { left.code < right.code }

    /// All 56, by their letters.
    package static var all: [StateCode] { names.keys.sorted().compactMap { StateCode($0) } }

    private static let names = [
        "AK": "Alaska", "AL": "Alabama", "AR": "Arkansas", "AS": "American Samoa", "AZ": "Arizona",
        "CA": "California", "CO": "Colorado", "CT": "Connecticut", "DC": "District of Columbia",
        "DE": "Delaware", "FL": "Florida", "GA": "Georgia", "GU": "Guam", "HI": "Hawaii", "IA": "Iowa",
        "ID": "Idaho", "IL": "Illinois", "IN": "Indiana", "KS": "Kansas", "KY": "Kentucky",
        "LA": "Louisiana", "MA": "Massachusetts", "MD": "Maryland", "ME": "Maine", "MI": "Michigan",
        "MN": "Minnesota", "MO": "Missouri", "MP": "Northern Mariana Islands", "MS": "Mississippi",
        "MT": "Montana", "NC": "North Carolina", "ND": "North Dakota", "NE": "Nebraska",
        "NH": "New Hampshire", "NJ": "New Jersey", "NM": "New Mexico", "NV": "Nevada", "NY": "New York",
        "OH": "Ohio", "OK": "Oklahoma", "OR": "Oregon", "PA": "Pennsylvania", "PR": "Puerto Rico",
        "RI": "Rhode Island", "SC": "South Carolina", "SD": "South Dakota", "TN": "Tennessee",
        "TX": "Texas", "UT": "Utah", "VA": "Virginia", "VI": "Virgin Islands", "VT": "Vermont",
        "WA": "Washington", "WI": "Wisconsin", "WV": "West Virginia", "WY": "Wyoming",
    ]
}
