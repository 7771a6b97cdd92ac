import StrictJSON

/// What an instrument says of a person on a day.
package struct Score: Sendable, Hashable, Codable {
    /// `phq-9`.
    package let instrument: String
    package let total: Int
    /// `moderatelySevere`.
    package let band: String

    package init(instrument: String, total: Int, band: String) {
        self.instrument = instrument
        self.total = total
        self.band = band
    }
}

/// Why there is no score.
package enum ScoreRefusal: Error, Sendable, Hashable {
    /// These items, by linkId, have no answer, or one that counts nothing.
    case missing([String])
    /// The total that was sent, at this place, is not what the items add up to.
    case totalDiffers(JSONPointer)
}
