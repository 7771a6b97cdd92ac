import Clinic
import Clocks
import Foundation
import StrictJSON

/// Reads histories as they are written down for audit and research.
package struct TitrationHistoryReader: Sendable {
    let titration: TitrationProtocol
    /// What a medicine's name, or its class, means to the dose; `nil` where nobody knows it.
    let medicine: @Sendable (String) -> Set<NewMedicine>?

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
        let acknowledges = reader.optionalOption("patientAcknowledges", of: Always.self)
        let agrees = reader.optionalOption("prescriberAgrees", of: Always.self)
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
                acknowledges: acknowledges.value != .never, agrees: agrees.value != .never,
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
        for (name, dose) in [("startMg", start.ifRead), ("maxDailyMg", maximum.ifRead)] {
            guard let dose, !form.represents(Milligrams(dose)) else { continue }
            reader.note(
                Self.problem(
                    reader.pointer.member(name), "notRepresentable",
                    "This must be whole lozenges, or pieces into which they may be broken: "
                        + "a multiple of \(form.piece.count) mg.",
                    es: "Esto debe ser pastillas enteras, o partes en que se puedan dividir: "
                        + "un múltiplo de \(form.piece.count) mg."))
        }
        if let start = start.ifRead, let lowest = titration.ladderMg.first, start < lowest {
            reader.note(
                Self.problem(
                    reader.pointer.member("startMg"), "belowLowestStep",
                    "This must not be below the protocol's lowest step, \(lowest) mg.",
                    es: "Esto no puede ser menor que el paso más bajo del protocolo, \(lowest) mg."))
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

extension JSONReader {
    /// Whether a list is there; `null` is as good as none.
    mutating func has(_ name: String) -> Bool { (optionalValue(name).ifRead ?? nil) != nil }
}
