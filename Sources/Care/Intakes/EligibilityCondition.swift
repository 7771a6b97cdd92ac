import Clinic
import Foundation
import Medications
import Questionnaires

/// A condition over what is known of a person, as the eligibility rules' data writes it.
///
///     {"all": [{"atLeast": {"measure": "systolic", "value": 140}}, {"takes": ["opioid"]}]}
///
/// It holds, fails, or cannot be told because an answer it needs is missing, refused or not known. What follows from it
/// stands beside it in the data.
package indirect enum EligibilityCondition: Sendable, Hashable {
    case all([EligibilityCondition])
    case any([EligibilityCondition])
    case not(EligibilityCondition)
    /// The one answer is this option.
    case equals(linkId: String, Coding)
    /// One of the options chosen is one of these.
    case includes(linkId: String, anyOf: [Coding])
    /// Holds only where what it asks is certain; an open answer fails it instead of leaving it open.
    case known(EligibilityCondition)
    /// Holds where what it asks cannot be told, for an answer that is missing, refused or not known.
    case open(EligibilityCondition)
    /// The words written there name one of these, however they are spelled around it, in capitals or not.
    case mentions(linkId: String, anyOf: [String])
    /// The person on record is not that old yet.
    case ageBelow(years: Int)
    /// Nobody may prescribe or nobody may ship in the state of residence.
    case notServed
    /// The measure is that much or more.
    case atLeast(measure: String, Decimal)
    /// The measure is less than that.
    case below(measure: String, Decimal)
    /// The score lies in one of these bands.
    case band(measure: String, anyOf: [String])
    /// There is no such measure: nothing was measured or asked.
    case absent(measure: String)
    /// A medicine counts as one of these.
    case takes([MedicationClass])
    /// A medicine has one of these in it, by the list's own names.
    case takesIngredient([String])
    /// A medicine is not in the list.
    case unrecognizedMedicine

    /// What became of it, and the answers behind that.
    package enum Verdict: Sendable, Hashable {
        case holds([FindingAnswer])
        case fails
        case unknown([FindingAnswer])
    }
}
