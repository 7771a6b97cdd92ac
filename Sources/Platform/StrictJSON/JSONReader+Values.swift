/// Texts, numbers, choices: the fields that hold one value.
extension JSONReader {
    /// A text of one line. Blanks alone count as nothing.
    package mutating func string(_ name: String, length: ClosedRange<Int>) -> JSONField<String> {
        required(name) { JSONCheck.string($0, $1, length: length, lines: false) }
    }

    package mutating func optionalString(_ name: String, length: ClosedRange<Int>) -> JSONField<String?> {
        optional(name) { JSONCheck.string($0, $1, length: length, lines: false) }
    }

    /// A text that may have several lines: a note, a reason.
    package mutating func text(_ name: String, length: ClosedRange<Int>) -> JSONField<String> {
        required(name) { JSONCheck.string($0, $1, length: length, lines: true) }
    }

    package mutating func optionalText(_ name: String, length: ClosedRange<Int>) -> JSONField<String?> {
        optional(name) { JSONCheck.string($0, $1, length: length, lines: true) }
    }

    /// A text that `parse` turns into something better: a date, an id, a state; `nil` from it is `badFormat`.
    package mutating func parse<Value>(
        _ name: String, as format: JSONFormat, _ parse: (String) -> Value?
    ) -> JSONField<Value> {
        required(name) { JSONCheck.parsed($0, $1, format, parse) }
    }

    package mutating func optionalParse<Value>(
        _ name: String, as format: JSONFormat, _ parse: (String) -> Value?
    ) -> JSONField<Value?> {
        optional(name) { JSONCheck.parsed($0, $1, format, parse) }
    }

    /// One of the enum's raw values.
    package mutating func option<Value>(_ name: String, of type: Value.Type) -> JSONField<Value>
    where Value: RawRepresentable<String> & CaseIterable {
        required(name) { JSONCheck.option($0, $1) }
    }

    package mutating func optionalOption<Value>(_ name: String, of type: Value.Type) -> JSONField<Value?>
    where Value: RawRepresentable<String> & CaseIterable {
        optional(name) { JSONCheck.option($0, $1) }
    }

    /// A whole number, written as one: `45.0` is refused.
    package mutating func integer(_ name: String, in range: ClosedRange<Int>) -> JSONField<Int> {
        required(name) { JSONCheck.integer($0, $1, in: range) }
    }

    package mutating func optionalInteger(_ name: String, in range: ClosedRange<Int>) -> JSONField<Int?> {
        optional(name) { JSONCheck.integer($0, $1, in: range) }
    }

    /// A number in any form, with the digits it was written in; its range is the caller's to check.
    package mutating func number(_ name: String) -> JSONField<JSONNumber> { required(name, JSONCheck.number) }

    package mutating func optionalNumber(_ name: String) -> JSONField<JSONNumber?> {
        optional(name, JSONCheck.number)
    }

    /// `true` or `false`; nothing else stands for them.
    package mutating func boolean(_ name: String) -> JSONField<Bool> { required(name, JSONCheck.boolean) }

    package mutating func optionalBoolean(_ name: String) -> JSONField<Bool?> {
        optional(name, JSONCheck.boolean)
    }

    /// Any JSON, for a part of the body that somebody else reads: a QuestionnaireResponse.
    package mutating func value(_ name: String) -> JSONField<JSONValue> {
        required(name) { value, _ in .success(value) }
    }

    package mutating func optionalValue(_ name: String) -> JSONField<JSONValue?> {
        optional(name) { value, _ in .success(value) }
    }
}
