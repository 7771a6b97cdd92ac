import Clinic
import Foundation
import Medications
import Questionnaires
import StrictJSON

/// Reads the conditions of a file of eligibility rules and sees that each asks something that can be answered.
struct EligibilityConditionReader {
    let form: IntakeForm
    let codes: NamedCodes
    let measures: Set<String>

    private enum Operator: String, CaseIterable {
        case all, any, not, known, open, equals, includes, mentions, ageBelow, notServed, atLeast, below,
            band,
            absent, takes, takesIngredient, unrecognizedMedicine
    }

    /// One condition: an object of one member, named by its operator.
    func condition(_ reader: inout JSONReader) -> EligibilityCondition? {
        let found = Operator.allCases.filter { reader.contains($0.rawValue) }
        guard found.count == 1 else {
            let known = Operator.allCases.map(\.rawValue).joined(separator: ", ")
            reader.note(.defect(reader.pointer, "A condition has one operator of: \(known)."))
            return nil
        }
        let name = found[0].rawValue
        switch found[0] {
        case .all: return reader.array(name, count: 1...50) { condition(&$0) }.ifRead.map { .all($0) }
        case .any: return reader.array(name, count: 1...50) { condition(&$0) }.ifRead.map { .any($0) }
        case .not: return reader.object(name) { condition(&$0) }.ifRead.map { .not($0) }
        case .known: return reader.object(name) { condition(&$0) }.ifRead.map { .known($0) }
        case .open: return reader.object(name) { condition(&$0) }.ifRead.map { .open($0) }
        case .equals: return reader.object(name) { equals(&$0) }.ifRead
        case .mentions: return reader.object(name) { mentions(&$0) }.ifRead
        case .includes: return reader.object(name) { includes(&$0) }.ifRead
        case .ageBelow: return reader.integer(name, in: 1...120).ifRead.map { .ageBelow(years: $0) }
        case .notServed: return reader.boolean(name).ifRead.map { _ in .notServed }
        case .unrecognizedMedicine: return reader.boolean(name).ifRead.map { _ in .unrecognizedMedicine }
        case .atLeast:
            return reader.object(name) { limit(&$0) }.ifRead.map { .atLeast(measure: $0.measure, $0.value) }
        case .below:
            return reader.object(name) { limit(&$0) }.ifRead.map { .below(measure: $0.measure, $0.value) }
        case .band: return reader.object(name) { band(&$0) }.ifRead
        case .absent:
            let measure = reader.string(name, length: 1...50)
            if let measure = measure.ifRead { demandMeasure(measure, noting: &reader) }
            return measure.ifRead.map { .absent(measure: $0) }
        case .takesIngredient:
            return reader.strings(name, count: 1...50, length: 1...100).ifRead.map { .takesIngredient($0) }
        case .takes:
            return reader.options(name, of: MedicationClass.self, count: 1...20).ifRead.map { .takes($0) }
        }
    }

    private func equals(_ reader: inout JSONReader) -> EligibilityCondition? {
        let linkId = reader.string("linkId", length: 1...255)
        let name = reader.string("code", length: 1...100)
        guard let linkId = linkId.ifRead, let name = name.ifRead else { return nil }
        if form.questionnaire.item(linkId)?.repeats == true {
            reader.note(.defect(reader.pointer, "“\(linkId)” takes several answers; ask with “includes”."))
        }
        return option(name, of: linkId, noting: &reader).map { .equals(linkId: linkId, $0) }
    }

    private func includes(_ reader: inout JSONReader) -> EligibilityCondition? {
        let linkId = reader.string("linkId", length: 1...255)
        let names = reader.strings("anyOf", count: 1...50, length: 1...100)
        guard let linkId = linkId.ifRead, let names = names.ifRead else { return nil }
        let codings = names.compactMap { option($0, of: linkId, noting: &reader) }
        return codings.count == names.count ? .includes(linkId: linkId, anyOf: codings) : nil
    }

    private func mentions(_ reader: inout JSONReader) -> EligibilityCondition? {
        let linkId = reader.string("linkId", length: 1...255)
        let names = reader.strings("anyOf", count: 1...50, length: 3...100)
        if let linkId = linkId.ifRead { demandQuestion(linkId, noting: &reader) }
        return reader.made { .mentions(linkId: linkId.value, anyOf: names.value.map { $0.lowercased() }) }
    }

    private func limit(_ reader: inout JSONReader) -> (measure: String, value: Decimal)? {
        let measure = reader.string("measure", length: 1...50)
        let value = reader.integer("value", in: 0...10_000)
        if let measure = measure.ifRead { demandMeasure(measure, noting: &reader) }
        return reader.made { (measure.value, Decimal(value.value)) }
    }

    private func band(_ reader: inout JSONReader) -> EligibilityCondition? {
        let measure = reader.string("measure", length: 1...50)
        let bands = reader.strings("anyOf", count: 1...10, length: 1...50)
        if let measure = measure.ifRead {
            demandMeasure(measure, noting: &reader)
            let known = form.instruments.first { $0.name == measure }?.bandCodes ?? []
            if let stray = bands.ifRead?.first(where: { !known.contains($0) }) {
                reader.note(.defect(reader.pointer, "“\(measure)” has no band “\(stray)”."))
            }
        }
        return reader.made { .band(measure: measure.value, anyOf: bands.value) }
    }

    private func demandMeasure(_ name: String, noting reader: inout JSONReader) {
        if !measures.contains(name) {
            reader.note(.defect(reader.pointer, "There is no measure “\(name)”."))
        }
    }

    func option(_ name: String, of linkId: String, noting reader: inout JSONReader) -> Coding? {
        guard demandQuestion(linkId, noting: &reader),
            let coding = codes.coding(name, at: reader.pointer, noting: &reader)
        else { return nil }
        let options = form.questionnaire.item(linkId)?.options ?? []
        if !options.contains(where: { $0.value == .coding(coding) }) {
            reader.note(.defect(reader.pointer, "“\(linkId)” has no option “\(name)”."))
        }
        return coding
    }

    @discardableResult
    func demandQuestion(_ linkId: String, noting reader: inout JSONReader) -> Bool {
        if form.questionnaire.item(linkId)?.type.isQuestion == true { return true }
        reader.note(.defect(reader.pointer, "The questionnaire has no question “\(linkId)”."))
        return false
    }
}
