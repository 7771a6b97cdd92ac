import Clinic

extension CourseMoment {
    /// All that the rules say but T18 and T24, which look at what the others came to.
    var findings: [TitrationFinding] {
        var found: [TitrationFinding] = []
        for day in fresh { found += findings(of: day) }
        found += toldFacts()
        found += [
            dangerousPressure(), pressureOutOfBounds(), missedDoses(), unansweredDepressant(),
            tooSoonAfterTravel(),
            benefit(), noBenefit(),
        ]
        .compactMap(\.self)
        if course.pause(on: forDate) == nil, !found.contains(where: { $0.permission == .pause && $0.isNews })
        {
            found += pace()
        }
        return found
    }

    /// What one report says. It acts once, when it is heard; as long as its day lasts it holds.
    private func findings(of day: CourseDay) -> [TitrationFinding] {
        guard let report = day.report else { return [] }
        let found = [
            tookTooMuch(day, report), selfHarm(day, report), dangerSign(report), severeEffect(day, report),
            urinary(day, report), repeatedEffect(day, report), sedative(day, report), newMedicine(report),
            wishForLess(day, report), newFact(report), worse(day, report),
        ].compactMap(\.self)
        if isNews(day.date) { return found }
        return found.map { finding in
            var listed = finding
            listed.isNews = false
            return listed
        }
    }
}
