import StrictJSON

/// The FHIR extensions that change what a questionnaire means and that this program interprets.
enum FHIRExtension: String, CaseIterable {
    case translation = "http://hl7.org/fhir/StructureDefinition/translation"
    case ordinalValue = "http://hl7.org/fhir/StructureDefinition/ordinalValue"
    case itemWeight = "http://hl7.org/fhir/StructureDefinition/itemWeight"
    case minValue = "http://hl7.org/fhir/StructureDefinition/minValue"
    case maxValue = "http://hl7.org/fhir/StructureDefinition/maxValue"
    case minOccurs = "http://hl7.org/fhir/StructureDefinition/questionnaire-minOccurs"
    case maxOccurs = "http://hl7.org/fhir/StructureDefinition/questionnaire-maxOccurs"
    case unit = "http://hl7.org/fhir/StructureDefinition/questionnaire-unit"
    case unitOption = "http://hl7.org/fhir/StructureDefinition/questionnaire-unitOption"
    case minQuantity =
        "http://hl7.org/fhir/uv/sdc/StructureDefinition/sdc-questionnaire-minQuantity"
    case maxQuantity =
        "http://hl7.org/fhir/uv/sdc/StructureDefinition/sdc-questionnaire-maxQuantity"
    case minLength = "http://hl7.org/fhir/StructureDefinition/minLength"
    case maxDecimalPlaces = "http://hl7.org/fhir/StructureDefinition/maxDecimalPlaces"
    case optionExclusive = "http://hl7.org/fhir/StructureDefinition/questionnaire-optionExclusive"

    /// Those that may stand on an item.
    static let ofItems: Set<FHIRExtension> = [
        .minValue, .maxValue, .minQuantity, .maxQuantity, .minLength, .maxDecimalPlaces, .minOccurs,
        .maxOccurs,
        .unit, .unitOption,
    ]

    /// Extensions that concern only how a form looks or where its answers are copied to afterwards: leaving
    /// them out changes no question and no answer. Any other is refused.
    static let presentationOnly: Set<String> = [
        "http://hl7.org/fhir/StructureDefinition/artifact-versionAlgorithm",
        "http://hl7.org/fhir/StructureDefinition/designNote",
        "http://hl7.org/fhir/StructureDefinition/entryFormat",
        "http://hl7.org/fhir/StructureDefinition/questionnaire-choiceOrientation",
        "http://hl7.org/fhir/StructureDefinition/questionnaire-displayCategory",
        "http://hl7.org/fhir/StructureDefinition/questionnaire-itemControl",
        "http://hl7.org/fhir/StructureDefinition/questionnaire-optionPrefix",
        "http://hl7.org/fhir/StructureDefinition/questionnaire-supportLink",
        "http://hl7.org/fhir/StructureDefinition/rendering-markdown",
        "http://hl7.org/fhir/StructureDefinition/rendering-style",
        "http://hl7.org/fhir/StructureDefinition/rendering-styleSensitive",
        "http://hl7.org/fhir/StructureDefinition/rendering-xhtml",
        "http://hl7.org/fhir/uv/sdc/StructureDefinition/sdc-questionnaire-observationLinkPeriod",
        "http://hl7.org/fhir/uv/sdc/StructureDefinition/sdc-questionnaire-openLabel",
        "http://hl7.org/fhir/uv/sdc/StructureDefinition/sdc-questionnaire-shortText",
    ]
}

/// The extensions found on one element: those that are interpreted there.
struct FoundExtensions {
    private let found: [(kind: FHIRExtension, element: JSONValue, pointer: JSONPointer)]

    /// Takes the element's `extension` and notes every one that may not stand here.
    init(_ reader: inout JSONReader, interpreting kinds: Set<FHIRExtension> = []) {
        let pointer = reader.pointer.member("extension")
        let elements = reader.optionalValue("extension").ifRead.flatMap(\.self)?.arrayValue ?? []
        var found: [(FHIRExtension, JSONValue, JSONPointer)] = []
        for (index, element) in elements.enumerated() {
            let place = pointer.element(index)
            let url = element["url"]?.stringValue ?? ""
            if let kind = FHIRExtension(rawValue: url), kinds.contains(kind) {
                found.append((kind, element, place))
            } else if !FHIRExtension.presentationOnly.contains(url) {
                reader.note(.defect(place, "The extension “\(url)” is not understood here."))
            }
        }
        self.found = found
    }

    func contains(_ kind: FHIRExtension) -> Bool { found.contains { $0.kind == kind } }

    func all(_ kind: FHIRExtension) -> [(element: JSONValue, pointer: JSONPointer)] {
        found.filter { $0.kind == kind }.map { ($0.element, $0.pointer) }
    }

    /// The value of the one extension of that kind, read by `read`; more than one, or one that cannot be
    /// read, is a defect.
    func value<Value>(
        _ kind: FHIRExtension, noting reader: inout JSONReader, _ read: (JSONValue) -> Value?
    ) -> Value? {
        let all = all(kind)
        guard let first = all.first else { return nil }
        guard all.count == 1, let value = read(first.element) else {
            reader.note(
                .defect(first.pointer, "This extension has no value that fits, or stands here twice."))
            return nil
        }
        return value
    }
}
