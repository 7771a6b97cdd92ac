import Foundation
import Testing
import Wire

@testable import lozenge

/// The commands of daily life, as a person at a terminal or a script at night meets them.
@Suite struct `A command of daily life` {
    private static let path = "GET /v1/staff/patients/pt-7k2mq"

    private static let answers: [String: FakeProgram.Reply] = [
        "\(path)/decisions": .answer(200, json(Page(items: [CourseAnswers.decision]))),
        "\(path)/progress": .answer(200, json(CourseAnswers.progress)),
        "\(path)/check-ins": .answer(200, json(Page(items: [CourseAnswers.checkIn]))),
        "GET /v1/staff/dose-changes": .answer(200, json(Page(items: [CourseAnswers.change]))),
    ]

    @Test(arguments: [60, 80]) func `shows a screen that keeps to the terminal`(columns: Int) async throws {
        for arguments in [["dose", "offers"], ["checkin", "list", "pt-7k2mq"]] {
            let run = try await ToolRun.of(arguments, columns: columns, answers: Self.answers)
            #expect(run.status == 0, "\(arguments): \(run.errors)")
            for line in run.lines { #expect(line.columns <= columns, "\(arguments): \(line)") }
            let plain = try await ToolRun.of(arguments + ["--plain"], answers: Self.answers)
            #expect(!plain.output.contains("---"), "\(arguments)")
            let document = try await ToolRun.of(arguments + ["--json"], answers: Self.answers)
            #expect(document.output.hasPrefix("{"), "\(arguments)")
        }
    }

    @Test func `explains a dose rule by rule, with the week before it`() throws {
        let me = StaffAnswer(
            id: "1", handle: "st-4m9xd", name: "Ana Ruiz", roles: ["careNavigator"], environment: "test",
            now: "2026-11-21T16:14:05Z")
        let reader = try Reader(me, server: ServerAddress("https://care.example"))
        var screen = reader.screen()
        reader.show(CourseAnswers.decision, on: &screen)
        let lines = screen.lines(in: Layout(width: 80))
        #expect(
            lines.contains {
                $0.hasPrefix("DECIDED") && $0.contains("HOLD: 45 mg (1½ lozenges of 30 mg) on Sun 22 Nov")
            })
        #expect(lines.contains { $0.hasPrefix("RULES") && $0.contains("T6  Urinary symptoms") })
        #expect(lines.contains { $0.contains("T14  There are too few days") })
        #expect(lines.contains { $0.hasPrefix("NO RISE") && $0.contains("before Wed 2 Dec") })
    }

    @Test func `names everything that is missing where nobody can be asked, and sends nothing`() async throws
    {
        let cases: [(arguments: [String], missing: [String])] = [
            (["dose", "set", "pt-7k2mq"], ["--mg", "--from", "--reason"]),
            (["dose", "deny", "1"], ["--reason"]),
            (["treatment", "resume", "pt-7k2mq", "--mg", "30"], ["--from", "--reason"]),
            (["treatment", "pause", "pt-7k2mq"], ["--reason"]),
            (["checkin", "record", "pt-7k2mq"], ["--taken"]),
        ]
        for (arguments, missing) in cases {
            let run = try await ToolRun.of(arguments)
            #expect(run.status == 2, "\(arguments)")
            for name in missing { #expect(run.errors.contains(name), "\(arguments): \(run.errors)") }
            #expect(run.asked.isEmpty, "\(arguments)")
        }
    }

    @Test func `rehearses what it would send`() async throws {
        let cases: [([String], String)] = [
            (
                [
                    "dose", "set", "pt-7k2mq", "--mg", "30", "--every", "2", "--from", "2026-12-13",
                    "--reason", "x",
                ],
                #""body":{"doseMg":30,"everyDays":2,"from":"2026-12-13","reason":"x"}"#
            ),
            (
                ["treatment", "pause", "pt-7k2mq", "--reason", "x", "--wished-by", "patient"],
                #""body":{"reason":"x","wishedBy":"patient"}"#
            ),
            (
                [
                    "checkin", "record", "pt-7k2mq", "--taken", "planned", "--effect", "nausea=1",
                    "--pressure", "118/76",
                    "--self-harm", "--asq", "no,no,no,no",
                ],
                #""effects":{"nausea":1},"selfHarm":true,"taken":"planned""#
            ),
        ]
        for (arguments, body) in cases {
            let run = try await ToolRun.of(arguments + ["--dry-run", "--json"])
            #expect(run.status == 0 && run.output.contains(body), "\(run.output) \(run.errors)")
            #expect(run.asked.isEmpty)
        }
        let wrong = try await ToolRun.of([
            "checkin", "record", "pt-7k2mq", "--taken", "planned", "--effect", "nausea",
        ])
        #expect(wrong.status == 2 && wrong.errors.contains("nausea=1"))
    }
}
