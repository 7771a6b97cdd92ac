import Clinic
import Clocks
import StrictJSON

/// A score, or one answer behind it, as FHIR R4's `Observation` carries it between programs: a chart that does not know
/// this clinic's forms can read it by its LOINC code.
package struct ScoreObservation: Sendable, Hashable {
    /// FHIR's states of an observation that says something.
    package enum Status: String, Sendable, CaseIterable {
        case registered, preliminary, final, amended, corrected
        /// Should never have been there: it is no fact.
        case enteredInError = "entered-in-error"
    }

    /// When it was so. Other programs may know only the day.
    package enum Moment: Sendable, Hashable {
        case instant(Instant)
        case date(LocalDate)
    }

    package enum Value: Sendable, Hashable {
        /// Points.
        case total(Int)
        /// The option chosen, and its words.
        case answer(Coding, words: String?)
        /// There is none, with FHIR's reason (`asked-declined`, `unknown`) and, for people, what is missing.
        case absent(reason: String, words: String?)
        /// Nothing itself: it holds others together.
        case members
    }

    /// `nil` where another program sent none.
    package var id: String?
    package var status: Status
    package var code: Coding
    /// What the code says, in words.
    package var text: String?
    /// `Patient/…`.
    package var subject: String
    package var effective: Moment
    package var value: Value
    /// What the total is called: `moderatelySevere`.
    package var band: String?
    /// The answers it was reckoned from: `QuestionnaireResponse/…`.
    package var derivedFrom: [String]
    /// What a panel holds together: `Observation/…`.
    package var members: [String]

    package init(
        id: String? = nil, status: Status = .final, code: Coding, text: String? = nil, subject: String,
        effective: Moment, value: Value, band: String? = nil, derivedFrom: [String] = [],
        members: [String] = []
    ) {
        self.id = id
        self.status = status
        self.code = code
        self.text = text
        self.subject = subject
        self.effective = effective
        self.value = value
        self.band = band
        self.derivedFrom = derivedFrom
        self.members = members
    }

    static let loinc = "http://loinc.org"
    /// The program's own names of bands.
    static let bandSystem = "https://lozenge.example/codes/band"
    static let absentSystem = "http://terminology.hl7.org/CodeSystem/data-absent-reason"
    static let categorySystem = "http://terminology.hl7.org/CodeSystem/observation-category"
}

extension Instrument {
    /// The score that an observation of this instrument's total tells; `nil` where it is another's, has no total, is no
    /// fact, or has one beyond what the items can add up to.
    package func score(from observation: ScoreObservation) -> Score? {
        guard observation.code == totalCode, observation.status != .enteredInError,
            case .total(let total) = observation.value, (0...highest).contains(total)
        else { return nil }
        return Score(instrument: name, total: total, band: band(of: total))
    }
}
