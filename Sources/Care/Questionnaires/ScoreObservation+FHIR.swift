import Clinic
import Clocks
import StrictJSON

extension ScoreObservation {
    /// As FHIR R4 writes it: category survey, equal observations in equal bytes.
    package var json: JSONValue {
        var object = JSONObject([.init(name: "resourceType", value: "Observation")])
        object["id"] = id.map(JSONValue.string)
        object["status"] = .string(status.rawValue)
        object["category"] = [Self.concept(Coding(system: Self.categorySystem, code: "survey"), nil)]
        object["code"] = Self.concept(code, text)
        object["subject"] = Self.reference(subject)
        object["effectiveDateTime"] = .string(effective.text)
        switch value {
        case .total(let total): object["valueInteger"] = .number(JSONNumber(total))
        case .answer(let answer, let words): object["valueCodeableConcept"] = Self.concept(answer, words)
        case .absent(let reason, let words):
            object["dataAbsentReason"] = Self.concept(Coding(system: Self.absentSystem, code: reason), words)
        case .members: break
        }
        object["interpretation"] = band.map {
            [Self.concept(Coding(system: Self.bandSystem, code: $0), nil)]
        }
        if !members.isEmpty { object["hasMember"] = .array(members.map(Self.reference)) }
        if !derivedFrom.isEmpty { object["derivedFrom"] = .array(derivedFrom.map(Self.reference)) }
        return .object(object)
    }

    private static func concept(_ coding: Coding, _ text: String?) -> JSONValue {
        var concept = JSONObject([.init(name: "coding", value: [coding.json])])
        concept["text"] = text.map(JSONValue.string)
        return .object(concept)
    }

    private static func reference(_ target: String) -> JSONValue { ["reference": .string(target)] }

    /// Reads an `Observation` that this program or another wrote. What a total is written in differs between programs: an
    /// integer, a quantity in `{score}`, or a text of digits, as in HL7's own example.
    ///
    /// - Throws: all that is wrong, by place.
    package init(reading json: JSONValue) throws(JSONProblems) {
        var reader = JSONReader(json)
        if let type = reader.string("resourceType", length: 1...100).ifRead, type != "Observation" {
            reader.note(.notAnObservation)
        }
        let id = reader.optionalString("id", length: 1...64)
        let status = reader.option("status", of: Status.self)
        let code = reader.object("code") { $0.concept() }
        let subject = reader.object("subject") { $0.reference() }
        let instant = reader.optionalParse("effectiveDateTime", as: .instant) { Moment($0) }
        let value = reader.observedValue()
        let interpretation = reader.optionalArray("interpretation", count: 0...10) { $0.concept() }
        let derivedFrom = reader.optionalArray("derivedFrom", count: 0...100) { $0.reference() }
        let members = reader.optionalArray("hasMember", count: 0...200) { $0.reference() }
        if instant.ifRead == .some(nil) { reader.note(.missing(JSONPointer(tokens: ["effectiveDateTime"]))) }
        let ignored = [
            "meta", "language", "text", "identifier", "basedOn", "partOf", "category", "focus", "encounter",
            "issued", "performer", "note", "method", "device",
        ]
        for name in ignored { _ = reader.optionalValue(name) }
        self = try reader.finish {
            let bands = (interpretation.value ?? []).map(\.coding).filter { $0.system == Self.bandSystem }
            guard let effective = instant.value else {
                preconditionFailure("An observation was read without its moment, which is a problem noted.")
            }
            return ScoreObservation(
                id: id.value, status: status.value, code: code.value.coding, text: code.value.text,
                subject: subject.value, effective: effective,
                value: value ?? .members, band: bands.first?.code, derivedFrom: derivedFrom.value ?? [],
                members: members.value ?? [])
        }
    }
}

extension ScoreObservation.Moment {
    fileprivate init?(_ text: String) {
        if let instant = Instant(rfc3339: text) {
            self = .instant(instant)
        } else if let date = LocalDate(text) {
            self = .date(date)
        } else {
            return nil
        }
    }

    fileprivate var text: String {
        switch self {
        case .instant(let instant): instant.rfc3339
        case .date(let date): date.description
        }
    }
}

extension JSONReader {
    /// The first coding of a `CodeableConcept`, LOINC's before others, and its words.
    fileprivate mutating func concept() -> (coding: Coding, text: String?)? {
        let codings = array("coding", count: 1...20) { $0.coding() }
        let text = optionalText("text", length: 1...1000)
        _ = optionalValue("id")
        return made {
            let all = codings.value
            return (all.first { $0.system == ScoreObservation.loinc } ?? all[0], text.value)
        }
    }

    fileprivate mutating func reference() -> String? {
        let reference = string("reference", length: 1...200)
        for name in ["id", "type", "identifier", "display"] { _ = optionalValue(name) }
        return made { reference.value }
    }

    /// Its one value, or why there is none; `nil` where it has neither, as a panel has.
    fileprivate mutating func observedValue() -> ScoreObservation.Value? {
        let names = [
            "valueInteger", "valueQuantity", "valueString", "valueCodeableConcept", "dataAbsentReason",
        ]
        let given = names.filter(contains)
        if given.count > 1 { note(.severalValues(pointer)) }
        switch given.first {
        case "valueInteger":
            return integer("valueInteger", in: 0...10_000).ifRead.map(ScoreObservation.Value.total)
        case "valueString":
            return parse("valueString", as: .points) {
                Int($0).flatMap { (0...10_000).contains($0) ? $0 : nil }
            }
            .ifRead.map(ScoreObservation.Value.total)
        case "valueQuantity":
            let amount = object("valueQuantity") { quantity -> Int? in
                let value = quantity.number("value").ifRead?.decimal
                for name in ["id", "unit", "system", "code"] { _ = quantity.optionalValue(name) }
                if let value, let points = Int("\(value)"), (0...10_000).contains(points) { return points }
                quantity.note(.badFormat(quantity.pointer.member("value"), .points))
                return nil
            }
            return amount.ifRead.map(ScoreObservation.Value.total)
        case "valueCodeableConcept":
            return object("valueCodeableConcept") { $0.concept() }.ifRead.map {
                .answer($0.coding, words: $0.text)
            }
        case "dataAbsentReason":
            return object("dataAbsentReason") { $0.concept() }.ifRead.map {
                .absent(reason: $0.coding.code, words: $0.text)
            }
        default: return nil
        }
    }
}

extension JSONFormat {
    fileprivate static let points = JSONFormat(
        "a whole number of points, 0 to 10000", es: "un número entero de puntos, de 0 a 10000")
}

extension JSONProblem {
    fileprivate static let notAnObservation = JSONProblem(
        JSONPointer(tokens: ["resourceType"]), Code.notAnOption, "This must be Observation.",
        es: "Esto debe ser Observation.")
}
