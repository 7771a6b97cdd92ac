import Foundation
import Testing

@Suite struct `Where things live` {
    /// What SwiftPM leaves there and git ignores.
    private static let notOurs: Set<String> = ["Package.resolved"]

    @Test func `the top level has these entries and no other`() throws {
        let entries = try FileManager.default.contentsOfDirectory(
            atPath: House.root.path(percentEncoded: false)
        )
        .filter { !$0.hasPrefix(".") }
        #expect(
            Set(entries).subtracting(Self.notOurs)
                == ["Package.swift", "Sources", "Tests", "Schema", "Deploy", "README.md"])
    }

    @Test func `no file has more than 500 lines`() throws {
        let long = try House.swiftFiles().filter { $0.lines.count > 501 }
        #expect(long.map { "\($0.path): \($0.lines.count - 1) lines" } == [])
    }

    @Test func `half of the program's files are under 100 lines, nine in ten under 250`() throws {
        let lengths = try House.swiftFiles().filter { $0.path.hasPrefix("Sources/") }.map(\.lines.count)
            .sorted()
        try #require(!lengths.isEmpty)
        #expect(lengths[lengths.count / 2] < 100)
        #expect(lengths[lengths.count * 9 / 10] < 250)
    }

    @Test func `no file is named after nothing`() throws {
        let vague = try House.swiftFiles().map(\.path).filter { path in
            path.contains(/(Utils?|Utilit(y|ies)|Helpers?|Common|Manager|Impl|New|Misc|Extensions)\.swift$/)
        }
        #expect(vague == [])
    }

    /// A type hides its module of the same name, and nothing of the module can be named in full any more. CarePath
    /// may: it is the module's one door, and none of its other types shares a name with a type elsewhere.
    @Test func `no type has the name of a module`() throws {
        let modules = Set(FloorPlan.all.keys).subtracting(["CarePath"]).joined(separator: "|")
        let declaration = try Regex(#"\b(struct|class|enum|actor|protocol|typealias) (\#(modules))\b"#)
            .wordBoundaryKind(.simple)
        let breaches = try House.swiftFiles().flatMap { source in
            source.code.enumerated().compactMap { index, line in
                line.contains(declaration)
                    ? Breach(path: source.path, line: index + 1, words: "a module has this name") : nil
            }
        }
        #expect(breaches == [])
    }

    @Test func `migrations are numbered without gaps and named after their stage`() throws {
        let names = House.files(under: "Schema/migrations", endingIn: "").map {
            String($0.split(separator: "/")[2])
        }
        try #require(!names.isEmpty)
        #expect(names.filter { $0.wholeMatch(of: /\d{4}_[a-z0-9]+(_[a-z0-9]+)*\.sql/) == nil } == [])
        #expect(names.compactMap { Int($0.prefix(4)) } == Array(1...names.count))
    }

    @Test func `migrations ask no clock`() throws {
        for path in House.files(under: "Schema/migrations", endingIn: ".sql") {
            let lines = try House.text(of: path).split(separator: "\n", omittingEmptySubsequences: false)
            for (index, line) in lines.enumerated() {
                let statement = line.range(of: "--").map { line[..<$0.lowerBound] } ?? line
                #expect(
                    !statement.contains(/(?i)now\(\)|current_timestamp|current_date/), "\(path):\(index + 1)")
            }
        }
    }

    @Test(arguments: ["Deploy/run", "Deploy/test", "Deploy/bench", "Deploy/failover-drill", ".ci/run"])
    func `scripts can be run`(path: String) {
        #expect(
            FileManager.default.isExecutableFile(
                atPath: House.root.appending(path: path).path(percentEncoded: false)))
    }
}
