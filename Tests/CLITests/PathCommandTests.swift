import ArgumentParser
import Foundation
import Testing
import Wire

@testable import lozenge

/// The commands of the way to the first supply, as a person at a terminal or a script at night meets them.
@Suite struct `A command of the path` {
    private static let screens: [(arguments: [String], path: String, answer: String)] = [
        (["consult", "list"], "GET /v1/staff/consults", json(Page(items: [PathAnswers.visit("booked")]))),
        (
            ["consult", "show", "co-7k2mq"], "GET /v1/staff/consults/co-7k2mq",
            json(PathAnswers.visit("completed"))
        ),
        (
            ["prescription", "show", "rx-4m9xd"], "GET /v1/staff/prescriptions/rx-4m9xd",
            json(PathAnswers.prescription)
        ),
        (["order", "list"], "GET /v1/staff/orders", json(Page(items: [PathAnswers.order]))),
        (
            ["order", "explain", "or-h81zt"], "GET /v1/staff/orders/or-h81zt/explain",
            json(PathAnswers.explanation)
        ),
        (
            ["eligibility", "explain", "pt-7k2mq"], "GET /v1/staff/patients/pt-7k2mq/eligibility",
            json(PathAnswers.eligibility)
        ),
        (["flag", "list"], "GET /v1/staff/flags", json(Page(items: [PathAnswers.flag]))),
    ]

    @Test(arguments: [60, 80]) func `shows a screen that keeps to the terminal`(columns: Int) async throws {
        for screen in Self.screens {
            let run = try await ToolRun.of(
                screen.arguments, columns: columns, answers: [screen.path: .answer(200, screen.answer)])
            #expect(run.status == 0, "\(screen.arguments): \(run.errors)")
            #expect(run.lines.first?.hasPrefix("TEST ") == true, "\(screen.arguments)")
            #expect(run.lines.count > 3, "\(screen.arguments)")
            for line in run.lines { #expect(line.columns <= columns, "\(screen.arguments): \(line)") }
        }
    }

    @Test func `prints the program's own document with --json, and labels alone with --plain`() async throws {
        for screen in Self.screens {
            let answers = [screen.path: FakeProgram.Reply.answer(200, screen.answer)]
            let document = try await ToolRun.of(screen.arguments + ["--json"], answers: answers)
            #expect(document.output == screen.answer + "\n", "\(screen.arguments)")
            let plain = try await ToolRun.of(screen.arguments + ["--plain"], answers: answers)
            #expect(!plain.output.contains("---"), "\(screen.arguments)")
            #expect(plain.lines.contains { $0.contains(": ") }, "\(screen.arguments)")
        }
    }

    @Test func `leaves times out of the calendar that were held and let go`() async throws {
        let visits = [
            PathAnswers.visit("expired", handle: "co-11111"), PathAnswers.visit("booked", handle: "co-22222"),
        ]
        let run = try await ToolRun.of(
            ["consult", "list"], answers: ["GET /v1/staff/consults": .answer(200, json(Page(items: visits)))])
        #expect(!run.output.contains("co-11111"))
        #expect(run.output.contains("co-22222"))
    }

    // MARK: Changes

    @Test func `names everything that is missing where nobody can be asked, and sends nothing`() async throws
    {
        let cases: [(arguments: [String], missing: [String])] = [
            (["consult", "start", "co-7k2mq"], ["--identity", "--state"]),
            (
                [
                    "consult", "complete", "co-7k2mq", "--icd10", "F33.1", "--findings", "x", "--plan", "y",
                    "--risks", "z", "--outcome", "declined",
                ], ["--detail"]
            ),
            (["prescription", "sign", "rx-4m9xd"], ["--totp"]),
            (["pdmp", "record", "pt-7k2mq"], ["--state", "--reference", "--finding"]),
        ]
        for (arguments, missing) in cases {
            let run = try await ToolRun.of(arguments)
            #expect(run.status == 2, "\(arguments)")
            for name in missing { #expect(run.errors.contains(name), "\(arguments): \(run.errors)") }
            #expect(run.asked.isEmpty, "\(arguments)")
        }
    }

    @Test func `changes a draft at the version it was read, and nothing where no change is named`()
        async throws
    {
        let path = "/v1/staff/prescriptions/rx-4m9xd"
        let answer = FakeProgram.Reply.answer(200, json(PathAnswers.prescription))
        let answers = ["GET \(path)": answer, "PATCH \(path)": answer]
        let run = try await ToolRun.of(
            ["prescription", "change", "rx-4m9xd", "--maximum", "60", "--standing-order", "false"],
            answers: answers)
        #expect(run.status == 0, "\(run.errors)")
        let patch = try #require(run.asked.last)
        #expect(patch.headers["if-match"] == "\"v7\"")
        #expect(patch.body == #"{"maximumMg":60,"standingOrder":false}"#)
        let empty = try await ToolRun.of(["prescription", "change", "rx-4m9xd"], answers: answers)
        #expect(empty.status == 2)
        #expect(empty.asked.isEmpty)
    }

    @Test func `drafts for a visit that is named by its handle`() async throws {
        let run = try await ToolRun.of(
            ["prescription", "draft", "co-7k2mq"],
            answers: [
                "GET /v1/staff/consults/co-7k2mq": .answer(200, json(PathAnswers.visit("completed"))),
                "POST /v1/staff/prescriptions": .answer(201, json(PathAnswers.prescription)),
            ])
        #expect(run.status == 0, "\(run.errors)")
        #expect(run.asked.last?.body == #"{"consultId":"\#(PathAnswers.consult)"}"#)
        #expect(run.asked.last?.headers["idempotency-key"] != nil)
    }

    @Test func `says with --dry-run what it would send, with the second factor masked`() async throws {
        let run = try await ToolRun.of(
            ["prescription", "sign", "rx-4m9xd", "--totp", "123456", "--dry-run"])
        #expect(run.status == 0)
        #expect(run.output.contains("POST "))
        #expect(run.output.contains("/v1/staff/prescriptions/rx-4m9xd/sign"))
        #expect(!run.output.contains("123456"))
        #expect(run.asked.isEmpty)
    }

    // MARK: Refusals

    @Test func `tells which gate is closed, with status 1`() async throws {
        let refusal = Problem(
            type: "https://lozenge.example/problems/gates_closed", title: "A gate is closed.", status: 409,
            detail: "Settle what errors names, then sign with a new Idempotency-Key.", instance: "abc",
            code: "gates_closed",
            errors: [FieldProblem(pointer: "", code: "P4", detail: "Nobody recorded a query.")])
        let answers = [
            "POST /v1/staff/prescriptions/rx-4m9xd/sign": FakeProgram.Reply.answer(409, json(refusal))
        ]
        let arguments = ["prescription", "sign", "rx-4m9xd", "--totp", "123456"]
        let run = try await ToolRun.of(arguments, answers: answers)
        #expect(run.status == 1)
        #expect(run.output.isEmpty)
        for part in ["A gate is closed", "P4", "Nobody recorded a query.", "abc"] {
            #expect(run.errors.contains(part), "\(run.errors)")
        }
        let document = try await ToolRun.of(arguments + ["--json"], answers: answers)
        #expect(try JSONDecoder().decode(Problem.self, from: Data(document.errors.utf8)) == refusal)
    }

    @Test func `ends with 3 where the role does not suffice, and with 4 where nobody answers`() async throws {
        let path = "POST /v1/staff/consults/co-7k2mq/start"
        let arguments = ["consult", "start", "co-7k2mq", "--identity", "photoId", "--state", "AZ"]
        let forbidden = try await ToolRun.of(
            arguments, answers: [path: .answer(403, problem(403, "forbidden"))])
        #expect(forbidden.status == 3)
        #expect(try await ToolRun.of(arguments, answers: [path: .hangUp]).status == 4)
    }

    // MARK: Help

    @Test func `has an example in its help, and so has every other command`() {
        func visit(_ command: any ParsableCommand.Type, _ path: [String]) {
            let configuration = command.configuration
            for child in configuration.subcommands { visit(child, path + [child._commandName]) }
            guard !path.isEmpty else { return }
            #expect(configuration.discussion.contains("Example:"), "lozenge \(path.joined(separator: " "))")
        }
        visit(LozengeCommand.self, [])
    }
}
