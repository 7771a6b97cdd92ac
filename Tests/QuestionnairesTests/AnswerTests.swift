import Clinic
import Foundation
import Questionnaires
import Testing

@Suite struct `Reading one answer` {
    private static let bounds =
        #""extension":[{"url":"\#(structure)minValue","valueInteger":1},{"url":"\#(structure)maxValue","valueInteger":9}]"#
    private static let dates =
        #""extension":[{"url":"\#(structure)minValue","valueDate":"2026-01-01"},{"url":"\#(structure)maxValue","valueDate":"2026-12-31"}]"#
    private static let units =
        #""extension":[{"url":"\#(structure)questionnaire-unitOption","valueCoding":{"system":"http://unitsofmeasure.org","code":"kg"}}]"#
    private static let places = #""extension":[{"url":"\#(structure)maxDecimalPlaces","valueInteger":1}]"#
    private static let atLeastTwo = #""extension":[{"url":"\#(structure)minLength","valueInteger":2}]"#
    private static let moments =
        #""extension":[{"url":"\#(structure)minValue","valueDateTime":"2026-01-01T00:00:00Z"}]"#
    private static let masses =
        #""extension":[\#(unit("kg")),{"url":"\#(structure)minValue","valueQuantity":{"value":30,"code":"kg"}},{"url":"http://hl7.org/fhir/uv/sdc/StructureDefinition/sdc-questionnaire-maxQuantity","valueQuantity":{"value":350,"code":"kg"}}]"#
    private static let pick =
        #""answerOption":[{"valueCoding":{"system":"s","code":"one"}},{"valueCoding":{"system":"s","code":"two"}}]"#

    @Test(arguments: [
        (#""boolean""#, #""valueBoolean":true"#, ""),
        (#""boolean""#, #""valueBoolean":"true""#, "/valueBoolean wrongType"),
        (#""boolean""#, #""valueInteger":1"#, "/valueInteger wrongType"),
        (#""boolean""#, #""id":"x""#, " missing"),
        (#""boolean""#, #""valueBoolean":true,"valueInteger":1"#, "/valueInteger wrongType"),
        (#""boolean""#, #""valueBoolean":true,"extension":[]"#, "/extension unknownField"),
        (#""integer",\#(bounds)"#, #""valueInteger":9"#, ""),
        (#""integer",\#(bounds)"#, #""valueInteger":10"#, "/valueInteger outOfRange"),
        (#""integer",\#(bounds)"#, #""valueInteger":0"#, "/valueInteger outOfRange"),
        (#""integer""#, #""valueInteger":1.0"#, "/valueInteger wrongType"),
        (#""integer""#, #""valueInteger":2147483648"#, "/valueInteger outOfRange"),
        (#""decimal",\#(bounds)"#, #""valueDecimal":9.00"#, ""),
        (#""decimal",\#(bounds)"#, #""valueDecimal":9.01"#, "/valueDecimal outOfRange"),
        (#""decimal""#, #""valueDecimal":1e999"#, "/valueDecimal outOfRange"),
        (#""decimal""#, #""valueDecimal":"1""#, "/valueDecimal wrongType"),
        (#""date",\#(dates)"#, #""valueDate":"2026-02-28""#, ""),
        (#""date",\#(dates)"#, #""valueDate":"2027-01-01""#, "/valueDate outOfRange"),
        (#""date""#, #""valueDate":"2026-02-29""#, "/valueDate badFormat"),
        (#""date""#, #""valueDate":"2026-02""#, "/valueDate badFormat"),
        (#""dateTime""#, #""valueDateTime":"2026-02-28T10:00:00-07:00""#, ""),
        (#""dateTime""#, #""valueDateTime":"2026-02-28T10:00:00""#, "/valueDateTime badFormat"),
        (#""decimal",\#(places)"#, #""valueDecimal":1.50"#, ""),
        (#""decimal",\#(places)"#, #""valueDecimal":1.55"#, "/valueDecimal outOfRange"),
        (#""integer","answerOption":[{"valueInteger":1},{"valueInteger":3}]"#, #""valueInteger":3"#, ""),
        (
            #""integer","answerOption":[{"valueInteger":1},{"valueInteger":3}]"#, #""valueInteger":2"#,
            "/valueInteger notAnOption"
        ),
        (#""date","answerOption":[{"valueDate":"2026-01-01"}]"#, #""valueDate":"2026-01-01""#, ""),
        (
            #""dateTime",\#(moments)"#, #""valueDateTime":"2026-01-01T01:00:00+01:00""#, ""
        ),
        (
            #""dateTime",\#(moments)"#, #""valueDateTime":"2026-01-01T00:59:59+01:00""#,
            "/valueDateTime outOfRange"
        ),
        (#""quantity",\#(masses)"#, #""valueQuantity":{"value":30.0,"code":"kg"}"#, ""),
        (
            #""quantity",\#(masses)"#, #""valueQuantity":{"value":29.9,"code":"kg"}"#,
            "/valueQuantity outOfRange"
        ),
        (
            #""quantity",\#(masses)"#, #""valueQuantity":{"value":350.1,"code":"kg"}"#,
            "/valueQuantity outOfRange"
        ),
        (#""string",\#(atLeastTwo)"#, #""valueString":"ab""#, ""),
        (#""string",\#(atLeastTwo)"#, #""valueString":"a""#, "/valueString tooShort"),
        (#""string","maxLength":3"#, #""valueString":"añb""#, ""),
        (#""string","maxLength":3"#, #""valueString":"abcd""#, "/valueString tooLong"),
        (#""string""#, #""valueString":" ""#, "/valueString tooShort"),
        (#""string""#, #""valueString":"a\nb""#, "/valueString controlCharacter"),
        (#""text""#, #""valueString":"a\nb""#, ""),
        (#""text""#, #""valueString":"a\u0000b""#, "/valueString controlCharacter"),
        (#""choice",\#(pick)"#, #""valueCoding":{"system":"s","code":"two","display":"whatever"}"#, ""),
        (
            #""choice",\#(pick)"#,
            #""valueCoding":{"system":"s","code":"two","_display":{"extension":[]},"extension":[{"url":"u"}]}"#,
            ""
        ),
        (#""choice",\#(pick)"#, #""valueCoding":{"system":"s","code":"three"}"#, "/valueCoding notAnOption"),
        (#""choice",\#(pick)"#, #""valueCoding":{"code":"two"}"#, "/valueCoding notAnOption"),
        (#""choice",\#(pick)"#, #""valueCoding":{"system":"s"}"#, "/valueCoding/code missing"),
        (
            #""choice",\#(pick)"#, #""valueCoding":{"system":"s","code":"two","x":1}"#,
            "/valueCoding/x unknownField"
        ),
        (#""choice",\#(pick)"#, #""valueString":"two""#, "/valueString wrongType"),
        (#""open-choice",\#(pick)"#, #""valueString":"something else""#, ""),
        (
            #""open-choice",\#(pick)"#, #""valueCoding":{"system":"s","code":"three"}"#,
            "/valueCoding notAnOption"
        ),
        (#""choice","answerOption":[{"valueInteger":1},{"valueString":"b"}]"#, #""valueInteger":1"#, ""),
        (
            #""choice","answerOption":[{"valueInteger":1},{"valueString":"b"}]"#, #""valueString":"c""#,
            "/valueString notAnOption"
        ),
        (
            #""quantity",\#(units)"#,
            #""valueQuantity":{"value":72.5,"unit":"kg","system":"http://unitsofmeasure.org","code":"kg"}"#,
            ""
        ),
        (
            #""quantity",\#(units)"#, #""valueQuantity":{"value":160,"code":"[lb_av]"}"#,
            "/valueQuantity wrongUnit"
        ),
        (
            #""quantity",\#(units)"#, #""valueQuantity":{"value":72,"code":"kg","comparator":"<"}"#,
            "/valueQuantity/comparator unknownField"
        ),
    ])
    func `it must be of the question's kind, within its bounds`(
        _ type: String, _ answer: String, _ problem: String
    ) throws {
        let form = try form(#"{"linkId":"a","type":\#(type)}"#)
        let found = try problems(#"{"linkId":"a","answer":[{\#(answer)}]}"#, to: form)
        #expect(found == (problem.isEmpty ? [] : ["/item/0/answer/0\(problem) a"]))
    }

    @Test func `facts come out as they were given`() throws {
        let form = try form(
            #"""
            {"linkId":"b","type":"boolean"},{"linkId":"i","type":"integer"},{"linkId":"d","type":"decimal"},
            {"linkId":"day","type":"date"},{"linkId":"s","type":"string"},\#(choice("c", ["zero", "one"]))
            """#)
        let answers = try response(
            #"""
            {"linkId":"b","answer":[{"valueBoolean":false}]},{"linkId":"i","answer":[{"valueInteger":-3}]},
            {"linkId":"d","answer":[{"valueDecimal":0.10}]},{"linkId":"day","answer":[{"valueDate":"1992-02-29"}]},
            {"linkId":"s","answer":[{"valueString":"Ana"}]},\#(chosen("c", "one"))
            """#)
        let valid = try #require(form.read(answers, mode: .complete).0)
        #expect(valid.boolean("b") == false)
        #expect(valid.integer("i") == -3)
        #expect(valid.decimal("d").map { "\($0)" } == "0.1")
        #expect(valid.date("day")?.description == "1992-02-29")
        #expect(valid.string("s") == "Ana")
        #expect(valid.codings("c") == [Coding(system: "s", code: "one")])
        #expect(valid.ordinal("c") == 1)
        #expect(valid.boolean("nothing") == nil)
    }
}
