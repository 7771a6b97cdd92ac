import Foundation
import StrictJSON

extension Instrument {
    /// Reads a file of `Schema/questionnaires/scores/` for the questionnaire it adds up.
    ///
    /// - Throws: every defect: items that are missing or not scored, bands with gaps, a highest total that the
    ///   options do not reach.
    package init(loading json: JSONValue, for questionnaire: Questionnaire) throws(QuestionnaireRefusal) {
        var reader = JSONReader(json)
        let name = reader.string("instrument", length: 1...50)
        let canonical = reader.string("questionnaire", length: 1...600)
        let panel = reader.optionalObject("panel") { $0.coding() }
        let items = reader.strings("items", count: 1...100, length: 1...255)
        let total = reader.object("total") { total -> (item: String?, code: Coding, text: String?)? in
            let item = total.optionalString("linkId", length: 1...255)
            let text = total.optionalString("text", length: 1...200)
            let coding = total.coding()
            return coding.flatMap { coding in total.made { (item.value, coding, text.value) } }
        }
        let highest = reader.integer("highest", in: 1...10_000)
        let bands = reader.bands()
        let otherwise = reader.optionalObject("otherwise") { other -> OtherBands? in
            let linkId = other.string("linkId", length: 1...255)
            let answer = other.coding()
            let bands = other.bands()
            return answer.flatMap { answer in
                other.made { OtherBands(linkId: linkId.value, answer: answer, bands: bands.value) }
            }
        }
        let redFlags = reader.optionalArray("redFlags", count: 0...20) { flag -> RedFlag? in
            let linkId = flag.string("linkId", length: 1...255)
            let from = flag.integer("from", in: 0...10_000)
            let code = flag.string("code", length: 1...50)
            return flag.made { RedFlag(linkId: linkId.value, from: from.value, code: code.value) }
        }
        if let named = canonical.ifRead, named != questionnaire.canonical {
            reader.note(.defect(JSONPointer(tokens: ["questionnaire"]), "This is another questionnaire."))
        }
        do {
            try reader.finish()
        } catch {
            throw QuestionnaireRefusal(error.problems, in: json)
        }
        self.init(
            name: name.value, panelCode: panel.value, items: items.value, totalItem: total.value.item,
            totalCode: total.value.code, totalText: total.value.text, highest: highest.value,
            bands: bands.value, otherwise: otherwise.value, redFlags: redFlags.value ?? [])
        let defects = defects(in: questionnaire)
        if !defects.isEmpty { throw QuestionnaireRefusal(defects, in: json) }
    }

    private func defects(in questionnaire: Questionnaire) -> [JSONProblem] {
        var defects: [JSONProblem] = []
        let place = JSONPointer(tokens: ["items"])
        var reach = 0
        for (index, linkId) in items.enumerated() {
            let item = questionnaire.item(linkId)
            let counting = (item?.options ?? []).filter { !$0.saysNothing || $0.ordinal != nil }
            let ordinals = counting.map { $0.ordinal.flatMap(Int.init(exact:)) }
            let whole = ordinals.compactMap(\.self)
            if item?.type != .choice || item?.repeats == true || whole.count < ordinals.count
                || whole.contains(where: { $0 < 0 })
            {
                let reason = "This is no choice of one option of which each counts a whole number."
                defects.append(.defect(place.element(index), reason, linkId: linkId))
            }
            reach += whole.max() ?? 0
        }
        if Set(items).count < items.count { defects.append(.defect(place, "An item is counted twice.")) }
        if reach != highest {
            defects.append(
                .defect(JSONPointer(tokens: ["highest"]), "The options add up to \(reach) at most."))
        }
        if let totalItem, let type = questionnaire.item(totalItem)?.type, type != .integer, type != .decimal {
            defects.append(.defect(JSONPointer(tokens: ["total"]), "A total is a number.", linkId: totalItem))
        } else if let totalItem, questionnaire.item(totalItem) == nil {
            defects.append(
                .defect(JSONPointer(tokens: ["total"]), "There is no such item.", linkId: totalItem))
        }
        defects += self.defects(of: bands, at: JSONPointer(tokens: ["bands"]))
        if let otherwise {
            let place = JSONPointer(tokens: ["otherwise"])
            defects += self.defects(of: otherwise.bands, at: place.member("bands"))
            let options = questionnaire.item(otherwise.linkId)?.options ?? []
            if !options.contains(where: { $0.value == .coding(otherwise.answer) }) {
                let reason = "“\(otherwise.linkId)” has no option “\(otherwise.answer.code)”."
                defects.append(.defect(place, reason, linkId: otherwise.linkId))
            }
        }
        for (index, flag) in redFlags.enumerated() where !items.contains(flag.linkId) {
            let place = JSONPointer(tokens: ["redFlags"]).element(index)
            defects.append(.defect(place, "This item is not counted here.", linkId: flag.linkId))
        }
        return defects
    }

    private func defects(of bands: [Band], at place: JSONPointer) -> [JSONProblem] {
        let starts = bands.map(\.from)
        let fit =
            starts.first == 0 && !zip(starts, starts.dropFirst()).contains { $0 >= $1 }
            && (starts.last ?? 0) <= highest && Set(bands.map(\.code)).count == bands.count
        let reason = "Bands begin at 0, rise, end within the highest total and have a name each."
        return fit ? [] : [.defect(place, reason)]
    }
}

extension JSONReader {
    fileprivate mutating func bands() -> JSONField<[Instrument.Band]> {
        array("bands", count: 1...20) { band in
            let from = band.integer("from", in: 0...10_000)
            let code = band.string("code", length: 1...50)
            return band.made { Instrument.Band(from: from.value, code: code.value) }
        }
    }
}

extension Int {
    /// The same amount as a whole number, `nil` where it is none.
    fileprivate init?(exact amount: Decimal) {
        guard amount.magnitude <= 10_000 else { return nil }
        let whole = NSDecimalNumber(decimal: amount).intValue
        guard Decimal(whole) == amount else { return nil }
        self = whole
    }
}

extension AnswerOption {
    /// Whether it says why there is no answer: refused, not known. Such an option need not count anything.
    fileprivate var saysNothing: Bool {
        if case .coding(let coding) = value {
            coding.system == "http://terminology.hl7.org/CodeSystem/data-absent-reason"
        } else {
            false
        }
    }
}
