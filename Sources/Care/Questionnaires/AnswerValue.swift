import Clinic
import Clocks
import Foundation
import StrictJSON

/// What a question was answered with: FHIR's `value[x]`, of the kinds this program reads.
///
/// Dates are whole days and instants carry their zone. FHIR's partial dates (`1992-03`) are refused: a rule
/// that counts years or days would have to guess.
package enum AnswerValue: Sendable, Hashable {
    case boolean(Bool)
    /// 32 bits, as FHIR has it.
    case integer(Int)
    case decimal(Decimal)
    case date(LocalDate)
    case dateTime(Instant)
    case string(String)
    case coding(Coding)
    case quantity(Quantity)

    /// An amount and its unit: `72.5 kg`.
    package struct Quantity: Sendable, Hashable {
        package let value: Decimal
        package let unit: Coding

        package init(value: Decimal, unit: Coding) {
            self.value = value
            self.unit = unit
        }
    }

    /// The kind of value, named as FHIR names it behind `value`, `answer` and `initial`.
    package enum Kind: String, Sendable, CaseIterable {
        case boolean = "Boolean"
        case integer = "Integer"
        case decimal = "Decimal"
        case date = "Date"
        case dateTime = "DateTime"
        case string = "String"
        case coding = "Coding"
        case quantity = "Quantity"

        /// `valueCoding`, written out for the prefix that every answer has.
        func member(of prefix: String) -> String {
            guard prefix == "value" else { return prefix + rawValue }
            return switch self {
            case .boolean: "valueBoolean"
            case .integer: "valueInteger"
            case .decimal: "valueDecimal"
            case .date: "valueDate"
            case .dateTime: "valueDateTime"
            case .string: "valueString"
            case .coding: "valueCoding"
            case .quantity: "valueQuantity"
            }
        }
    }

    package var kind: Kind {
        switch self {
        case .boolean: .boolean
        case .integer: .integer
        case .decimal: .decimal
        case .date: .date
        case .dateTime: .dateTime
        case .string: .string
        case .coding: .coding
        case .quantity: .quantity
        }
    }

    /// Which of the two is less; `nil` where there is no order between them: codes, texts, other units.
    package func isLess(than other: AnswerValue) -> Bool? {
        switch (self, other) {
        case (.integer(let left), .integer(let right)): left < right
        case (.decimal(let left), .decimal(let right)): left < right
        case (.integer(let left), .decimal(let right)): Decimal(left) < right
        case (.decimal(let left), .integer(let right)): left < Decimal(right)
        case (.date(let left), .date(let right)): left < right
        case (.dateTime(let left), .dateTime(let right)): left < right
        case (.quantity(let left), .quantity(let right)) where left.unit == right.unit:
            left.value < right.value
        default: nil
        }
    }

    /// The value as FHIR writes it, without displays: equal values give equal bytes.
    package var json: JSONValue {
        switch self {
        case .boolean(let value): .bool(value)
        case .integer(let value): .number(JSONNumber(value))
        case .decimal(let value): .number(value.jsonNumber)
        case .date(let value): .string(value.description)
        case .dateTime(let value): .string(value.rfc3339)
        case .string(let value): .string(value)
        case .coding(let value): value.json
        case .quantity(let value):
            .object(
                JSONObject(
                    [.init(name: "value", value: .number(value.value.jsonNumber))] + value.unit.members))
        }
    }
}

extension Coding {
    fileprivate var members: [JSONObject.Member] {
        let system = system.map { [JSONObject.Member(name: "system", value: .string($0))] } ?? []
        return system + [.init(name: "code", value: .string(code))]
    }

    /// `{"system": …, "code": …}`.
    package var json: JSONValue { .object(JSONObject(members)) }
}

extension Decimal {
    /// A `Decimal` prints plain digits, which are always a JSON number.
    fileprivate var jsonNumber: JSONNumber {
        guard let number = JSONNumber("\(self)") else {
            preconditionFailure("An amount that is not a number.")
        }
        return number
    }
}
