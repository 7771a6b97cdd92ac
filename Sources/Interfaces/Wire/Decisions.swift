/// What titration says of the next dose, with its reasons: in the answer to a check-in, and
/// `GET /v1/staff/patients/{patient}/decisions`.
package struct DecisionAnswer: Codable, Sendable {
    /// A rule that fired or still holds, in words.
    package struct Reason: Codable, Sendable {
        package var rule: String
        package var words: String

        package init(rule: String, words: String) {
            self.rule = rule
            self.words = words
        }
    }

    package var id: String
    /// The date on which it was asked, in the patient's zone.
    package var date: String
    /// `pause`, `skip`, `decrease`, `hold`, `increase`.
    package var kind: String
    /// `take`, `skip`, `pause`: whether the dose may be taken on `forDate`.
    package var permission: String
    package var forDate: String
    /// In force on the day of the evaluation, and on `forDate`.
    package var doseMg: Int
    package var toMg: Int
    /// `1½ lozenges of 30 mg`.
    package var label: String
    package var noIncreaseBefore: String?
    /// `none`, `navigator`, `prescriber`.
    package var needs: String
    package var rules: [String]
    package var reasons: [Reason]
    package var words: String
    package var onHandMg: Int
    package var runOut: String?
    package var decidedAt: String
    /// `patient`, `staff`, `system`: who asked.
    package var askedBy: String
    /// `checkIn`, `morning`, …
    package var occasion: String
    /// `daily-low-dose|1`.
    package var titrationProtocol: String
    /// A higher dose that the patient may say yes to.
    package var offer: DoseChangeAnswer?

    package init(
        id: String, date: String, kind: String, permission: String, forDate: String, doseMg: Int, toMg: Int,
        label: String, noIncreaseBefore: String?, needs: String, rules: [String], reasons: [Reason],
        words: String, onHandMg: Int, runOut: String?, decidedAt: String, askedBy: String, occasion: String,
        titrationProtocol: String, offer: DoseChangeAnswer?
    ) {
        self.id = id
        self.date = date
        self.kind = kind
        self.permission = permission
        self.forDate = forDate
        self.doseMg = doseMg
        self.toMg = toMg
        self.label = label
        self.noIncreaseBefore = noIncreaseBefore
        self.needs = needs
        self.rules = rules
        self.reasons = reasons
        self.words = words
        self.onHandMg = onHandMg
        self.runOut = runOut
        self.decidedAt = decidedAt
        self.askedBy = askedBy
        self.occasion = occasion
        self.titrationProtocol = titrationProtocol
        self.offer = offer
    }
}
