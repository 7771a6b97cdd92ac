import CarePath
import Clinic
import Clocks
import Intakes
import Patients
import Treatments
import Wire

extension TreatmentAnswer {
    init(_ view: TreatmentView, program: ProgramData, in language: Language) {
        let strength = view.prescribed?.strength ?? .zero
        let isOver = view.treatment?.state.isEnd ?? false
        self.init(
            date: view.date.description, state: view.shownState,
            cycle: view.cycle.map { cycle in
                Cycle(
                    number: cycle.number, day: cycle.day(of: view.date), firstDay: cycle.firstDay.description,
                    reviewDue: (cycle.firstDay + program.treatmentStart.reviewOnDay - 1).description)
            },
            today: isOver ? nil : Today(view, program: program, in: language),
            why: view.plan.map { Why($0, program: program, in: language) },
            offer: view.offer.map {
                DoseChangeAnswer($0, strength: strength, program: program, in: language)
            },
            unread: isOver
                ? nil
                : view.unread.map {
                    DoseChangeAnswer($0, strength: strength, program: program, in: language)
                },
            pause: isOver ? nil : view.pause.map { Pause($0, program: program, in: language) },
            range: view.prescribed.map { Range(minMg: $0.lowest.count, maxMg: $0.maximum.count) },
            supply: view.supply.map(Supply.init),
            lastDecision: view.decision.map { DecisionAnswer($0, program: program, in: language) },
            leftover: isOver ? program.treatment.said("leftover", in: language) : nil,
            firstDayChoices: view.choices(program.treatmentStart), can: view.can, cannot: view.cannot)
    }
}

extension TreatmentAnswer.Today {
    fileprivate init?(_ view: TreatmentView, program: ProgramData, in language: Language) {
        guard let day = view.day, let dose = view.dose else { return nil }
        var cautions: [String] = []
        if day.permission == .take, !day.isOff { cautions.append("noDriving") }
        if day.needsReading { cautions.append("measureFirst") }
        if day.asqDueAt != nil { cautions.append("answerAsq") }
        self.init(
            permission: day.permission.rawValue, doseMg: dose.dose.count,
            label: program.label(of: dose.dose, strength: dose.strength, in: language),
            pieces: .init(strengthMg: dose.strength.count, halves: dose.halves), reported: day.isReported,
            isOff: day.isOff,
            reasons: day.rules.map {
                .init(
                    code: $0.rawValue, words: program.titrationWords.said("rule.\($0.rawValue)", in: language)
                )
            },
            cautions: cautions.map {
                .init(code: $0, words: program.treatment.said("caution.\($0)", in: language))
            })
    }
}

extension TreatmentAnswer.Why {
    fileprivate init(_ plan: TreatmentView.Plan, program: ProgramData, in language: Language) {
        let reasons = plan.rules.map { program.titrationWords.said("rule.\($0.rawValue)", in: language) }
        self.init(
            words: ([program.treatment.said("plan.\(plan.cause.rawValue)", in: language)] + reasons)
                .joined(separator: " "),
            rules: plan.rules.map(\.rawValue), agreedBy: plan.agreedBy?.rawValue,
            since: plan.since.description)
    }
}

extension TreatmentAnswer.Pause {
    fileprivate init(_ pause: CoursePause, program: ProgramData, in language: Language) {
        self.init(
            from: pause.from.description, cause: pause.cause.rawValue, rules: pause.rules.map(\.rawValue),
            until: pause.until?.description,
            words: program.treatment.said("pause.\(pause.cause.rawValue)", in: language))
    }
}

extension TreatmentAnswer.Supply {
    fileprivate init(_ supply: TreatmentView.Supply) {
        self.init(
            onHandMg: supply.onHand.count, onHandLozenges: supply.lozenges,
            useBy: supply.useBy?.description, runOut: supply.runOut?.description,
            nextFillNotBefore: supply.nextFillNotBefore?.description)
    }
}

extension StopAnswer {
    init(_ stopped: StoppedTreatment, program: ProgramData, in language: Language) {
        self.init(
            treatment: TreatmentAnswer(stopped.view, program: program, in: language),
            asksLastScores: !stopped.view.hasLastScores,
            crisis: stopped.showsCrisisResources
                ? CrisisResources(program.screening.crisis, in: language) : nil)
    }
}
