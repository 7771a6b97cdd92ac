import Clinic

/// A protocol as its data file has it: the ladder, its ceilings, what is written by default and how long things
/// count. A medical director approves a version, by its hash, before anything is prescribed by it.
package struct DosingProtocol: Sendable, Decodable {
    package let slug: String
    package let version: Int
    package let title: String
    package let drug: String
    package let form: String
    package let ladderMg: [Int]
    package let startMg: Int
    /// The highest start that a prescriber may choose.
    package let startByPrescriberMg: Int
    /// Up to here the standing order may raise by itself.
    package let automaticCeilingMg: Int
    package let ceilingMg: Int
    /// From this maximum on a consent of its own and an adult beside the patient are asked for.
    package let supervisedFromMg: Int
    /// The consent document of that.
    package let supervisedConsent: String
    package let daysSupply: Int
    package let refills: Int
    package let monthsValid: Int
    package let fullDoseDates: FullDoseDates
    /// Strengths that may be prescribed, the preferred one first.
    package let strengthsMg: [Int]
    /// How old an evaluation of eligibility, and a visit, may be at the signature.
    package let eligibilityDays: Int
    package let consultDays: Int
    package let pdmpDays: MonitoringWindow
    package let directions: String
    package let reasonForCompounding: String

    /// How old a look into a state's prescription monitoring program may be, in days.
    package struct MonitoringWindow: Sendable, Decodable {
        package let `default`: Int
        package let states: [String: Int]

        package func days(in state: StateCode) -> Int { states[state.code] ?? self.default }
    }

    /// `daily-low-dose|1`: how records name it.
    package var reference: String { "\(slug)|\(version)" }

    package var ceiling: Milligrams { Milligrams(ceilingMg) }

    /// The steps that can be taken with this lozenge.
    package func ladder(with form: LozengeForm) -> DoseLadder {
        DoseLadder(ladderMg.map(Milligrams.init), with: form)
    }

    /// What a first prescription of these terms may at most need in the days of one supply.
    package func fastestPath(
        from start: Milligrams, taken: Int = 0, to maximum: Milligrams, with form: LozengeForm,
        firstDay: Int? = 1
    ) -> FastestPath {
        FastestPath(
            from: start, taken: taken, to: maximum, on: ladder(with: form), pace: fullDoseDates,
            days: daysSupply,
            firstDay: firstDay)
    }

    /// Lozenges that may be written: at least the start dose on every day, at most the fastest path.
    package func quantities(
        from start: Milligrams, to maximum: Milligrams, with form: LozengeForm
    ) -> ClosedRange<Int> {
        let least = form.strength.lozenges(for: start * daysSupply)
        let most = form.strength.lozenges(for: fastestPath(from: start, to: maximum, with: form).total)
        return least...max(least, most)
    }

    /// What is wrong with the file, in words for whoever edited it; nothing if it can be used.
    package var faults: [String] {
        var faults: [String] = []
        func ask(_ holds: Bool, _ fault: String) { if !holds { faults.append(fault) } }
        ask(version >= 1, "version counts from 1")
        ask(
            ladderMg == ladderMg.sorted() && Set(ladderMg).count == ladderMg.count, "the ladder does not rise"
        )
        ask(ladderMg.last == ceilingMg, "the ladder does not end at ceilingMg")
        ask(ladderMg.contains(startMg) && startMg <= startByPrescriberMg, "startMg is no step")
        ask(ladderMg.contains(startByPrescriberMg), "startByPrescriberMg is no step")
        ask(ladderMg.contains(automaticCeilingMg), "automaticCeilingMg is no step")
        ask(supervisedFromMg > automaticCeilingMg, "supervisedFromMg is not above automaticCeilingMg")
        ask((0...5).contains(refills), "refills are 0 to 5 (21 CFR 1306.22)")
        ask((1...6).contains(monthsValid), "monthsValid is 1 to 6 (21 CFR 1306.22)")
        ask(fullDoseDates.early >= 1 && fullDoseDates.later >= fullDoseDates.early, "fullDoseDates fall")
        ask(!strengthsMg.isEmpty && strengthsMg.allSatisfy { $0 > 0 }, "strengthsMg are missing")
        ask(pdmpDays.default >= 0 && pdmpDays.states.keys.allSatisfy { StateCode($0) != nil }, "pdmpDays")
        ask(!directions.isEmpty && !reasonForCompounding.isEmpty, "words are missing")
        return faults
    }
}
