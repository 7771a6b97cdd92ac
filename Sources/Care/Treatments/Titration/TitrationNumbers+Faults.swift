extension TitrationNumbers {
    /// What is wrong with the numbers, in words for whoever edited them.
    func faults(ladder: [Int]) -> [String] {
        var faults: [String] = []
        func ask(_ holds: Bool, _ fault: String) { if !holds { faults.append("titration: \(fault)") } }
        let counts = [
            "lookBackDays": lookBackDays, "offerHours": offerHours,
            "overdose.noIncreaseDays": overdose.noIncreaseDays,
            "selfHarm.asqMinutes": selfHarm.asqMinutes, "selfHarm.item9": selfHarm.item9,
            "pressureSkip.skipsToPause": pressureSkip.skipsToPause, "urinary.mildDates": urinary.mildDates,
            "urinary.withinDays": urinary.withinDays, "urinary.noIncreaseDays": urinary.noIncreaseDays,
            "repeatedEffect.withinDays": repeatedEffect.withinDays, "missed.stepDates": missed.stepDates,
            "sedatives.noIncreaseDays": sedatives.noIncreaseDays, "sedatives.times": sedatives.times,
            "sedatives.withinDays": sedatives.withinDays, "reports.withinHours": reports.withinHours,
            "reports.atDose": reports.atDose, "benefit.times": benefit.times,
            "benefit.spacingAfterDays": benefit.spacingAfterDays, "worse.phq9Points": worse.phq9Points,
            "noBenefit.days": noBenefit.days, "noBenefit.atMaximum": noBenefit.atMaximum,
            "newProduct.noIncreaseDays": newProduct.noIncreaseDays,
            "travel.hoursBetweenDoses": travel.hoursBetweenDoses, "reading.withinDays": reading.withinDays,
            "resume.withinHours": resume.withinHours,
            "patientPauseDays": patientPauseDays, "silenceDays": silenceDays,
            "taperDoseDates": taperDoseDates,
        ]
        for (name, count) in counts.sorted(by: { $0.key < $1.key }) { ask(count >= 1, "\(name) is below 1") }
        ask(lateDates >= 0 && resume.aheadDays >= 0, "lateDates or resume.aheadDays is below 0")
        ask(resume.lowerAfterPausedDates >= 0, "resume.lowerAfterPausedDates is below 0")
        ask(overdose.pauseAtMultiple >= 2, "overdose.pauseAtMultiple is below 2")
        ask(missed.startDates > missed.stepDates, "missed.startDates is not above stepDates")
        ask(benefit.times <= benefit.ofLast, "benefit.times is above ofLast")
        ask((1...100).contains(benefit.percentDown), "benefit.percentDown is no percentage")
        for grade in [severeGrade, urinary.grade, repeatedEffect.grade, holdingGrade] {
            ask((1...3).contains(grade), "a grade is not 1 to 3")
        }
        ask(urinary.mildGrade >= 1 && urinary.mildGrade < urinary.grade, "urinary.mildGrade")
        ask(holdingGrade < severeGrade, "holdingGrade is not below severeGrade")
        ask(
            pressurePause.systolic > pressureSkip.systolic
                && pressurePause.diastolic > pressureSkip.diastolic,
            "pressurePause is not above pressureSkip")
        ask(
            pressureSkip.lowSystolic < pressureSkip.systolic && pressureSkip.lowPulse < pressureSkip.pulse,
            "pressureSkip leaves nothing between")
        ask(ladder.contains(reading.aboveMg), "reading.aboveMg is no step")
        let longest = [
            urinary.withinDays, sedatives.withinDays, noBenefit.days, reading.withinDays, missed.startDates,
            repeatedEffect.withinDays,
        ]
        ask(lookBackDays > (longest.max() ?? 0), "lookBackDays is shorter than what a rule looks back")
        return faults
    }
}
