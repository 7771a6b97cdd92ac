import Foundation
import StrictJSON

extension AnswerMapping {
    /// Reads a mapping. Unknown fields, columns that nobody uses and columns that nobody named are refused, each with its
    /// place.
    package init(json: Data) throws(CohortFileProblem) {
        do {
            var reader = JSONReader(try JSONValue(parsing: Array(json)))
            let mapping = MappingReader()
            let read = mapping.mapping(&reader)
            try reader.finish()
            guard let read else { throw CohortFileProblem(lines: ["It is no mapping."]) }
            self = read
        } catch let problem as CohortFileProblem {
            throw problem
        } catch let problems as JSONProblems {
            throw CohortFileProblem(lines: problems.problems.map { "\($0.pointer): \($0.message)" })
        } catch {
            throw CohortFileProblem(lines: ["\(error)"])
        }
    }
}

/// Reads the parts of a mapping and notes which columns they use.
private final class MappingReader {
    private var columns: [String: AnswerMapping.Column] = [:]
    private var measures: [String: AnswerMapping.Measure] = [:]
    private var used: Set<String> = []

    func mapping(_ reader: inout JSONReader) -> AnswerMapping? {
        _ = reader.string("mapping", length: 1...50)
        _ = reader.integer("version", in: 1...1000)
        _ = reader.string("title", length: 1...200)
        _ = reader.strings("sources", count: 1...20, length: 1...500)
        columns = members("columns", of: &reader) { column(&$1) }
        measures = members("measures", of: &reader) { measure(&$1) }
        let row = known("row", &reader)
        let age = known("age", &reader)
        let screening = reader.object("screening") { form(&$0) }
        let intake = reader.object("intake") { form(&$0) }
        let unused = members("unused", of: &reader) { _, reason in
            reason.string("why", length: 1...300).ifRead
        }
        for name in unused.keys.sorted() where used.contains(name) || columns[name] == nil {
            reader.note(.flaw(reader.pointer, "“\(name)” is in use, or no column; it cannot be unused."))
        }
        for name in columns.keys.sorted() where !used.contains(name) && unused[name] == nil {
            reader.note(.flaw(reader.pointer, "The column “\(name)” is neither used nor said to be unused."))
        }
        guard let row, let age, let screening = screening.ifRead, let intake = intake.ifRead else {
            return nil
        }
        return AnswerMapping(
            columns: columns, measures: measures, row: row, age: age, screening: screening, intake: intake)
    }

    // MARK: Columns

    private enum Kind: String, CaseIterable { case name, whole, decimal, words, list, codes }

    private func column(_ reader: inout JSONReader) -> AnswerMapping.Column? {
        switch reader.option("kind", of: Kind.self).ifRead {
        case .name: return .name
        case .decimal: return .decimal
        case .whole:
            let (from, to) = (reader.integer("from", in: 0...9999), reader.integer("to", in: 0...9999))
            return reader.made { .whole(min(from.value, to.value)...max(from.value, to.value)) }
        case .words:
            return reader.strings("words", count: 1...50, length: 1...50).ifRead.map { .words(Set($0)) }
        case .list: return character("separator", &reader).map { .list(separator: $0) }
        case .codes:
            let (separator, within) = (character("separator", &reader), character("within", &reader))
            let except = reader.string("exceptEndingIn", length: 1...5)
            guard let separator, let within, let except = except.ifRead else { return nil }
            return .codes(separator: separator, within: within, exceptEndingIn: except)
        case nil: return nil
        }
    }

    private func character(_ name: String, _ reader: inout JSONReader) -> Character? {
        reader.string(name, length: 1...1).ifRead?.first
    }

    private func measure(_ reader: inout JSONReader) -> AnswerMapping.Measure? {
        let (column, by) = (known("column", &reader), known("by", &reader))
        let factors = reader.value("factors").ifRead?.objectValue?.members ?? []
        let numbers = factors.compactMap { factor in
            factor.value.numberValue?.integer.map { (factor.name, $0) }
        }
        if numbers.isEmpty || numbers.count < factors.count {
            reader.note(.flaw(reader.pointer.member("factors"), "Each word has a whole number."))
        }
        guard let column, let by else { return nil }
        return .init(column: column, by: by, factors: Dictionary(numbers, uniquingKeysWith: { $1 }))
    }

    // MARK: Forms

    private func form(_ reader: inout JSONReader) -> AnswerMapping.FormRules? {
        let questions = members("questions", of: &reader) { question(&$1) }
        let groups = reader.contains("groups") ? members("groups", of: &reader) { group(&$1) } : [:]
        return .init(questions: questions, groups: groups)
    }

    private func question(_ reader: inout JSONReader) -> AnswerMapping.QuestionRule? {
        let cases = reader.optionalArray("cases", count: 1...40) {
            reader -> AnswerMapping.QuestionRule.Case? in
            let when = reader.object("when") { condition(&$0) }
            let give = reader.object("give") { answer(&$0) }
            guard let when = when.ifRead, let give = give.ifRead else { return nil }
            return .init(when: when, give: give)
        }
        let isEvery = reader.optionalBoolean("every")
        let otherwise = reader.optionalObject("otherwise") { answer(&$0) }
        let why = reader.optionalString("why", length: 1...300)
        guard let cases = cases.ifRead, let isEvery = isEvery.ifRead, let otherwise = otherwise.ifRead,
            let why = why.ifRead
        else { return nil }
        if cases == nil, otherwise == nil || why == nil {
            reader.note(.flaw(reader.pointer, "An answer that is the same for everybody has a reason (why)."))
        }
        return .init(cases: cases ?? [], isEvery: isEvery ?? false, otherwise: otherwise)
    }

    private enum AnswerKind: String, CaseIterable { case code, text, whole, decimal, made }
    private enum MadeAnswer: String, CaseIterable { case today, birthDate, servedState }

    private func answer(_ reader: inout JSONReader) -> RowAnswer? {
        switch only(AnswerKind.self, of: &reader) {
        case .code: return reader.string("code", length: 1...50).ifRead.map { .code($0) }
        case .text: return reader.string("text", length: 1...100).ifRead.map { .text($0) }
        case .whole: return number("whole", &reader).map { .whole(column: $0) }
        case .decimal: return number("decimal", &reader).map { .decimal(column: $0) }
        case .made:
            return reader.option("made", of: MadeAnswer.self).ifRead.map {
                switch $0 {
                case .today: .today
                case .birthDate: .birthDate
                case .servedState: .servedState
                }
            }
        case nil: return nil
        }
    }

    private func group(_ reader: inout JSONReader) -> AnswerMapping.GroupRule? {
        if reader.contains("fixed") {
            _ = reader.string("why", length: 1...300)
            let entries = reader.value("fixed").ifRead?.arrayValue ?? []
            let texts = entries.compactMap { entry in
                entry.objectValue.map { object in
                    Dictionary(
                        object.members.compactMap { member in
                            member.value.stringValue.map { (member.name, $0) }
                        },
                        uniquingKeysWith: { $1 })
                }
            }
            if texts.isEmpty { reader.note(.flaw(reader.pointer, "There is no entry.")) }
            return .fixed(texts)
        }
        let column = known("list", &reader)
        let question = reader.string("question", length: 1...100)
        let beside = members("beside", of: &reader) { _, other in other.string("list", length: 1...100).ifRead
        }
        for other in beside.values { use(other, &reader) }
        let more = reader.optionalObject("more") { more -> (column: String, text: String)? in
            let (count, text) = (known("count", &more), more.string("text", length: 1...100))
            guard let count, let text = text.ifRead else { return nil }
            return (count, text)
        }
        guard let column, let question = question.ifRead, let more = more.ifRead else { return nil }
        return .each(.init(column: column, question: question, beside: beside, more: more))
    }

    // MARK: Conditions

    private enum Operator: String, CaseIterable {
        case all, any, not, isOne, given, atLeast, below, hasCode
    }

    private func condition(_ reader: inout JSONReader) -> RowCondition? {
        switch only(Operator.self, of: &reader) {
        case .all: return reader.array("all", count: 1...20) { condition(&$0) }.ifRead.map { .all($0) }
        case .any: return reader.array("any", count: 1...20) { condition(&$0) }.ifRead.map { .any($0) }
        case .not: return reader.object("not") { condition(&$0) }.ifRead.map { .not($0) }
        case .given: return known("given", &reader).map { .given(column: $0) }
        case .isOne:
            return reader.object("isOne") { reader -> RowCondition? in
                let column = known("column", &reader)
                let words = reader.strings("of", count: 1...20, length: 1...50)
                guard let column, let words = words.ifRead else { return nil }
                if case .words(let allowed) = columns[column],
                    let stray = words.first(where: { !allowed.contains($0) })
                {
                    reader.note(.flaw(reader.pointer, "“\(column)” never says “\(stray)”."))
                }
                return .isOne(column: column, of: Set(words))
            }.ifRead
        case .atLeast: return reader.object("atLeast") { limit(&$0) }.ifRead.map { .atLeast($0.0, $0.1) }
        case .below: return reader.object("below") { limit(&$0) }.ifRead.map { .below($0.0, $0.1) }
        case .hasCode:
            return reader.object("hasCode") { reader -> RowCondition? in
                let column = known("column", &reader)
                let codes = reader.strings("beginning", count: 1...40, length: 1...10)
                guard let column, let codes = codes.ifRead else { return nil }
                return .hasCode(column: column, beginning: codes)
            }.ifRead
        case nil: return nil
        }
    }

    private func limit(_ reader: inout JSONReader) -> (String, Int)? {
        let (number, value) = (number("number", &reader), reader.integer("value", in: 0...100_000))
        guard let number, let value = value.ifRead else { return nil }
        return (number, value)
    }

    // MARK: Names

    /// An object of one member out of several.
    private func only<Name: RawRepresentable<String> & CaseIterable>(
        _ names: Name.Type, of reader: inout JSONReader
    ) -> Name? {
        let found = Name.allCases.filter { reader.contains($0.rawValue) }
        if found.count == 1 { return found[found.startIndex] }
        let known = Name.allCases.map(\.rawValue).joined(separator: ", ")
        reader.note(.flaw(reader.pointer, "It has one of: \(known)."))
        return nil
    }

    private func known(_ field: String, _ reader: inout JSONReader) -> String? {
        guard let name = reader.string(field, length: 1...100).ifRead else { return nil }
        use(name, &reader)
        return name
    }

    private func number(_ field: String, _ reader: inout JSONReader) -> String? {
        guard let name = reader.string(field, length: 1...100).ifRead else { return nil }
        if measures[name] == nil { use(name, &reader) }
        return name
    }

    private func use(_ column: String, _ reader: inout JSONReader) {
        if columns[column] == nil { reader.note(.flaw(reader.pointer, "There is no column “\(column)”.")) }
        used.insert(column)
    }

    /// An object whose names are not known before.
    private func members<Value>(
        _ name: String, of reader: inout JSONReader, _ body: (String, inout JSONReader) -> Value?
    ) -> [String: Value] {
        var found: [String: Value] = [:]
        for member in reader.optionalValue(name).ifRead??.objectValue?.members ?? [] {
            var inner = JSONReader(member.value, at: reader.pointer.member(name).member(member.name))
            let value = body(member.name, &inner)
            do { try inner.finish() } catch { for problem in error.problems { reader.note(problem) } }
            found[member.name] = value
        }
        return found
    }
}

extension JSONProblem {
    fileprivate static func flaw(_ place: JSONPointer, _ reason: String) -> JSONProblem {
        JSONProblem(place, "flaw", reason, es: reason)
    }
}
