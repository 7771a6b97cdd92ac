import Foundation
import StrictJSON

/// How a scored questionnaire is added up: PHQ-9, GAD-7, PCL-5, AUDIT-C, ASQ. Items, total and bands are data
/// (`Schema/questionnaires/scores/`), so a new instrument is a new file.
///
/// A missing item gives no score; it is never counted as 0. A total that a client sends is reckoned again.
package struct Instrument: Sendable {
    /// From which total on a name holds: `moderate` from 10.
    package struct Band: Sendable, Hashable {
        package let from: Int
        package let code: String
    }

    /// The bands of those who gave one answer: AUDIT-C is positive from 4 for men, from 3 for everybody else. Whose
    /// sex is not known is held to the lower one.
    package struct OtherBands: Sendable {
        package let linkId: String
        package let answer: Coding
        package let bands: [Band]
    }

    /// An answer that a person must see, whatever the total is, also where there is none: PHQ-9's last item.
    package struct RedFlag: Sendable, Hashable {
        package let linkId: String
        /// From which weight of its answer on.
        package let from: Int
        /// `selfHarm`, `rightNow`.
        package let code: String
    }

    /// `phq-9`.
    package let name: String
    /// What the whole of it is called in LOINC, where it has a name there.
    package let panelCode: Coding?
    /// The linkIds of the items added up.
    package let items: [String]
    /// The linkId under which a client may send the total, if the questionnaire has such an item.
    package let totalItem: String?
    /// What the total is called in LOINC.
    package let totalCode: Coding
    /// The same in words.
    package let totalText: String?
    package let highest: Int
    /// From the lowest up; the first begins at 0.
    package let bands: [Band]
    package let otherwise: OtherBands?
    package let redFlags: [RedFlag]

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
        return Score(instrument: name, total: total, band: Self.band(of: total, in: bands(for: response)))
    }

    /// The answers that a person must see, whether or not there is a score.
    package func redFlags(in response: ValidResponse) -> [RedFlag] {
        redFlags.filter { flag in response.ordinal(flag.linkId).map { $0 >= Decimal(flag.from) } ?? false }
    }

    /// The name of a total, of somebody with the usual bands.
    package func band(of total: Int) -> String { Self.band(of: total, in: bands) }

    private func bands(for response: ValidResponse) -> [Band] {
        guard let otherwise, response.codings(otherwise.linkId) == [otherwise.answer] else { return bands }
        return otherwise.bands
    }

    private static func band(of total: Int, in bands: [Band]) -> String {
        guard let band = bands.last(where: { $0.from <= max(0, total) }) else {
            preconditionFailure("An instrument was loaded whose bands do not begin at 0.")
        }
        return band.code
    }
}
