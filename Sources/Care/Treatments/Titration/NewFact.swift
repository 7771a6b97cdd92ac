/// Something new about a person in treatment, told by them or found out by the care team: what it means to the dose (T11),
/// and to whether they may be treated (T19).
package struct NewFact: Sendable, Hashable {
    /// A medicine begun or stopped.
    package var medicines: Set<NewMedicine>
    package var turn: Turn?
    /// Why, in codes: eligibility rules, what was reported.
    package var reasons: [String]

    /// How the eligibility rules turned.
    package enum Turn: Sendable, Hashable {
        /// They say no now; the severity is 1 for psychosis, mania and pregnancy, else 2.
        case ineligible(severity: Int)
        /// A letter, a prescriber's answer or something that is missing is asked for now.
        case asks
    }

    package init(medicines: Set<NewMedicine> = [], turn: Turn? = nil, reasons: [String] = []) {
        self.medicines = medicines
        self.turn = turn
        self.reasons = reasons
    }

    /// Whether titration has anything to say of it.
    package var matters: Bool { !medicines.isEmpty || turn != nil }
}
