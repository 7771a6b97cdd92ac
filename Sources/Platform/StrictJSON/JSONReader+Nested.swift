/// Objects inside the object, and lists.
extension JSONReader {
    /// An object; `body` reads its fields and makes the value with `made`.
    package mutating func object<Value>(
        _ name: String, _ body: (inout JSONReader) -> Value?
    ) -> JSONField<Value> {
        let whole = required(name) { value, _ in .success(value) }
        return JSONField(whole.ifRead.flatMap { nested($0, at: pointer.member(name), body) })
    }

    package mutating func optionalObject<Value>(
        _ name: String, _ body: (inout JSONReader) -> Value?
    ) -> JSONField<Value?> {
        guard let value = take(name) else { return JSONField(.some(nil)) }
        return JSONField(nested(value, at: pointer.member(name), body).map(Optional.some))
    }

    /// A list of objects; `body` reads one of them.
    package mutating func array<Value>(
        _ name: String, count: ClosedRange<Int>, _ body: (inout JSONReader) -> Value?
    ) -> JSONField<[Value]> {
        guard let elements = elements(name, count: count) else { return JSONField(nil) }
        let values = elements.enumerated().compactMap { index, element in
            nested(element, at: pointer.member(name).element(index), body)
        }
        return JSONField(values.count == elements.count ? values : nil)
    }

    package mutating func optionalArray<Value>(
        _ name: String, count: ClosedRange<Int>, _ body: (inout JSONReader) -> Value?
    ) -> JSONField<[Value]?> {
        // An absent list is marked as known here; a present one is taken by `array`.
        if take(name) == nil { return JSONField(.some(nil)) }
        return JSONField(array(name, count: count, body).ifRead.map(Optional.some))
    }

    /// A list of texts of one line each.
    package mutating func strings(
        _ name: String, count: ClosedRange<Int>, length: ClosedRange<Int>
    ) -> JSONField<[String]> {
        values(name, count: count) { JSONCheck.string($0, $1, length: length, lines: false) }
    }

    /// A list of whole numbers.
    package mutating func integers(
        _ name: String, count: ClosedRange<Int>, in range: ClosedRange<Int>
    ) -> JSONField<[Int]> {
        values(name, count: count) { JSONCheck.integer($0, $1, in: range) }
    }

    /// A list of whole numbers, if it is there.
    package mutating func optionalIntegers(
        _ name: String, count: ClosedRange<Int>, in range: ClosedRange<Int>
    ) -> JSONField<[Int]?> {
        if take(name) == nil { return JSONField(.some(nil)) }
        let numbers: JSONField<[Int]> = values(name, count: count) { JSONCheck.integer($0, $1, in: range) }
        return JSONField(numbers.ifRead.map(Optional.some))
    }

    /// A list of choices, none twice, if it is there.
    package mutating func optionalOptions<Value>(
        _ name: String, of type: Value.Type, count: ClosedRange<Int>
    ) -> JSONField<[Value]?> where Value: RawRepresentable<String> & CaseIterable & Hashable {
        if take(name) == nil { return JSONField(.some(nil)) }
        return JSONField(options(name, of: type, count: count).ifRead.map(Optional.some))
    }

    /// A list of choices, none twice.
    package mutating func options<Value>(
        _ name: String, of type: Value.Type, count: ClosedRange<Int>
    ) -> JSONField<[Value]> where Value: RawRepresentable<String> & CaseIterable & Hashable {
        let chosen: JSONField<[Value]> = values(name, count: count) { JSONCheck.option($0, $1) }
        guard let values = chosen.ifRead else { return chosen }
        var seen: Set<Value> = []
        for (index, value) in values.enumerated() where !seen.insert(value).inserted {
            note(.duplicate(pointer.member(name).element(index)))
        }
        return seen.count == values.count ? chosen : JSONField(nil)
    }

    /// A list of values that `check` reads one by one.
    private mutating func values<Value>(
        _ name: String, count: ClosedRange<Int>,
        _ check: (JSONValue, JSONPointer) -> Result<Value, JSONProblem>
    ) -> JSONField<[Value]> {
        guard let elements = elements(name, count: count) else { return JSONField(nil) }
        let values = elements.enumerated().compactMap { index, element in
            noting(check(element, pointer.member(name).element(index)))
        }
        return JSONField(values.count == elements.count ? values : nil)
    }

    /// A list that is too long is not read at all: its elements' problems would only bury that one.
    private mutating func elements(_ name: String, count: ClosedRange<Int>) -> [JSONValue]? {
        required(name) { value, place -> Result<[JSONValue], JSONProblem> in
            guard let elements = value.arrayValue else { return .failure(.wrongType(place, .array)) }
            if elements.count < count.lowerBound { return .failure(.tooFew(place, count.lowerBound)) }
            if elements.count > count.upperBound { return .failure(.tooMany(place, count.upperBound)) }
            return .success(elements)
        }.ifRead
    }

    private mutating func nested<Value>(
        _ value: JSONValue, at place: JSONPointer, _ body: (inout JSONReader) -> Value?
    ) -> Value? {
        var reader = JSONReader(value, at: place)
        let made = body(&reader)
        reader.refuseUnknownFields()
        for problem in reader.problems { note(problem) }
        return reader.problems.isEmpty ? made : nil
    }
}
