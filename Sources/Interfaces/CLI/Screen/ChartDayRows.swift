import Wire

extension Reader {
    /// Dose, the effect that troubles most and the scores, by day of the cycle.
    func days(_ course: ChartCourse, on screen: inout Screen) {
        let days = course.progress.days
        if let first = days.first, let last = days.last {
            let doses = Set(days.map(\.doseMg)).sorted()
            screen.fields(
                .init("Days", "\(first.cycleDay) to \(last.cycleDay) of cycle \(last.cycle)"),
                .init("Taken", taken(days, today: course.date)))
            let pressed = days.last { $0.systolic != nil || $0.pulse != nil }
            screen.fields(
                .init(
                    "Dose",
                    String(days.map { bar($0, most: max(course.maxMg, 1)) })
                        + "  " + doses.map(String.init).joined(separator: " ") + " mg"),
                pressed.map { .init("BP", reading($0)) })
            effect(days, on: &screen)
        }
        screen.fields(
            score("phq9", "PHQ-9", most: 27, of: course), score("gad7", "GAD-7", most: 21, of: course))
    }

    /// The dose of a date on which any was taken, a dash where none was or could be, a point where nobody said.
    private func bar(_ day: ProgressAnswer.Day, most: Int) -> Character {
        guard let taken = day.taken else {
            return day.permission == "take" && !day.isOff && !day.isGap
                ? Sparkline.unknown : Sparkline.nothing
        }
        return taken == "none" ? Sparkline.nothing : Sparkline.bar(day.doseMg, in: 0...most)
    }

    /// `11 of 11 days`: full doses of those that were to be taken, today's only once it is reported.
    private func taken(_ days: [ProgressAnswer.Day], today: String) -> String {
        let due = days.filter {
            $0.permission == "take" && !$0.isOff && ($0.date != today || $0.taken != nil)
        }
        let full = due.filter { $0.taken == "planned" || $0.taken == "more" }.count
        return "\(full) of \(due.count) days"
    }

    /// Of all effects the one with the highest grade, and of these the one that was there most.
    private func effect(_ days: [ProgressAnswer.Day], on screen: inout Screen) {
        let grades = days.map { $0.effects ?? [:] }
        let names = Set(grades.flatMap(\.keys))
        let worst = names.max { left, right in
            func weight(_ name: String) -> (Int, Int, String) {
                let all = grades.compactMap { $0[name] }
                return (all.max() ?? 0, all.reduce(0, +), name)
            }
            return weight(left) < weight(right)
        }
        guard let worst else { return }
        let row = grades.map { $0[worst] }
        let highest = row.compactMap { $0 }.max() ?? 0
        screen.fields(
            highest == 0
                ? .init("Effects", Sparkline.digits(row) + "  none")
                : .init("Effects", Sparkline.digits(row) + "  \(worst.spoken), worst \(highest)"))
    }

    /// `118/76, pulse 70 (Thu 19 Nov)`.
    private func reading(_ day: ProgressAnswer.Day) -> String {
        var parts: [String] = []
        if let systolic = day.systolic, let diastolic = day.diastolic {
            parts.append("\(systolic)/\(diastolic)")
        }
        if let pulse = day.pulse { parts.append("pulse \(pulse)") }
        return parts.joined(separator: ", ") + " (\(clock.day(day.date)))"
    }

    /// `█▇  17 > 14 (day 7)`.
    private func score(_ instrument: String, _ name: String, most: Int, of course: ChartCourse) -> Screen
        .Field?
    {
        let scores = course.progress.scores.filter { $0.instrument == instrument }
        guard let first = scores.first, let last = scores.last else { return nil }
        let bars = Sparkline.bars(scores.map(\.total), in: 0...most)
        guard scores.count > 1, let days = WallClock.days(from: first.date, to: last.date) else {
            return .init(name, "\(bars)  \(first.total)")
        }
        return .init(name, "\(bars)  \(first.total) > \(last.total) (day \(days + 1))")
    }
}
