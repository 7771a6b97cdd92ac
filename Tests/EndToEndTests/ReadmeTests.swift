import Foundation
import Support
import Testing

/// The README's commands, run as they stand: a reader types them in this order, in one shell, in the checkout.
@Suite(.serialized) struct `What the README says to type` {
    @Test func `does what it says, from the screening to the next supply`() async throws {
        let home = try DevHome()
        let server = try await home.start(["--serve-only", "--start", "2026-03-02"])
        let readme = try Readme(at: Checkout.folder.appending(path: "README.md"))
        let run = try await Self.type(readme.commands(under: Self.sections), at: home)
        #expect(run.status == 0, "\(run.output.suffix(6000))")
        for words in Self.said {
            #expect(run.output.contains(words), "\(words) is not in \(run.output.suffix(6000))")
        }
        // A refusal is an answer as well: only the one that the text announces.
        let refusals = Set(run.output.matches(of: /"code":"([a-z_]+)","detail"/).map { String($0.1) })
        #expect(refusals == ["prescription_already_signed"])
        server.signal(SIGTERM)
        #expect(try await server.ended(within: .seconds(15)) == 0)
        try await home.remove()
    }

    private static let sections = ["One patient's path", "A day by hand"]

    /// What must be seen on the way.
    private static let said = [
        "is what was signed", "\"firstDayChosen\"", "RULES    T18", "\"kind\":\"pause\"", "see by",
        "treatment paused, cycle 1, day 5", "DECIDED  HOLD: 15 mg", "renew same", "\"state\":\"planned\"",
    ]

    /// In bash, which ends at the first command that fails.
    private static func type(_ commands: String, at home: DevHome) async throws
        -> (status: Int32, output: String)
    {
        let script = home.folder.appending(path: "readme.sh")
        try Data(commands.utf8).write(to: script)
        let shell = try RunningProgram(
            at: URL(filePath: "/bin/bash"), ["-eu", script.path],
            ["url": home.url, "XDG_CONFIG_HOME": home.folder.path], in: Checkout.folder)
        return (try await shell.ended(within: .seconds(300)), shell.output)
    }
}

/// A text in Markdown, of which indented blocks are commands.
struct Readme {
    private let lines: [Substring]

    init(at file: URL) throws {
        lines = try String(contentsOf: file, encoding: .utf8).split(
            separator: "\n", omittingEmptySubsequences: false)
    }

    /// The indented lines of these sections, in their order.
    func commands(under titles: [String]) -> String {
        var isIn = false
        var commands: [Substring] = []
        for line in lines {
            if line.hasPrefix("## ") { isIn = titles.contains(String(line.dropFirst(3))) }
            if isIn, line.hasPrefix("    ") { commands.append(line.dropFirst(4)) }
        }
        return commands.joined(separator: "\n") + "\n"
    }
}
