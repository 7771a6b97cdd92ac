import Clinic
import Clocks
import Foundation
import StrictJSON

/// Reads histories as they are written down for audit and research.
package struct TitrationHistoryReader: Sendable {
    private let titration: TitrationProtocol
    /// What a medicine's name, or its class, means to the dose; `nil` where nobody knows it.
    private let medicine: @Sendable (String) -> Set<NewMedicine>?

    package init(
        _ titration: TitrationProtocol, medicine: @escaping @Sendable (String) -> Set<NewMedicine>?
    ) {
        self.titration = titration
        self.medicine = medicine
    }

    /// One history; all that is wrong with it at once, each with its path.
    package func read(_ json: JSONValue) throws(JSONProblems) -> TitrationHistory {
        var reader = JSONReader(json)
        let name = reader.parse("protocol", as: Self.protocolFormat(titration)) { name in
            name == titration.slug || name == titration.reference ? name : nil
        }
        let prescription = reader.object("prescription", prescription)
        let supply = reader.integer("supplyMg", in: 0...Self.most)
        let arrival = reader.optionalParse("nextArrival", as: .date) { LocalDate($0) }
        let baseline = reader.optionalObject("baseline", baseline)
        let indications =
            reader.has("indications")
            ? reader.options("indications", of: Indication.self, count: 0...9) : JSONField([])
        let rules =
            reader.has("eligibilityRules")
            ? reader.strings("eligibilityRules", count: 0...60, length: 1...20) : JSONField([])
        let acknowledges = reader.option("patientAcknowledges", of: Always.self)
        let agrees = reader.option("prescriberAgrees", of: Always.self)
        let first = reader.parse("firstDay", as: .date) { LocalDate($0) }
        let last = reader.parse("lastDay", as: .date) { LocalDate($0) }
        if let first = first.ifRead, let last = last.ifRead, last < first || last - first > Self.longest {
            reader.note(
                Self.problem(
                    reader.pointer.member("lastDay"), "lastDayNotAllowed",
                    "This must not be before firstDay, and not more than \(Self.longest) days after it.",
                    es: "Esto no puede ser anterior a firstDay ni más de \(Self.longest) días después."))
        }
        let days = reader.array("days", count: 0...(Self.longest + 1)) { day in self.day(&day) }
        check(days.ifRead ?? [], from: first.ifRead, to: last.ifRead, &reader)
        return try reader.finish {
            _ = name
            let written = prescription.value
            return TitrationHistory(
                terms: CourseTerms(
                    titration: titration, form: written.form, start: written.start, maximum: written.maximum,
                    standingOrder: written.standingOrder, eligibilityRules: Set(rules.value),
                    indications: Set(indications.value.map(\.rawValue)),
                    baseline: baseline.value ?? .init(phq9: nil, gad7: nil, item9: nil),
                    firstDay: first.value,
                    zone: .gmt),
                supply: Milligrams(supply.value), nextArrival: arrival.value,
                acknowledges: acknowledges.value == .always, agrees: agrees.value == .always,
                lastDay: last.value, days: days.value)
        }
    }

    /// Milligrams and days beyond which somebody has mistyped.
    private static let most = 1_000_000
    private static let longest = 3660

    private enum Always: String, CaseIterable { case always, never }

    private enum Indication: String, CaseIterable { case depression, anxiety, ptsd }

    private struct Written {
        let form: LozengeForm
        let start: Milligrams
        let maximum: Milligrams
        let standingOrder: Bool
    }

    private func prescription(_ reader: inout JSONReader) -> Written? {
        let start = reader.integer("startMg", in: 1...titration.ceilingMg)
        let maximum = reader.integer("maxDailyMg", in: 1...titration.ceilingMg)
        let strength = reader.integer("strengthMg", in: 1...Self.most)
        let pieces = reader.integer("pieces", in: 1...2)
        let standingOrder = reader.boolean("standingOrder")
        guard let strength = strength.ifRead, let pieces = pieces.ifRead else { return nil }
        guard let form = LozengeForm(strength: Milligrams(strength), pieces: pieces) else {
            reader.note(
                Self.problem(
                    reader.pointer.member("pieces"), "piecesNotAllowed",
                    "Half a lozenge of this strength is not whole milligrams.",
                    es: "Media pastilla de esta concentración no son miligramos enteros."))
            return nil
        }
        let steps = titration.ladder(with: form).steps
        for (name, dose) in [("startMg", start.ifRead), ("maxDailyMg", maximum.ifRead)] {
            if let dose, !steps.contains(Milligrams(dose)) {
                reader.note(
                    Self.problem(
                        reader.pointer.member(name), "notAStep",
                        "This must be a step that can be taken with this lozenge: "
                            + steps.map { "\($0.count)" }.joined(separator: ", ") + ".",
                        es: "Esto debe ser un paso posible con esta pastilla: "
                            + steps.map { "\($0.count)" }.joined(separator: ", ") + "."))
            }
        }
        if let least = start.ifRead, let most = maximum.ifRead, most < least {
            reader.note(
                Self.problem(
                    reader.pointer.member("maxDailyMg"), "belowStart", "This must not be below startMg.",
                    es: "Esto no puede ser menor que startMg."))
        }
        return reader.made {
            Written(
                form: form, start: Milligrams(start.value), maximum: Milligrams(maximum.value),
                standingOrder: standingOrder.value)
        }
    }

    private func baseline(_ reader: inout JSONReader) -> CourseTerms.Baseline? {
        let phq9 = reader.optionalInteger("phq9", in: 0...27)
        let gad7 = reader.optionalInteger("gad7", in: 0...21)
        let item9 = reader.optionalInteger("item9", in: 0...3)
        let pcl5 = reader.optionalInteger("pcl5", in: 0...80)
        return reader.made {
            .init(phq9: phq9.value, gad7: gad7.value, item9: item9.value, pcl5: pcl5.value)
        }
    }

    /// Dates within the history, none twice.
    private func check(
        _ days: [TitrationHistory.ReportedDay], from first: LocalDate?, to last: LocalDate?,
        _ reader: inout JSONReader
    ) {
        guard let first, let last else { return }
        var seen: Set<LocalDate> = []
        for (place, day) in days.enumerated() {
            let pointer = reader.pointer.member("days").element(place).member("date")
            if day.date < first || day.date > last {
                reader.note(
                    Self.problem(
                        pointer, "dateNotAllowed", "This must be from firstDay to lastDay.",
                        es: "Esto debe estar entre firstDay y lastDay."))
            } else if !seen.insert(day.date).inserted {
                reader.note(
                    Self.problem(
                        pointer, "dateTwice", "This date is in the list already: one entry a date.",
                        es: "Esta fecha ya está en la lista: una entrada por fecha."))
            }
        }
    }

    static func problem(_ pointer: JSONPointer, _ code: String, _ words: String, es: String) -> JSONProblem {
        JSONProblem(pointer, code, words, es: es)
    }

    private static func protocolFormat(_ titration: TitrationProtocol) -> JSONFormat {
        JSONFormat(
            "\(titration.slug), the protocol of this program",
            es: "\(titration.slug), el protocolo de este programa")
    }
}

extension TitrationHistoryReader {
    fileprivate func day(_ reader: inout JSONReader) -> TitrationHistory.ReportedDay? {
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
            ? reader.options("warnings", of: WarningSign.self, count: 0...12) : JSONField([])
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
                    warnings: Set(warnings.value),
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

extension JSONReader {
    /// Whether a list is there; `null` is as good as none.
    fileprivate mutating func has(_ name: String) -> Bool { (optionalValue(name).ifRead ?? nil) != nil }
}
