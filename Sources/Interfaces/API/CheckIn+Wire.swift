import CarePath
import Clinic
import Clocks
import Intakes
import Treatments
import Wire

extension CheckInAnswer {
    init(_ view: CheckInView, program: ProgramData, in language: Language) {
        let (kept, said) = (view.kept, view.kept.checkIn)
        self.init(
            id: kept.id.description, date: kept.date.description, version: kept.version,
            isLate: said.isLate, taken: said.taken.name.rawValue, takenMg: kept.takenAmount.count,
            plannedMg: kept.planned.count,
            effects: Effect.allCases.reduce(into: [:]) { $0[$1.rawValue] = said.effects[$1] },
            mood: kept.scales.mood, anxiety: kept.scales.anxiety, energy: kept.scales.energy,
            sleep: kept.scales.sleep, benefit: said.benefit?.rawValue, wish: said.wish?.rawValue,
            selfHarm: said.selfHarm, asq: said.asq?.rawValue,
            warnings: WarningSign.allCases.filter(said.warnings.contains).map(\.rawValue),
            reportedAt: said.reportedAt.rfc3339,
            consequence: view.consequence.map { DecisionAnswer($0, program: program, in: language) },
            asqDueBy: kept.asksSuicideScreen ? kept.asqDueAt?.rfc3339 : nil,
            crisis: view.showsCrisisResources
                ? CrisisResources(program.screening.crisis, in: language) : nil)
    }
}
