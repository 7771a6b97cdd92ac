import StrictJSON

/// Conditions over a row, and the names of its columns.
extension MappingReader {
    private enum Operator: String, CaseIterable {
        case all, any, not, isOne, given, atLeast, below, hasCode
    }

    func condition(_ reader: inout JSONReader) -> RowCondition? {
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
    func only<Name: RawRepresentable<String> & CaseIterable>(
        _ names: Name.Type, of reader: inout JSONReader
    ) -> Name? {
        let found = Name.allCases.filter { reader.contains($0.rawValue) }
        if found.count == 1 { return found[found.startIndex] }
        let known = Name.allCases.map(\.rawValue).joined(separator: ", ")
        reader.note(.flaw(reader.pointer, "It has one of: \(known)."))
        return nil
    }

    func known(_ field: String, _ reader: inout JSONReader) -> String? {
        guard let name = reader.string(field, length: 1...100).ifRead else { return nil }
        use(name, &reader)
        return name
    }

    func number(_ field: String, _ reader: inout JSONReader) -> String? {
        guard let name = reader.string(field, length: 1...100).ifRead else { return nil }
        if measures[name] == nil { use(name, &reader) }
        return name
    }

    func use(_ column: String, _ reader: inout JSONReader) {
        if columns[column] == nil { reader.note(.flaw(reader.pointer, "There is no column “\(column)”.")) }
        used.insert(column)
    }

    /// An object whose names are not known before.
    func members<Value>(
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
    static func flaw(_ place: JSONPointer, _ reason: String) -> JSONProblem {
        JSONProblem(place, "flaw", reason, es: reason)
    }
}
