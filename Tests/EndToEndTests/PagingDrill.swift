import Clocks
import EmbeddedPostgres
import Foundation
import Outbound
import Postgres
import Support
import Testing
import Wire

/// A flag of severity 1 while the program is killed: its page is never lost, and stands once for its step.
@Suite(.serialized) struct `A page whose worker is killed` {
    /// The text has gone out, the carrier does not answer, and the program dies before it could note that.
    @Test func `goes out all the same, once for its step, and the next step in its time`() async throws {
        let home = try DevHome()
        let partners = home.folder.appending(path: "partners")
        let sandbox = try RunningProgram(
            "lozenged",
            ["sandbox", "--data", partners.path, "--clock", home.folder.path, "--webhooks", home.url])
        try await sandbox.prints(/pharmacy at/)
        let options = ["--serve-only", "--sandbox", partners.path, "--start", "2026-03-02"]
        let first = try await home.start(options)
        let client = Client()
        let navigator = try home.person(role: "careNavigator")
        let desk = Desk(server: home.url, folder: home.folder, password: navigator.password ?? "")
        let clock: DevClockAnswer = try await client.get("\(home.url)/dev/clock")
        try await desk.signIn(navigator.email, navigator.totpSecret ?? "", at: Instant(rfc3339: clock.now))
        let queue = try await desk.json(["queue", "list"], as: QueueAnswer.self)
        let patient = try #require(queue.items.compactMap(\.patient).first)

        let texts = try #require(sandbox.output.firstMatch(of: /text messages at (http:\/\/[0-9.:]+)/))
        let fault = Data(#"{"operation":"text.send","kind":"timeoutAfterSuccess"}"#.utf8)
        #expect(try await client.send(.post, "\(texts.1)/control/faults", body: fault).status == 201)
        let flag = try await desk.json(
            ["flag", "raise", patient.handle, "--severity", "1", "--reason", "Sounded confused.", "--yes"],
            as: FlagAnswer.self)
        func pages() async throws -> [SunkMessage] {
            let page: Page<SunkMessage> = try await client.get("\(home.url)/dev/messages?limit=1000")
            return page.items.filter { $0.body.contains(flag.handle) }
        }
        try await eventually(within: .seconds(30), "the page is out") { try await pages().count == 1 }
        first.signal(SIGKILL)
        try await first.ended()

        let second = try await home.start(options)
        func sheet() async throws -> FlagSheetAnswer {
            try await desk.json(["flag", "show", flag.handle], as: FlagSheetAnswer.self)
        }
        func advance(_ minutes: Int) async throws {
            let clock: DevClockAnswer = try await client.get("\(home.url)/dev/clock")
            let now = try #require(Instant(rfc3339: clock.now))
            let _: DevClockAnswer = try await client.post(
                "\(home.url)/dev/clock/advance", AdvanceRequest(to: (now + .minutes(minutes)).rfc3339),
                status: 200)
        }
        try await eventually(within: .seconds(90), "the page is noted as sent") {
            try await advance(1)
            return try await sheet().alarms.first?.pages.first?.state == "sent"
        }
        #expect(try await sheet().alarms.count(where: { $0.step == 1 }) == 1)
        #expect(Set(try await pages().prefix(2).map(\.body)).count == 1)
        try await advance(15)
        let later = try await sheet()
        #expect(later.alarms.map(\.step) == Array(1...later.alarms.count))
        #expect(later.alarms.prefix(2).map(\.level) == ["onCall", "backup"])
        #expect(Set(later.alarms.prefix(2).flatMap(\.pages).map(\.person.name)).count == 2)
        #expect(try await desk.run(["flag", "acknowledge", flag.handle, "--yes"]).status == 0)
        let seen = try await sheet().alarms.count
        try await advance(60)
        #expect(try await sheet().alarms.count == seen)
        #expect(try await desk.run(["rota", "gaps"]).output.contains("Somebody is on call until"))

        second.signal(SIGTERM)
        #expect(try await second.ended(within: .seconds(20)) == 0)
        sandbox.signal(SIGTERM)
        try await sandbox.ended(within: .seconds(20))
        try await home.remove()
    }
}

extension Desk {
    /// What a command prints with `--json`.
    fileprivate func json<Answer: Decodable>(_ arguments: [String], as type: Answer.Type) async throws
        -> Answer
    {
        let run = try await run(arguments + ["--json"])
        guard run.status == 0 else { throw RunningProgram.Ended(status: run.status, output: run.output) }
        return try JSONDecoder().decode(type, from: Data(run.output.utf8))
    }
}
