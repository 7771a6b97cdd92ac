import Clocks
import EmbeddedPostgres
import Foundation
import Support
import Testing
import Wire

/// `lozenged dev`, as somebody tries it: serving, killed, started again, and taking a cohort through.
@Suite(.serialized) struct `The program on one machine` {
    @Test func `serves the care team, and survives being killed`() async throws {
        let home = try DevHome()
        let first = try await home.start(["--serve-only"])
        let client = Client()
        let before: DevClockAnswer = try await client.get("\(home.url)/dev/clock")

        let navigator = try home.person(role: "careNavigator")
        let desk = Desk(server: home.url, folder: home.folder, password: navigator.password ?? "")
        try await desk.signIn(navigator.email, navigator.totpSecret ?? "", at: Instant(rfc3339: before.now))
        let list = try await desk.run(["queue", "list", "--json"])
        let queue = try JSONDecoder().decode(QueueAnswer.self, from: Data(list.output.utf8))
        let item = try #require(queue.items.first { $0.kind == "screeningReview" })
        let patient = try #require(item.patient)

        #expect(try await desk.run(["queue", "claim", item.handle]).status == 0)
        let shown = try await desk.run(["patient", "show", patient.handle])
        #expect(shown.status == 0 && shown.output.contains(patient.name))
        let found = try await desk.run([
            "patient", "find", String(patient.name.split(separator: " ")[0]), "--json",
        ])
        #expect(found.output.contains(patient.handle))
        // A dry run changes nothing; an outcome that does not exist is refused.
        let resolve = ["queue", "resolve", item.handle, "--note", "Spoke with them.", "--yes", "--outcome"]
        #expect(try await desk.run(resolve + ["accepted", "--dry-run"]).status == 0)
        #expect(try await desk.run(resolve + ["perhaps"]).status == 1)
        #expect(try await desk.run(resolve + ["accepted"]).status == 0)

        first.signal(SIGKILL)
        try await first.ended()
        let second = try await home.start(["--serve-only"])
        let after: DevClockAnswer = try await client.get("\(home.url)/dev/clock")
        #expect(after.now >= before.now)
        let again = try await desk.run(["queue", "show", item.handle, "--json"])
        #expect(again.output.contains("\"resolved\""))
        second.signal(SIGTERM)
        #expect(try await second.ended(within: .seconds(15)) == 0)
        try await home.remove()
    }

    @Test func `takes a cohort through, and every check holds`() async throws {
        let home = try DevHome()
        let table = home.folder.appending(path: "table.json")
        let program = try RunningProgram(
            "lozenged",
            [
                "dev", "--once", "--patients", "20", "--port", "\(home.port)", "--data", home.folder.path,
                "--json", table.path,
            ])
        #expect(try await program.ended(within: .seconds(240)) == 0, "\(program.output.suffix(3000))")
        #expect(FileManager.default.fileExists(atPath: table.path))
        try await home.remove()
    }
}

/// A data folder of its own for one run of `lozenged dev`.
struct DevHome {
    let folder: URL
    let port: Int
    var url: String { "http://127.0.0.1:\(port)" }

    init() throws {
        folder = FileManager.default.temporaryDirectory.appending(path: "lozenge-dev-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        port = try FreePort.find()
    }

    func start(_ options: [String]) async throws -> RunningProgram {
        let program = try RunningProgram(
            "lozenged", ["dev", "--port", "\(port)", "--data", folder.path] + options)
        try await program.prints(/Ctrl-C stops it/, within: .seconds(120))
        return program
    }

    struct Person: Decodable {
        let stage, email: String
        let password, totpSecret: String?
    }

    /// How somebody of the made-up care team signs in.
    func person(role: String) throws -> Person {
        struct Sheet: Decodable { let staff: [Person] }
        let sheet = try JSONDecoder().decode(
            Sheet.self, from: Data(contentsOf: folder.appending(path: "people.json")))
        return try #require(sheet.staff.first { $0.stage.split(separator: ",").contains(Substring(role)) })
    }

    /// Removes the database of this run, too.
    func remove() async throws {
        try await PrivateCluster(at: .program(dataFolder: folder)).destroy()
        try FileManager.default.removeItem(at: folder)
    }
}
