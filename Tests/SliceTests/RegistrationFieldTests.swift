import CareSupport
import DoorSupport
import Foundation
import StrictJSON
import Support
import Testing
import Wire

/// What is wrong with a registration or a screening is said with the place of it.
@Suite(.database, .serialized) struct `A field` {
    @Test func `of a registration that is wrong is named`() async throws {
        let long = JSONValue.string(String(repeating: "a", count: 101))
        let cases: [(place: String, value: JSONValue?, code: String)] = [
            ("/name", "Maya", "wrongType"), ("/name/given", 7, "wrongType"), ("/name/given", "", "tooShort"),
            ("/name/given", long, "tooLong"), ("/name/given", "Ma\nya", "controlCharacter"),
            ("/name/family", nil, "missing"), ("/name/nick", "Mo", "unknownField"),
            ("/ssn", "1", "unknownField"),
            ("/email", nil, "missing"), ("/email", .null, "missing"), ("/email", "maya@", "badFormat"),
            ("/phone", "911", "badFormat"), ("/birthDate", "1992-02-30", "badFormat"),
            ("/birthDate", 19_920_302, "wrongType"), ("/address/state", "ZZ", "badFormat"),
            ("/address/line1", long, "tooLong"), ("/address/postalCode", "850", "badFormat"),
            ("/timeZone", "Mars/Olympus", "badFormat"), ("/language", "fr", "notAnOption"),
            ("/consentToMessages", "yes", "wrongType"), ("/screeningId", "7", "badFormat"),
        ]
        try await ClinicServer.open(on: .current) { server in
            let maya = Newcomer("Maya")
            let good = try JSONValue(
                parsing: JSONEncoder().encode(maya.registration(on: try await server.screened(maya))))
            for (place, value, code) in cases {
                let reply = try await server.post(
                    "/v1/patients", json: try good.with(value, at: place), key: UUID())
                #expect(reply.said == "422 validation_failed \(place) \(code)")
                #expect(reply["Cache-Control"] == "no-store")
            }
            let two = try good.with(nil, at: "/phone").with(7, at: "/language")
            #expect(
                try await server.post("/v1/patients", json: two, key: UUID()).said
                    == "422 validation_failed /phone missing, /language wrongType")
            #expect(try await server.count("patient") == 0)
            #expect(try await server.post("/v1/patients", json: good, key: UUID()).said == "202")
        }
    }

    @Test func `of a screening that is wrong is named`() async throws {
        let answer = "/response/item/3/answer/0"
        let cases: [(place: String, value: JSONValue?, said: String)] = [
            (
                "/response/item/0/answer/0/valueDate", "2026-11-22",
                "/response/item/0/answer/0/valueDate outOfRange"
            ),
            (
                "/response/item/0/answer/0/valueDate", "1900-01-01",
                "/response/item/0/answer/0/valueDate outOfRange"
            ),
            (
                "/response/item/0/answer/0/valueDate", "soon",
                "/response/item/0/answer/0/valueDate badFormat"
            ),
            (
                "/response/item/1/answer/0/valueCoding/code", "ZZ",
                "/response/item/1/answer/0/valueCoding notAnOption"
            ),
            ("/response/item/3", nil, "/response/item missing"),
            ("/response/item/3/answer", [], "/response/item/3 missing"),
            (answer, ["valueString": "no"], "\(answer)/valueString wrongType"),
            (answer, [:], "\(answer) missing"),
            ("/response/status", "in-progress", "/response/status wrongStatus"),
            (
                "/response/questionnaire", "https://example.org/q|1",
                "/response/questionnaire wrongQuestionnaire"
            ),
            ("/response/resourceType", "Patient", "/response/resourceType notAnOption"),
            ("/response", nil, "/response missing"), ("/contact", "nobody", "/contact badFormat"),
            ("/shoeSize", 41, "/shoeSize unknownField"),
        ]
        try await ClinicServer.open(on: .current) { server in
            let good = JSONValue.object(
                JSONObject([.init(name: "response", value: Newcomer("Maya").answers.response)]))
            for (place, value, said) in cases {
                let reply = try await server.post("/v1/screenings", json: try good.with(value, at: place))
                #expect(reply.said == "422 validation_failed \(said)")
            }
            #expect(try await server.post("/v1/screenings", json: good).said == "201")
        }
    }

    @Test func `of a screening that contradicts itself is named`() async throws {
        try await ClinicServer.open(on: .current) { server async throws in
            var maya = Newcomer("Maya")
            maya.answers.heart = ["none", "aneurysm"]
            #expect(
                try await server.screen(maya).said
                    == "422 validation_failed /response/item/6/answer/0 excludesOthers")
            maya.answers.heart = ["aneurysm", "aneurysm"]
            #expect(
                try await server.screen(maya).said
                    == "422 validation_failed /response/item/6/answer/1 duplicate")
        }
    }
}
