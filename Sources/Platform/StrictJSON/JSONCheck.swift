/// Whether one JSON value is what a field asks for.
enum JSONCheck {
    /// - Parameter lines: whether line breaks and tabs may be in it. Other control characters never may: PostgreSQL
    ///   keeps no U+0000, and the rest serve only to deceive a reader.
    static func string(
        _ value: JSONValue, _ place: JSONPointer, length: ClosedRange<Int>, lines: Bool
    ) -> Result<String, JSONProblem> {
        guard let text = value.stringValue else { return .failure(.wrongType(place, .string)) }
        let scalars = text.unicodeScalars
        let isBlank = scalars.allSatisfy(\.properties.isWhitespace)
        if (isBlank ? 0 : scalars.count) < length.lowerBound {
            return .failure(.tooShort(place, length.lowerBound))
        }
        if scalars.count > length.upperBound { return .failure(.tooLong(place, length.upperBound)) }
        let allowed: [Unicode.Scalar] = lines ? ["\n", "\r", "\t"] : []
        let hasControl = scalars.contains {
            $0.properties.generalCategory == .control && !allowed.contains($0)
        }
        return hasControl ? .failure(.controlCharacter(place)) : .success(text)
    }

    static func parsed<Value>(
        _ value: JSONValue, _ place: JSONPointer, _ format: JSONFormat, _ parse: (String) -> Value?
    ) -> Result<Value, JSONProblem> {
        guard let text = value.stringValue else { return .failure(.wrongType(place, .string)) }
        // No format of this program is longer; a parser need not meet a megabyte.
        guard text.utf8.count <= 1000, let parsed = parse(text) else {
            return .failure(.badFormat(place, format))
        }
        return .success(parsed)
    }

    static func option<Value>(_ value: JSONValue, _ place: JSONPointer) -> Result<Value, JSONProblem>
    where Value: RawRepresentable<String> & CaseIterable {
        guard let text = value.stringValue else { return .failure(.wrongType(place, .string)) }
        guard let option = Value(rawValue: text) else {
            return .failure(.notAnOption(place, Value.allCases.map(\.rawValue)))
        }
        return .success(option)
    }

    static func integer(
        _ value: JSONValue, _ place: JSONPointer, in range: ClosedRange<Int>
    ) -> Result<Int, JSONProblem> {
        guard let number = value.numberValue else { return .failure(.wrongType(place, .wholeNumber)) }
        guard let integer = number.integer else {
            let isWhole = !number.text.utf8.contains { [0x2E, 0x45, 0x65].contains($0) }
            return .failure(isWhole ? .outOfRange(place, range) : .wrongType(place, .wholeNumber))
        }
        return range.contains(integer) ? .success(integer) : .failure(.outOfRange(place, range))
    }

    static func number(_ value: JSONValue, _ place: JSONPointer) -> Result<JSONNumber, JSONProblem> {
        value.numberValue.map(Result.success) ?? .failure(.wrongType(place, .number))
    }

    static func boolean(_ value: JSONValue, _ place: JSONPointer) -> Result<Bool, JSONProblem> {
        value.boolValue.map(Result.success) ?? .failure(.wrongType(place, .boolean))
    }
}
