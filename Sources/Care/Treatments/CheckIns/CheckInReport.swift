import Clinic
import Clocks

/// All that a patient says of one date, in one call; titration reads a `CheckIn` out of it, the rest is for the people
/// who treat them.
package struct CheckInReport: Sendable {
    /// The date reported; today in the patient's zone where it is not said.
    package var date: LocalDate?
    package var taken: CheckIn.Taken
    package var takenAt: Instant?
    package var effects: EffectGrades
    package var scales: DayScales
    package var benefit: CheckIn.Benefit?
    package var wish: CheckIn.Wish?
    package var sedative: Bool?
    /// Measured at the time of the report.
    package var reading: Measured?
    package var selfHarm: Bool?
    package var asq: SuicideScreenAnswers?
    package var warnings: Set<WarningSign>
    /// The items of the weekly instruments, in their order, 0 to 3 each.
    package var phq9: [Int]?
    package var gad7: [Int]?
    /// Free words, for the care team.
    package var note: String?

    /// mmHg, beats a minute.
    package struct Measured: Sendable, Hashable {
        package let systolic: Int?
        package let diastolic: Int?
        package let pulse: Int?

        package init(systolic: Int?, diastolic: Int?, pulse: Int?) {
            self.systolic = systolic
            self.diastolic = diastolic
            self.pulse = pulse
        }
    }

    package init(
        date: LocalDate? = nil, taken: CheckIn.Taken, takenAt: Instant? = nil, effects: EffectGrades = .none,
        scales: DayScales = DayScales(), benefit: CheckIn.Benefit? = nil, wish: CheckIn.Wish? = nil,
        sedative: Bool? = nil, reading: Measured? = nil, selfHarm: Bool? = nil,
        asq: SuicideScreenAnswers? = nil, warnings: Set<WarningSign> = [], phq9: [Int]? = nil,
        gad7: [Int]? = nil, note: String? = nil
    ) {
        self.date = date
        self.taken = taken
        self.takenAt = takenAt
        self.effects = effects
        self.scales = scales
        self.benefit = benefit
        self.wish = wish
        self.sedative = sedative
        self.reading = reading
        self.selfHarm = selfHarm
        self.asq = asq
        self.warnings = warnings
        self.phq9 = phq9
        self.gad7 = gad7
        self.note = note
    }

    /// What titration hears of it.
    package func checkIn(isLate: Bool, at now: Instant) -> CheckIn {
        CheckIn(
            taken: taken, effects: effects, benefit: benefit, wish: wish, sedative: sedative,
            selfHarm: selfHarm, asq: asq?.screen, warnings: warnings,
            reading: reading.map {
                Reading(systolic: $0.systolic, diastolic: $0.diastolic, pulse: $0.pulse, at: now)
            },
            phq9: phq9.map { $0.reduce(0, +) }, item9: phq9?.last, gad7: gad7.map { $0.reduce(0, +) },
            isLate: isLate, reportedAt: now)
    }
}

/// How a day was, each 0 to 10.
package struct DayScales: Sendable, Hashable {
    package var mood: Int?
    package var anxiety: Int?
    package var energy: Int?
    package var sleep: Int?

    package init(mood: Int? = nil, anxiety: Int? = nil, energy: Int? = nil, sleep: Int? = nil) {
        self.mood = mood
        self.anxiety = anxiety
        self.energy = energy
        self.sleep = sleep
    }
}

/// The Ask Suicide-Screening Questions (NIMH, public domain), answered.
package struct SuicideScreenAnswers: Sendable, Hashable {
    package enum Answer: String, Sendable, CaseIterable { case yes, no, refused }

    package let wishedDead: Answer
    package let betterOffDead: Answer
    package let thoughtsOfKilling: Answer
    package let everTried: Answer
    /// Asked where any of the four is not no.
    package let rightNow: Answer?

    package init(
        wishedDead: Answer, betterOffDead: Answer, thoughtsOfKilling: Answer, everTried: Answer,
        rightNow: Answer?
    ) {
        self.wishedDead = wishedDead
        self.betterOffDead = betterOffDead
        self.thoughtsOfKilling = thoughtsOfKilling
        self.everTried = everTried
        self.rightNow = rightNow
    }

    /// Whether the fifth question must be answered, too.
    package var asksRightNow: Bool {
        [wishedDead, betterOffDead, thoughtsOfKilling, everTried].contains { $0 != .no }
    }

    /// Any yes or refusal is positive, "right now" is acute (NIMH ASQ).
    package var screen: SuicideScreen {
        if rightNow == .yes { return .acute }
        return asksRightNow || rightNow == .refused ? .positive : .negative
    }
}
