import Clinic
import Clocks
import StrictJSON

extension TitrationHistoryReader {
    /// One date of a history.
    func day(_ reader: inout JSONReader) -> TitrationHistory.ReportedDay? {
        let date = reader.parse("date", as: .date) { LocalDate($0) }
        let taken = reader.optionalOption("taken", of: CheckIn.Taken.Name.self)
        let takenMg = reader.optionalInteger("takenMg", in: 0...100_000)
        let effects = reader.optionalObject("effects", grades)
        let benefit = reader.optionalOption("benefit", of: CheckIn.Benefit.self)
        let wish = reader.optionalOption("wish", of: CheckIn.Wish.self)
        let pressure = reader.optionalObject("bp", pressure)
        let pulse = reader.optionalInteger("pulse", in: 20...250)
        let sedative = reader.optionalBoolean("sedative")
        let selfHarm = reader.optionalBoolean("selfHarm")
        let asq = reader.optionalOption("asq", of: SuicideScreen.self)
        let warnings =
            reader.has("warnings")
            ? reader.options("warnings", of: WarningWord.self, count: 0...20) : JSONField([])
        let phq9 = reader.optionalInteger("phq9", in: 0...27)
        let item9 = reader.optionalInteger("item9", in: 0...3)
        let gad7 = reader.optionalInteger("gad7", in: 0...21)
        let pcl5 = reader.optionalInteger("pcl5", in: 0...80)
        let medicines =
            reader.has("newMedications")
            ? reader.strings("newMedications", count: 0...30, length: 1...100) : JSONField([])
        let resume = reader.optionalObject("resume") { resume in
            let dose = resume.integer("doseMg", in: 1...titration.ceilingMg)
            return resume.made { Milligrams(dose.value) }
        }
        let flagsClosed = reader.optionalBoolean("flagsClosed")
        checkTaken(taken.ifRead ?? nil, takenMg.ifRead ?? nil, &reader)
        return reader.made {
            let reading: Reading? =
                if pressure.value != nil || pulse.value != nil {
                    Reading(
                        systolic: pressure.value?.systolic, diastolic: pressure.value?.diastolic,
                        pulse: pulse.value, at: Instant(microsecondsSince1970: 0))
                } else { nil }
            return TitrationHistory.ReportedDay(
                date: date.value, taken: Self.taken(taken.value, takenMg.value),
                report: CheckIn(
                    taken: .planned, effects: effects.value ?? .none, benefit: benefit.value,
                    wish: wish.value, sedative: sedative.value, selfHarm: selfHarm.value, asq: asq.value,
                    warnings: Set(warnings.value.map(\.sign)),
                    newMedicines: medicines.value.reduce(into: []) {
                        $0.formUnion(medicine($1) ?? [.cautious])
                    },
                    reading: reading, phq9: phq9.value, item9: item9.value, gad7: gad7.value,
                    pcl5: pcl5.value, reportedAt: Instant(microsecondsSince1970: 0)),
                resume: resume.value, flagsClosed: flagsClosed.value ?? false)
        }
    }

    private func grades(_ reader: inout JSONReader) -> EffectGrades? {
        var grades = EffectGrades()
        for effect in Effect.allCases {
            if let grade = reader.optionalInteger(effect.rawValue, in: 0...3).ifRead {
                grades[effect] = grade
            }
        }
        return grades
    }

    private func pressure(_ reader: inout JSONReader) -> (systolic: Int, diastolic: Int)? {
        let systolic = reader.integer("systolic", in: 50...300)
        let diastolic = reader.integer("diastolic", in: 20...200)
        return reader.made { (systolic.value, diastolic.value) }
    }

    private func checkTaken(_ taken: CheckIn.Taken.Name?, _ amount: Int?, _ reader: inout JSONReader) {
        switch taken {
        case .part, .more:
            if amount == nil { reader.note(.missing(reader.pointer.member("takenMg"))) }
        case .none?:
            guard let amount, amount > 0 else { return }
            reader.note(
                Self.problem(
                    reader.pointer.member("takenMg"), "takenDoesNotFit",
                    "Where nothing was taken this must be 0 or absent.",
                    es: "Si no se tomó nada, esto debe ser 0 o faltar."))
        case .planned, nil: break
        }
    }

    /// `planned` is the dose in force, whatever amount stands beside it.
    private static func taken(_ name: CheckIn.Taken.Name?, _ amount: Int?) -> TitrationHistory.Taken? {
        switch name {
        case .none?: .amount(.zero)
        case .part, .more: .amount(Milligrams(amount ?? 0))
        case .planned: .planned
        case nil: nil
        }
    }
}

/// How a history may name a warning sign: as the check-in does, or in words that mean the same.
private enum WarningWord: String, CaseIterable {
    case confusion, fainting, chestPain, troubleBreathing, seizure, hallucination, mania
    case bloodInUrine, maybePregnant, newDiagnosis, medicineChanged, surgeryPlanned
    case paranoia, pregnancy, newMedicine, stoppedMedicine

    var sign: WarningSign {
        switch self {
        case .confusion: .confusion
        case .fainting: .fainting
        case .chestPain: .chestPain
        case .troubleBreathing: .troubleBreathing
        case .seizure: .seizure
        case .hallucination, .paranoia: .hallucination
        case .mania: .mania
        case .bloodInUrine: .bloodInUrine
        case .maybePregnant, .pregnancy: .maybePregnant
        case .newDiagnosis: .newDiagnosis
        case .medicineChanged, .newMedicine, .stoppedMedicine: .medicineChanged
        case .surgeryPlanned: .surgeryPlanned
        }
    }
}
