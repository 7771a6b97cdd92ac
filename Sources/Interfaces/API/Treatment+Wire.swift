import CarePath
import Clinic
import Clocks
import Patients
import Treatments
import Wire

extension TreatmentAnswer {
    init(_ view: TreatmentView, program: ProgramData, in language: Language) {
        let isWaiting = !view.hasArrived && view.treatment?.state.firstDay == nil
        var (can, cannot): ([Can], [Can]) = ([], [])
        var choices: Choices?
        if isWaiting {
            cannot = [Can(code: "start", reason: TreatmentRefusal.notArrived.code)]
        } else if let treatment = view.treatment {
            can = [Can(code: "start", href: "/v1/me/treatment/start")]
            let days = program.treatmentStart.choices(
                today: view.date, arrived: LocalDate(of: treatment.arrivedAt, in: treatment.zone))
            choices = Choices(from: days.lowerBound.description, to: days.upperBound.description)
        }
        self.init(
            date: view.date.description,
            state: isWaiting ? "awaitingParcel" : view.treatment?.state.name.rawValue ?? "awaitingParcel",
            cycle: view.treatment.flatMap { treatment in
                treatment.state.firstDay.map { firstDay in
                    Cycle(
                        number: 1, day: treatment.cycleDay(on: view.date), firstDay: firstDay.description,
                        reviewDue: (firstDay + program.treatmentStart.reviewOnDay - 1).description)
                }
            },
            today: view.dose.map { Today($0, program: program, in: language) },
            range: view.prescribed.map { Range(minMg: $0.lowest.count, maxMg: $0.maximum.count) },
            supply: view.supply.map {
                Supply(onHandMg: $0.amount.count, onHandLozenges: $0.lozenges, useBy: $0.useBy?.description)
            },
            firstDayChoices: choices, can: can, cannot: cannot)
    }
}

extension TreatmentAnswer.Today {
    fileprivate init(_ dose: DoseInLozenges, program: ProgramData, in language: Language) {
        self.init(
            permission: "take", doseMg: dose.dose.count,
            label: program.treatment.said(
                dose.isOneOrLess ? "dose.one" : "dose.more", in: language,
                ["count": dose.count, "strength": "\(dose.strength.count)"]),
            pieces: .init(strengthMg: dose.strength.count, halves: dose.halves), reported: false,
            cautions: [
                .init(code: "noDriving", words: program.treatment.said("caution.noDriving", in: language))
            ])
    }
}
