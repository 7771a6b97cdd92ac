import Clinic

/// T2, T5 and T23: blood pressure and pulse.
extension CourseMoment {
    /// The reading that was just heard.
    private var heard: Reading? {
        switch news {
        case .reading(let reading): reading
        case .report(let date): course.days[date]?.report?.reading
        case .morning, .asqUnanswered, .fact, .other: nil
        }
    }

    /// T2: any reading.
    func dangerousPressure() -> TitrationFinding? {
        guard let heard, isDangerous(heard) else { return nil }
        return TitrationFinding(.t2) {
            $0.reasons = ["bloodPressure"]
            $0.flag = 1
            $0.permission = .pause
        }
    }

    private func isDangerous(_ reading: Reading) -> Bool {
        (reading.systolic ?? 0) >= numbers.pressurePause.systolic
            || (reading.diastolic ?? 0) >= numbers.pressurePause.diastolic
    }

    /// T5: the newest reading is out of bounds, and as long as none within them has followed, nothing is taken.
    func pressureOutOfBounds() -> TitrationFinding? {
        if let heard, isDangerous(heard) { return nil }
        let isPending = latest(within: numbers.lookBackDays, isPressureOut) == true
        let isPulsePending = latest(within: numbers.lookBackDays, isPulseOut) == true
        guard isPending || isPulsePending else { return nil }
        let isPaused = course.pause(on: forDate) != nil
        let isHeard = heard.map { isPressureOut($0) == true || isPulseOut($0) == true } ?? false
        guard isHeard || !isPaused else { return nil }
        return TitrationFinding(.t5) {
            $0.reasons = [isPending ? "bloodPressure" : "pulse"]
            $0.flag = isHeard ? 2 : nil
            guard !isPaused else { return }
            let isThird = skipsRunning(before: forDate) + 1 >= numbers.pressureSkip.skipsToPause
            $0.permission = isThird ? .pause : .skip
            if isThird { $0.needs = .prescriber }
            $0.isNews = isHeard || isThird
        }
    }

    private func isPressureOut(_ reading: Reading) -> Bool? {
        guard let systolic = reading.systolic else { return nil }
        let limits = numbers.pressureSkip
        return systolic >= limits.systolic || (reading.diastolic ?? 0) >= limits.diastolic
            || systolic < limits.lowSystolic
    }

    private func isPulseOut(_ reading: Reading) -> Bool? {
        reading.pulse.map { $0 >= numbers.pressureSkip.pulse || $0 < numbers.pressureSkip.lowPulse }
    }

    private func skipsRunning(before date: LocalDate) -> Int {
        var count = 0
        while let day = course.days[date - (count + 1)], day.permission == .skip, day.rules.contains(.t5) {
            count += 1
        }
        return count
    }

    /// T23: a rise above a dose, or of somebody with a heart condition, needs a recent reading below 140/90.
    func readingMissing(before next: Milligrams) -> TitrationFinding? {
        let need = numbers.reading
        guard next.count > need.aboveMg || !terms.eligibilityRules.isDisjoint(with: need.eligibilityRules)
        else { return nil }
        let isThere =
            latest(within: need.withinDays) { reading -> Bool? in
                guard let systolic = reading.systolic, systolic < need.systolic,
                    (reading.diastolic ?? 0) < need.diastolic
                else { return nil }
                return true
            } ?? false
        return isThere ? nil : TitrationFinding(.t23) { $0.reasons = ["reading"] }
    }
}
