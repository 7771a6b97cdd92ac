import Foundation
import Testing
import Wire

@testable import lozenge

/// The commands for people's changes, as somebody of the care team meets them.
@Suite struct `A command for what changes of a person` {
    private static let moves = "/v1/staff/patients/pt-7k2mq/moves"

    private static let preview = MoveAnswer(
        id: nil, state: "NY", timeZone: "America/New_York", effectiveFrom: "2026-12-01", inForce: false,
        consequences: [
            .init(code: "visitCancelled", words: "A visit will be cancelled.", subject: "co-7k2mq", at: nil)
        ], seen: "9f86d081884c7d65")

    private static let arguments = [
        "patient", "move", "pt-7k2mq", "--street", "4 Elm Street", "--city", "Albany", "--state", "ny",
        "--zip",
        "12207", "--from", "2026-12-01",
    ]

    @Test func `shows what comes of a move and changes nothing in a rehearsal`() async throws {
        let run = try await ToolRun.of(
            Self.arguments + ["--dry-run"],
            answers: ["POST \(Self.moves)/preview": .answer(200, json(Self.preview))])
        #expect(run.status == 0, "\(run.errors)")
        #expect(run.output.contains("A visit will be cancelled. (co-7k2mq)"))
        #expect(run.asked.map(\.line).allSatisfy { $0.contains("/preview") })
    }

    @Test func `saves a move with the sign of what was shown`() async throws {
        var saved = Self.preview
        saved.id = "0197a3c2-5d10-7c4e-9a61-3f0f5b1c2d3e"
        let run = try await ToolRun.of(
            Self.arguments + ["--yes"],
            answers: [
                "POST \(Self.moves)/preview": .answer(200, json(Self.preview)),
                "POST \(Self.moves)": .answer(201, json(saved)),
            ])
        #expect(run.status == 0, "\(run.errors)")
        #expect(run.output.contains("Moved to NY: counts from 2026-12-01."))
        #expect(run.asked.last?.body.contains("9f86d081884c7d65") == true)
    }

    @Test func `lists requests by their legal date`() async throws {
        let request = PatientRequestAnswer(
            id: "1", handle: "rq-7k2mq", patient: "pt-7k2mq", kind: "records", state: "open", detail: nil,
            receivedAt: "2026-11-21T16:14:05Z", dueOn: "2026-12-21", basis: "hipaa-access-2013",
            extended: true, extensionReason: nil, outcome: nil, answer: nil, resolvedAt: nil)
        let run = try await ToolRun.of(
            ["request", "list"],
            answers: ["GET /v1/staff/requests": .answer(200, json(Page(items: [request])))])
        #expect(run.status == 0, "\(run.errors)")
        #expect(run.output.contains("rq-7k2mq"))
        #expect(run.output.contains("2026-12-21 (extended)"))
    }

    @Test func `names everything that is missing where nobody can be asked, and sends nothing`() async throws
    {
        let cases: [(arguments: [String], missing: [String])] = [
            (["patient", "move", "pt-7k2mq"], ["--street", "--city", "--state", "--zip", "--from"]),
            (["patient", "correct", "pt-7k2mq"], ["--document", "--note"]),
            (["patient", "merge", "propose", "pt-7k2mq"], ["--into", "--reason"]),
            (["patient", "recover", "pt-7k2mq"], ["--reason"]),
            (["request", "resolve", "rq-7k2mq"], ["--outcome", "--answer"]),
        ]
        for (arguments, missing) in cases {
            let run = try await ToolRun.of(arguments)
            #expect(run.status == 2, "\(arguments)")
            for name in missing { #expect(run.errors.contains(name), "\(arguments): \(run.errors)") }
            #expect(run.asked.isEmpty, "\(arguments)")
        }
    }
}
