import CareSupport
import Clocks
import DoorSupport
import Foundation
import Support
import Testing
import Wire

@Suite(.database, .serialized) struct `Answers to the screening` {
    let rules: RulesFile

    init() throws { rules = try RulesFile.load() }

    @Test func `that no rule touches qualify`() async throws {
        try await ClinicServer.open(on: .current) { server in
            let reply = try await server.screen(Newcomer("Maya"))
            #expect(reply.said == "201")
            #expect(reply["Cache-Control"] == "no-store")
            let answer = try reply.json(ScreeningAnswer.self)
            #expect(answer.result == "qualified")
            #expect(answer.rules.isEmpty)
            #expect(answer.words == rules.outcomes["qualified"]?.en)
            #expect(answer.mayRegister)
            #expect(answer.reapply == .never)
            #expect(answer.crisis == nil)
            #expect(answer.expiresAt == (server.clock.now + .hours(30 * 24)).rfc3339)
        }
    }

    @Test func `have a test for every case of every rule`() {
        let written = rules.cases.map { "\($0.rule): \($0.name)" }
        #expect(RuleCase.all.map { "\($0.rule): \($0.name)" } == written)
    }

    @Test func `meet each rule, which is named and says why in the person's language`() async throws {
        try await ClinicServer.open(on: .current) { server in
            for expected in RuleCase.all {
                let said = try #require(rules.said(expected.rule, expected.name))
                var newcomer = Newcomer("Maya")
                newcomer.answers = expected.answers
                for (language, words) in [("en", said.en), ("es", said.es)] {
                    let answer = try await server.screen(newcomer, language: language).json(
                        ScreeningAnswer.self)
                    #expect(answer.result == expected.outcome, "\(expected.rule) \(expected.name)")
                    #expect(answer.rules.map(\.id) == [expected.rule], "\(expected.rule) \(expected.name)")
                    #expect(answer.rules.map(\.outcome) == [expected.outcome])
                    #expect(answer.rules.map(\.words) == [words])
                    #expect(answer.mayRegister == (expected.outcome == "needsReview"))
                    #expect(answer.reapply == expected.mayReapply, "\(expected.rule) \(expected.name)")
                }
            }
        }
    }

    @Test(arguments: ["asked-unknown", "asked-declined"])
    func `that were left open go to a person, under the rules that needed them`(_ code: String) async throws {
        try await ClinicServer.open(on: .current) { server in
            for (open, change) in RuleCase.open {
                var newcomer = Newcomer("Maya")
                change(&newcomer.answers, code)
                let answer = try await server.screen(newcomer).json(ScreeningAnswer.self)
                #expect(answer.result == "needsReview", "\(open)")
                #expect(answer.rules.map(\.id) == open)
                #expect(answer.rules.allSatisfy { $0.words == rules.unknown.words.en })
            }
        }
    }

    @Test func `that meet several rules name them all, and the strictest decides`() async throws {
        try await ClinicServer.open(on: .current) { server in
            var newcomer = Newcomer("Maya")
            newcomer.answers.mania = "mania-now"
            newcomer.answers.heart = ["aneurysm", "heart-disease"]
            newcomer.answers.bladder = "Y"
            newcomer.answers.seeksHelpFor = ["74964007"]
            let answer = try await server.screen(newcomer).json(ScreeningAnswer.self)
            #expect(answer.rules.map(\.id) == ["E5", "E6", "E7", "E13", "E24"])
            #expect(answer.rules.first { $0.id == "E7" }?.answers == ["heart"])
            #expect(answer.result == "notQualified")
            #expect(!answer.mayRegister)
            #expect(answer.mayReapply?.from == "2026-12-21")
            #expect(answer.mayReapply?.whenChanged == true)
        }
    }

    @Test(arguments: ["Y", "asked-unknown", "asked-declined"])
    func `that do not rule out self-harm always carry help`(_ selfHarm: String) async throws {
        try await ClinicServer.open(on: .current) { server in
            for turnedAway in [false, true] {
                var newcomer = Newcomer("Maya")
                newcomer.answers.selfHarm = selfHarm
                if turnedAway { newcomer.answers.birthDate = "2010-03-02" }
                for (language, words) in [("en", rules.crisis.words.en), ("es-MX", rules.crisis.words.es)] {
                    let answer = try await server.screen(newcomer, language: language).json(
                        ScreeningAnswer.self)
                    #expect(answer.result == (turnedAway ? "notQualified" : "needsReview"))
                    let help = try #require(answer.crisis)
                    #expect([help.call, help.text, help.emergency] == ["988", "988", "911"])
                    #expect(help.words == words)
                }
            }
        }
    }

    @Test func `that change a third time in a month go to a person`() async throws {
        try await ClinicServer.open(on: .current) { server in
            let wishes = ["35489007", "197480006", "47505003"]
            func answer(_ wish: String, from contact: String?) async throws -> ScreeningAnswer {
                var newcomer = Newcomer("Maya")
                newcomer.answers.seeksHelpFor = [wish]
                return try await server.screen(newcomer, contact: contact).json(ScreeningAnswer.self)
            }
            for wish in wishes + wishes { #expect(try await answer(wish, from: nil).result == "qualified") }
            let contact = "+1 (602) 555-0199"
            for wish in [wishes[0], wishes[0], wishes[1], wishes[0]] {
                #expect(try await answer(wish, from: contact).result == "qualified")
            }
            let third = try await answer(wishes[2], from: "+16025550199")
            #expect(third.result == "needsReview")
            #expect(third.rules.map(\.id) == ["S"])
            #expect(third.rules.map(\.words) == [rules.changed.words.en])
            #expect(try await answer(wishes[2], from: "+16025550198").result == "qualified")
            server.clock.advance(by: .hours(31 * 24))
            #expect(try await answer(wishes[2], from: contact).result == "qualified")
        }
    }
}
