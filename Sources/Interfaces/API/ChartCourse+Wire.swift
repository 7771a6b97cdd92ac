import CarePath
import Clinic
import Patients
import Prescriptions
import Treatments
import Wire

extension ChartCourse {
    init(_ course: CourseSummary, program: ProgramData, in language: Language) {
        let strength = course.strength
        let lowest = program.dosing.ladderMg.min() ?? course.start.count
        self.init(
            state: course.state, date: course.today.description,
            cycle: course.cycle.map { Cycle(number: $0.number, day: $0.day) },
            permission: course.permission?.rawValue, isReported: course.isReported,
            dose: course.plan.map { plan in
                Dose(
                    doseMg: plan.dose.count,
                    label: program.label(of: plan.dose, strength: strength, in: language),
                    since: plan.since.description, cause: plan.cause, rules: plan.rules,
                    words: plan.rules.map { program.titrationWords.said("rule.\($0)", in: language) }
                        .joined(separator: " "),
                    agreedBy: plan.cause == DosePlan.Cause.increase.rawValue
                        ? (plan.wasAgreed ? "prescriber" : "standingOrder") : nil)
            },
            minMg: min(lowest, course.start.count), maxMg: course.maximum.count,
            standingOrder: course.standingOrder,
            pause: course.pause.map {
                Pause(
                    cause: $0.cause, rules: $0.rules, from: $0.from.description,
                    until: $0.until?.description)
            },
            supply: Supply(
                onHandMg: course.supply.onHand.count,
                onHandLozenges: course.supply.onHand.count / max(1, strength.count),
                runOut: course.decision?.decision.runOut?.description, lot: course.supply.lot,
                useBy: course.supply.useBy?.description),
            review: course.review.map {
                Review(handle: $0.handle, state: $0.state, dueOn: $0.dueOn.description)
            },
            offer: course.offer.map {
                DoseChangeAnswer($0, strength: strength, program: program, in: language)
            },
            decision: course.decision.map { DecisionAnswer($0, program: program, in: language) },
            progress: ProgressAnswer(course.progress))
    }
}

extension ProgressAnswer {
    init(_ progress: Progress) {
        self.init(
            date: progress.today.description, days: progress.days.map(Day.init),
            scores: progress.scores.map {
                Score(
                    instrument: $0.instrument, date: $0.date.description, total: $0.total,
                    isBaseline: $0.isBaseline)
            })
    }
}

extension ProgressAnswer.Day {
    fileprivate init(_ day: Progress.Day) {
        let report = day.report
        self.init(
            date: day.date.description, cycle: day.cycle, cycleDay: day.cycleDay, doseMg: day.dose.count,
            permission: day.permission.rawValue, isOff: day.isOff, isGap: day.isGap,
            taken: report?.taken.rawValue, takenMg: report?.amount.count, isLate: report?.isLate,
            worst: report?.effects.worst,
            effects: report.map { report in
                Dictionary(
                    uniqueKeysWithValues: Effect.allCases.compactMap { effect in
                        report.effects[effect].map { (effect.rawValue, $0) }
                    })
            },
            mood: report?.mood, benefit: report?.benefit, wish: report?.wish,
            systolic: day.reading?.systolic, diastolic: day.reading?.diastolic, pulse: day.reading?.pulse)
    }
}
