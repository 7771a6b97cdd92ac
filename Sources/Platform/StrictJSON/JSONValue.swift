/// One JSON value, exactly as it was sent: numbers keep their digits, objects keep the order of their
/// members.
///
/// `Codable` drops unknown fields and turns numbers into `Double`; a program that doses medicine wants
/// neither. Bodies are read with `JSONReader`, which says all that is wrong at once; the value itself is for
/// what is kept or passed on whole, such as questionnaires and their answers.
///
///     let value = try JSONValue(parsing: body)
///     let answers: JSONValue = ["resourceType": "QuestionnaireResponse", "item": []]
///
/// Equality is equality of what was written: `1` and `1.0` differ, and so do objects in another order.
package indirect enum JSONValue: Sendable, Hashable {
    case null
    case bool(Bool)
    case number(JSONNumber)
    case string(String)
    case array([JSONValue])
    case object(JSONObject)
}

extension JSONValue {
    package var boolValue: Bool? { if case .bool(let value) = self { value } else { nil } }
    package var numberValue: JSONNumber? { if case .number(let value) = self { value } else { nil } }
    package var stringValue: String? { if case .string(let value) = self { value } else { nil } }
    package var arrayValue: [JSONValue]? { if case .array(let value) = self { value } else { nil } }
    package var objectValue: JSONObject? { if case .object(let value) = self { value } else { nil } }

    /// The member of that name, `nil` where there is none or where this is no object.
    package subscript(_ name: String) -> JSONValue? { objectValue?[name] }

    /// The value a pointer leads to, `nil` where it leads nowhere (RFC 6901).
    package subscript(_ pointer: JSONPointer) -> JSONValue? {
        var value = self
        for token in pointer.tokens {
            switch value {
            case .object(let object):
                guard let next = object[token] else { return nil }
                value = next
            case .array(let elements):
                guard let index = JSONPointer.index(token), elements.indices.contains(index) else {
                    return nil
                }
                value = elements[index]
            case .null, .bool, .number, .string:
                return nil
            }
        }
        return value
    }
}

extension JSONValue: ExpressibleByNilLiteral, ExpressibleByBooleanLiteral, ExpressibleByIntegerLiteral,
    ExpressibleByStringLiteral, ExpressibleByArrayLiteral, ExpressibleByDictionaryLiteral
{
    package init(nilLiteral: ()) { self = .null }
    package init(booleanLiteral value: Bool) { self = .bool(value) }
    package init(integerLiteral value: Int) { self = .number(JSONNumber(value)) }
    package init(stringLiteral value: String) { self = .string(value) }
    package init(arrayLiteral elements: JSONValue...) { self = .array(elements) }

    /// Members in the order they are written; writing one name twice is a bug and stops the program.
    package init(dictionaryLiteral members: (String, JSONValue)...) {
        self = .object(JSONObject(members.map { JSONObject.Member(name: $0.0, value: $0.1) }))
    }
}
