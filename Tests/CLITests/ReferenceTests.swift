import ArgumentParser
import Clocks
import Foundation
import Testing
import Wire

@testable import lozenge

@Suite struct `What is named on the command line` {
    @Test func `is a row, a handle as one hears it, or an id`() throws {
        #expect(try Reference("2", to: .workItem) == .row(2))
        #expect(try Reference(" WI-Q3F8K ", to: .workItem) == .name("wi-q3f8k"))
        #expect(try Reference("pt-7KOIL", to: .patient) == .name("pt-7k011"))
        let id = "0192F0C1-0000-7000-8000-000000000001"
        #expect(try Reference(id, to: .grant) == .name(id.lowercased()))
    }

    @Test(arguments: [
        "Maya Ortiz", "pt-7k2mq", "wi-", "wi-u2345", "../patients", "0", "-1", "wi-q3f8k/claim", "",
    ])
    func `never becomes a part of a URL otherwise`(typed: String) {
        #expect(throws: ToolFailure.self) { try Reference(typed, to: .workItem) }
    }

    @Test func `by row means the last list, for as long as one remembers it`() throws {
        let shown = Instant(microsecondsSince1970: 1_795_000_000_000_000)
        let list = LastList(
            [[.workItem: "wi-q3f8k", .patient: "pt-7k2mq"], [.staff: "st-4m9xd"]], at: shown)
        #expect(try list.name(inRow: 1, of: .workItem, now: shown + .seconds(60)) == "wi-q3f8k")
        #expect(try list.name(inRow: 1, of: .patient, now: shown + .seconds(60)) == "pt-7k2mq")
        #expect(throws: ToolFailure.self) {
            try list.name(inRow: 2, of: .workItem, now: shown + .seconds(60))
        }
        #expect(throws: ToolFailure.self) {
            try list.name(inRow: 3, of: .workItem, now: shown + .seconds(60))
        }
        #expect(throws: ToolFailure.self) { try list.name(inRow: 1, of: .workItem, now: shown + .hours(13)) }
    }

    @Test func `may be a role in anybody's spelling`() {
        #expect(Role.code("navigator") == "careNavigator")
        #expect(Role.code("medical-director") == "medicalDirector")
        #expect(Role.code("Medical Director") == "medicalDirector")
        #expect(Role.code("medicalDirector") == "medicalDirector")
        #expect(Role.code("juggler") == "juggler")
    }

    @Test func `may be an enrolment link, whose token stays out of the address`() throws {
        let parts = try Enrol.parts(of: "https://care.example/enrol#7Hq2_x-")
        #expect(parts.server == "https://care.example")
        #expect(parts.token == "7Hq2_x-")
        #expect(throws: ToolFailure.self) { try Enrol.parts(of: "https://care.example/enrol") }
    }

    @Test func `with an error is told in a sentence, with the fields at fault`() {
        let problem = Problem(
            type: "x", title: "The request has faults", status: 422, detail: "Look at the fields.",
            instance: "r1",
            code: "validation_failed",
            errors: [.init(pointer: "/address/city", code: "missing", detail: "is missing")])
        #expect(
            problem.words == """
                The request has faults. Look at the fields. (validation_failed)
                  address.city: is missing (missing)
                  request r1
                """)
    }

    @Test(arguments: [
        ["queue", "list", "--limit", "0"], ["queue", "list", "--bogus"], ["juggle"],
        ["queue", "list", "--state", "Nevada"],
    ])
    func `and makes no sense ends with status 2`(arguments: [String]) async {
        #expect(await LozengeCommand.status(of: arguments) == 2)
    }

    @Test func `and asks for help gets it, everywhere with an example`() async {
        #expect(await LozengeCommand.status(of: ["--help"]) == 0)
        func check(_ command: any ParsableCommand.Type) {
            let text = command.configuration.discussion
            #expect(text.contains("Example:") || command == LozengeCommand.self, "\(command)")
            command.configuration.subcommands.forEach(check)
        }
        check(LozengeCommand.self)
    }
}
