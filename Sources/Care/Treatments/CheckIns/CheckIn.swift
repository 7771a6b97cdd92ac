import Clinic
import Clocks

/// What a patient says of one local date: the version that counts.
package struct CheckIn: Sendable, Hashable {
    package var taken: Taken
    package var effects: EffectGrades
    package var benefit: Benefit?
    package var wish: Wish?
    /// Alcohol or a sedative on that date.
    package var sedative: Bool?
    /// Thoughts of self-harm; yes asks the ASQ at once.
    package var selfHarm: Bool?
    package var asq: SuicideScreen?
    package var warnings: Set<WarningSign>
    /// Medicines begun since the last report, by what they mean to the dose, and antidepressants stopped.
    package var newMedicines: Set<NewMedicine>
    package var reading: Reading?
    /// Totals of the weekly instruments, where they came with this check-in.
    package var phq9: Int?
    package var item9: Int?
    package var gad7: Int?
    package var pcl5: Int?
    /// Filled in on one of the two dates after.
    package var isLate: Bool
    package var reportedAt: Instant
    /// The dose in force when it was first reported: what `taken` and the rules speak of. The course sets it.
    package internal(set) var planned: Milligrams
    /// What it took beyond what was on hand. The course sets it.
    package internal(set) var discrepancy: Milligrams
    /// Thoughts of self-harm were reported without an ASQ, which must be answered by then; an amendment does not lift it.
    /// The course sets it.
    package internal(set) var asqDue: Instant?
    /// Said again on its own day: what it says of a wish earns nothing.
    package internal(set) var isAmended: Bool

    package init(
        taken: Taken, effects: EffectGrades = .none, benefit: Benefit? = nil, wish: Wish? = nil,
        sedative: Bool? = nil, selfHarm: Bool? = nil, asq: SuicideScreen? = nil,
        warnings: Set<WarningSign> = [], newMedicines: Set<NewMedicine> = [],
        reading: Reading? = nil, phq9: Int? = nil, item9: Int? = nil, gad7: Int? = nil, pcl5: Int? = nil,
        isLate: Bool = false,
        reportedAt: Instant, planned: Milligrams = .zero, discrepancy: Milligrams = .zero,
        asqDue: Instant? = nil, isAmended: Bool = false
    ) {
        self.taken = taken
        self.effects = effects
        self.benefit = benefit
        self.wish = wish
        self.sedative = sedative
        self.selfHarm = selfHarm
        self.asq = asq
        self.warnings = warnings
        self.newMedicines = newMedicines
        self.reading = reading
        self.phq9 = phq9
        self.item9 = item9
        self.gad7 = gad7
        self.pcl5 = pcl5
        self.isLate = isLate
        self.reportedAt = reportedAt
        self.planned = planned
        self.discrepancy = discrepancy
        self.asqDue = asqDue
        self.isAmended = isAmended
    }

    /// What was taken.
    package var amount: Milligrams { taken.amount(of: planned) }

    /// How much of the dose in force was taken; a CHECK of the check-in table holds the same words.
    package enum Taken: Sendable, Hashable {
        case none, planned
        /// Less than the dose, and more than nothing.
        case part(Milligrams)
        /// More than the dose.
        case more(Milligrams)

        package enum Name: String, Sendable, CaseIterable { case none, planned, part, more }

        package var name: Name {
            switch self {
            case .none: .none
            case .planned: .planned
            case .part: .part
            case .more: .more
            }
        }

        /// The milligrams, where `dose` was in force.
        package func amount(of dose: Milligrams) -> Milligrams {
            switch self {
            case .none: .zero
            case .planned: dose
            case .part(let amount), .more(let amount): amount
            }
        }
    }

    package enum Benefit: String, Sendable, CaseIterable { case worse, none, some, clear }

    package enum Wish: String, Sendable, CaseIterable { case less, same, more }
}

/// What a medicine begun, or stopped, means to the dose (T11).
package enum NewMedicine: String, Sendable, CaseIterable {
    /// An opioid, a benzodiazepine, another depressant or an MAOI: nothing is taken until a prescriber has answered.
    case depressant
    /// Another of E12, or one that nobody knows yet: nothing rises until then.
    case cautious
    case antidepressantStopped
}

/// What the ASQ (NIMH) came to: any yes or refusal is positive, "right now" is acute.
package enum SuicideScreen: String, Sendable, CaseIterable { case negative, positive, acute }

/// What a patient may report beside the effects, and what it asks for at once.
package enum WarningSign: String, Sendable, CaseIterable {
    case confusion, fainting, chestPain, troubleBreathing, seizure, hallucination, mania
    case bloodInUrine, maybePregnant, newDiagnosis, medicineChanged, surgeryPlanned

    /// T3: 911 at once, and a pause.
    package var isDanger: Bool {
        switch self {
        case .confusion, .fainting, .chestPain, .troubleBreathing, .seizure, .hallucination, .mania: true
        case .bloodInUrine, .maybePregnant, .newDiagnosis, .medicineChanged, .surgeryPlanned: false
        }
    }
}

/// One measurement, in mmHg and beats a minute.
package struct Reading: Sendable, Hashable {
    package var systolic: Int?
    package var diastolic: Int?
    package var pulse: Int?
    package var at: Instant

    package init(systolic: Int? = nil, diastolic: Int? = nil, pulse: Int? = nil, at: Instant) {
        self.systolic = systolic
        self.diastolic = diastolic
        self.pulse = pulse
        self.at = at
    }
}
