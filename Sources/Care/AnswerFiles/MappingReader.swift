import Foundation
import StrictJSON

extension AnswerMapping {
    /// Reads a mapping. Unknown fields, columns that nobody uses and columns that nobody named are refused, each with its
    /// place.
    package init(json: Data) throws(AnswerFileProblem) {
        do {
            var reader = JSONReader(try JSONValue(parsing: Array(json)))
            let mapping = MappingReader()
            let read = mapping.mapping(&reader)
            try reader.finish()
            guard let read else { throw AnswerFileProblem(lines: ["It is no mapping."]) }
            self = read
        } catch let problem as AnswerFileProblem {
            throw problem
        } catch let problems as JSONProblems {
            throw AnswerFileProblem(lines: problems.problems.map { "\($0.pointer): \($0.message)" })
        } catch {
            throw AnswerFileProblem(lines: ["\(error)"])
        }
    }
}

/// Reads the parts of a mapping and notes which columns they use.
final class MappingReader {
    private(set) var columns: [String: AnswerMapping.Column] = [:]
    private(set) var measures: [String: AnswerMapping.Measure] = [:]
    var used: Set<String> = []

    func mapping(_ reader: inout JSONReader) -> AnswerMapping? {
        let name = reader.string("mapping", length: 1...50)
        _ = reader.optionalInteger("version", in: 1...1000)
        _ = reader.optionalString("title", length: 1...200)
        if reader.contains("sources") { _ = reader.strings("sources", count: 1...20, length: 1...500) }
        columns = members("columns", of: &reader) { column(&$1) }
        measures = members("measures", of: &reader) { measure(&$1) }
        let row = known("row", &reader)
        let age = reader.contains("age") ? known("age", &reader) : nil
        let screening = reader.optionalObject("screening") { form(&$0) }
        let intake = reader.object("intake") { form(&$0) }
        let notAsked = members("notAsked", of: &reader) { _, reason in
            reason.string("why", length: 1...300).ifRead
        }
        let unused = members("unused", of: &reader) { _, reason in
            reason.string("why", length: 1...300).ifRead
        }
        for name in unused.keys.sorted() where used.contains(name) || columns[name] == nil {
            reader.note(.flaw(reader.pointer, "“\(name)” is in use, or no column; it cannot be unused."))
        }
        for name in columns.keys.sorted() where !used.contains(name) && unused[name] == nil {
            reader.note(.flaw(reader.pointer, "The column “\(name)” is neither used nor said to be unused."))
        }
        guard let name = name.ifRead, let row, let screening = screening.ifRead, let intake = intake.ifRead
        else { return nil }
        return AnswerMapping(
            name: name, columns: columns, measures: measures, row: row, age: age,
            screening: screening ?? .none, intake: intake, notAsked: notAsked, unused: Set(unused.keys))
    }

    // MARK: Columns

    private enum Kind: String, CaseIterable { case name, whole, decimal, words, list, codes }

    private func column(_ reader: inout JSONReader) -> AnswerMapping.Column? {
        switch reader.option("kind", of: Kind.self).ifRead {
        case .name: return .name
        case .decimal: return .decimal
        case .whole:
            let (from, to) = (reader.integer("from", in: 0...9999), reader.integer("to", in: 0...9999))
            let only = reader.optionalIntegers("only", count: 1...100, in: 0...9999)
            return reader.made {
                .whole(
                    min(from.value, to.value)...max(from.value, to.value), only: only.value.map { Set($0) })
            }
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
        let isMadeUp = reader.optionalBoolean("madeUp")
        let why = reader.optionalString("why", length: 1...300)
        guard let cases = cases.ifRead, let isEvery = isEvery.ifRead, let otherwise = otherwise.ifRead,
            let isMadeUp = isMadeUp.ifRead, let why = why.ifRead
        else { return nil }
        if cases == nil || isMadeUp == true, otherwise == nil || why == nil {
            reader.note(.flaw(reader.pointer, "An answer that is the same for everybody has a reason (why)."))
        }
        return .init(
            cases: cases ?? [], isEvery: isEvery ?? false, otherwise: otherwise, isMadeUp: isMadeUp ?? false)
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
}
