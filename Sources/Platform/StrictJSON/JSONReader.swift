/// Reads a JSON object field by field and collects **all** that is wrong with it; what nobody asked for is
/// refused.
///
///     var reader = JSONReader(body)
///     let name = reader.string("name", length: 1...100)
///     let born = reader.parse("birthDate", as: .date) { LocalDate($0) }
///     let note = reader.optionalText("note", length: 0...1000)
///     let address = reader.object("address") { address in
///         let city = address.string("city", length: 1...80)
///         return address.made { Address(city: city.value) }
///     }
///     return try reader.finish { Registration(name: name.value, born: born.value, …) }
///
/// `null` counts as absent. Lengths count Unicode scalars, as PostgreSQL and JSON Schema do.
package struct JSONReader {
    /// Where this object stands in the body.
    package let pointer: JSONPointer
    /// What was wrong so far, in the order of reading.
    package private(set) var problems: [JSONProblem] = []
    private let object: JSONObject
    private var read: Set<String> = []

    /// - Parameter pointer: where `value` stands, if it is a part of a larger body.
    package init(_ value: JSONValue, at pointer: JSONPointer = .root) {
        self.pointer = pointer
        object = value.objectValue ?? JSONObject()
        if value.objectValue == nil { note(.wrongType(pointer, .object)) }
    }

    /// Whether the body has the field, be it `null`: tells "clear it" from "leave it" in a PATCH.
    package func contains(_ name: String) -> Bool { object[name] != nil }

    /// Notes a problem of the caller's own: two dates in the wrong order, an address that is taken.
    package mutating func note(_ problem: JSONProblem) {
        if problems.count < JSONProblems.limit { problems.append(problem) }
    }

    /// Makes the value of an object inside another one, if nothing was wrong with its fields.
    package func made<Value>(_ make: () -> Value) -> Value? { problems.isEmpty ? make() : nil }

    /// Ends the reading: refuses the fields nobody asked for, and the whole body if anything was wrong.
    package mutating func finish() throws(JSONProblems) {
        refuseUnknownFields()
        if !problems.isEmpty { throw JSONProblems(problems) }
    }

    /// Ends the reading and makes the value; the closure runs only if nothing was wrong.
    package mutating func finish<Value>(_ make: () -> Value) throws(JSONProblems) -> Value {
        try finish()
        return make()
    }

    /// The member of that name, which from now on is a known one. `null` is as good as none.
    mutating func take(_ name: String) -> JSONValue? {
        read.insert(name)
        guard let value = object[name], value != .null else { return nil }
        return value
    }

    /// Reads one field: absent, it is a problem.
    mutating func required<Value>(
        _ name: String, _ check: (JSONValue, JSONPointer) -> Result<Value, JSONProblem>
    ) -> JSONField<Value> {
        let place = pointer.member(name)
        guard let value = take(name) else {
            // Where the body is no object at all, that is the one thing to say.
            if !problems.contains(.wrongType(pointer, .object)) { note(.missing(place)) }
            return JSONField(nil)
        }
        return JSONField(noting(check(value, place)))
    }

    /// Reads one field: absent, it is `nil`.
    mutating func optional<Value>(
        _ name: String, _ check: (JSONValue, JSONPointer) -> Result<Value, JSONProblem>
    ) -> JSONField<Value?> {
        guard let value = take(name) else { return JSONField(.some(nil)) }
        return JSONField(noting(check(value, pointer.member(name))).map(Optional.some))
    }

    mutating func noting<Value>(_ result: Result<Value, JSONProblem>) -> Value? {
        switch result {
        case .success(let value): return value
        case .failure(let problem):
            note(problem)
            return nil
        }
    }

    /// A name too long to be a mistyped one is not repeated: the pointer then ends at the object.
    mutating func refuseUnknownFields() {
        for name in object.names where !read.contains(name) {
            note(.unknownField(name.utf8.count <= 64 ? pointer.member(name) : pointer))
        }
    }
}
