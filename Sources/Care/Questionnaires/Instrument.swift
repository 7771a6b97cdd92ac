import Foundation
import StrictJSON

/// How a scored questionnaire is added up: PHQ-9, GAD-7. Items, total and bands are data
/// (`Schema/questionnaires/scores/`), so a new instrument is a new file.
///
/// A missing item gives no score; it is never counted as 0. A total that a client sends is reckoned again.
package struct Instrument: Sendable {
    /// From which total on a name holds: `moderate` from 10.
    package struct Band: Sendable, Hashable {
        package let from: Int
        package let code: String
    }

    /// `phq-9`.
    package let name: String
    /// The linkIds of the items added up.
    package let items: [String]
    /// The linkId under which a client may send the total, if the questionnaire has such an item.
    package let totalItem: String?
    /// What the total is called in LOINC.
    package let totalCode: Coding
    package let highest: Int
    /// From the lowest up; the first begins at 0.
    package let bands: [Band]

    /// Adds up the answers. An item that the answers before it switched off counts nothing: whoever never drinks is
    /// not asked how much.
    ///
    /// - Throws: which items have no answer, or one that was refused, or that a total was sent that is another.
    package func score(_ response: ValidResponse) throws(ScoreRefusal) -> Score {
        let missing = items.filter { response.isAsked($0) && response.ordinal($0) == nil }
        guard missing.isEmpty else { throw .missing(missing) }
        let sum = items.reduce(Decimal(0)) { $0 + (response.ordinal($1) ?? 0) }
        // Loading has seen to it that every option counts a whole number, and that their sum is small.
        let total = NSDecimalNumber(decimal: sum).intValue
        if let totalItem, let sent = response.answer(to: totalItem), response.decimal(totalItem) != sum {
            throw .totalDiffers(sent.pointer)
        }
        return Score(instrument: name, total: total, band: band(of: total))
    }

    /// The name of a total.
    package func band(of total: Int) -> String {
        guard let band = bands.last(where: { $0.from <= max(0, total) }) else {
            preconditionFailure("The bands of \(name) do not begin at 0.")
        }
        return band.code
    }
}

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
