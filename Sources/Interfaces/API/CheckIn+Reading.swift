import Clinic
import Clocks
import StrictJSON
import Treatments

extension JSONReader {
    /// What a patient says of one date. Everything that is wrong is found at once.
    ///
    /// - Parameter named: whether the date stands in the body; `PUT` has it in its path.
    mutating func checkIn(named: Bool = true) -> CheckInReport? {
        let date: JSONField<LocalDate?> =
            named ? optionalParse("date", as: .date) { LocalDate($0) } : JSONField(.some(nil))
        let taken = taken()
        let takenAt = optionalParse("takenAt", as: .instant) { Instant(rfc3339: $0) }
        let effects = optionalObject("effects") { $0.effects() }
        let (mood, anxiety) = (
            optionalInteger("mood", in: 0...10), optionalInteger("anxiety", in: 0...10)
        )
        let (energy, sleep) = (
            optionalInteger("energy", in: 0...10), optionalInteger("sleep", in: 0...10)
        )
        let benefit = optionalOption("benefit", of: CheckIn.Benefit.self)
        let wish = optionalOption("wish", of: CheckIn.Wish.self)
        let sedative = optionalBoolean("sedative")
        let pressure = optionalObject("bloodPressure") { $0.bloodPressure() }
        let pulse = optionalInteger("pulse", in: 20...250)
        let selfHarm = optionalBoolean("selfHarm")
        let asq = optionalObject("asq") { $0.suicideScreen() }
        let warnings = optionalOptions(
            "warnings", of: WarningSign.self, count: 0...WarningSign.allCases.count)
        let phq9 = optionalIntegers("phq9", count: 9...9, in: 0...3)
        let gad7 = optionalIntegers("gad7", count: 7...7, in: 0...3)
        let note = optionalText("note", length: 1...4000)
        guard let taken else { return nil }
        return made {
            CheckInReport(
                date: date.value, taken: taken, takenAt: takenAt.value, effects: effects.value ?? .none,
                scales: DayScales(
                    mood: mood.value, anxiety: anxiety.value, energy: energy.value, sleep: sleep.value),
                benefit: benefit.value, wish: wish.value, sedative: sedative.value,
                reading: pressure.value != nil || pulse.value != nil
                    ? .init(
                        systolic: pressure.value?.systolic, diastolic: pressure.value?.diastolic,
                        pulse: pulse.value) : nil,
                selfHarm: selfHarm.value, asq: asq.value, warnings: Set(warnings.value ?? []),
                phq9: phq9.value, gad7: gad7.value, note: note.value)
        }
    }

    /// `part` and `more` say how much, the others do not.
    private mutating func taken() -> CheckIn.Taken? {
        let name = option("taken", of: CheckIn.Taken.Name.self)
        // Beyond two supplies of the strongest lozenge: whoever took all that they had must be able to say so.
        let amount = optionalInteger("takenMg", in: 1...10_000)
        guard let name = name.ifRead, let amount = amount.ifRead else { return nil }
        switch (name, amount) {
        case (.none, nil): return CheckIn.Taken.none
        case (.planned, nil): return .planned
        case (.part, let amount?): return .part(Milligrams(amount))
        case (.more, let amount?): return .more(Milligrams(amount))
        case (.part, nil), (.more, nil): note(.missing(pointer.member("takenMg")))
        case (.none, _), (.planned, _):
            note(
                JSONProblem(
                    pointer.member("takenMg"), "not_asked",
                    "Only `part` and `more` say how many milligrams. Remove it, or correct `taken`.",
                    es: "Solo `part` y `more` dicen cuántos miligramos. Quítelo o corrija `taken`."))
        }
        return nil
    }

    private mutating func effects() -> EffectGrades? {
        let grades = Effect.allCases.map { ($0, optionalInteger($0.rawValue, in: 0...3)) }
        return made {
            grades.reduce(into: EffectGrades.none) { found, entry in found[entry.0] = entry.1.value }
        }
    }

    /// mmHg; what a person who can report it may have.
    mutating func bloodPressure() -> (systolic: Int, diastolic: Int)? {
        let systolic = integer("systolic", in: 50...300)
        let diastolic = integer("diastolic", in: 20...200)
        if let high = systolic.ifRead, let low = diastolic.ifRead, low >= high {
            note(
                JSONProblem(
                    pointer.member("diastolic"), "diastolic_not_below",
                    "The lower number must be below the upper one.",
                    es: "El número menor debe estar por debajo del mayor."))
        }
        return made { (systolic.value, diastolic.value) }
    }

    private mutating func suicideScreen() -> SuicideScreenAnswers? {
        typealias Said = SuicideScreenAnswers.Answer
        let wishedDead = option("wishedDead", of: Said.self)
        let betterOffDead = option("betterOffDead", of: Said.self)
        let thoughts = option("thoughtsOfKilling", of: Said.self)
        let everTried = option("everTried", of: Said.self)
        let rightNow = optionalOption("rightNow", of: Said.self)
        let answers = made {
            SuicideScreenAnswers(
                wishedDead: wishedDead.value, betterOffDead: betterOffDead.value,
                thoughtsOfKilling: thoughts.value, everTried: everTried.value, rightNow: rightNow.value)
        }
        if let answers, answers.asksRightNow, answers.rightNow == nil {
            note(.missing(pointer.member("rightNow")))
            return nil
        }
        return answers
    }
}
