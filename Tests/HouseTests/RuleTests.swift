import Testing

@Suite struct `The habits of the house` {
    @Test(arguments: Rule.all) func `is kept in every file`(rule: Rule) throws {
        let breaches = try House.swiftFiles().flatMap { try rule.breaches(in: $0) }
        #expect(breaches == [])
    }

    @Test(arguments: Rule.all) func `catches what it is for, and nothing else`(rule: Rule) throws {
        let path = try #require(
            [
                "Sources/Care/Patients/Patient.swift", "Sources/Care/Patients/Patient+SQL.swift",
                "Tests/X/XTests.swift",
            ]
            .first(where: rule.holds))
        #expect(try rule.breaches(in: SwiftSource(path: path, text: rule.catches)).count == 1)
        #expect(try rule.breaches(in: SwiftSource(path: path, text: rule.spares)) == [])
    }

    @Test(arguments: Rule.all) func `its exceptions still exist`(rule: Rule) throws {
        let paths = Set(try House.swiftFiles().map(\.path))
        #expect(Set(rule.except.keys).subtracting(paths) == [])
    }

    @Test func `what the compiler cannot check says above it which lock or thread holds it`() throws {
        let breaches = try House.swiftFiles().filter { Places.outsideTheseRules($0.path) }.flatMap(
            Self.unexplained)
        #expect(breaches == [])
    }

    @Test func `an unexplained promise to the compiler is found`() {
        let text = "final class Pool: @unchecked Sendable {}"
        #expect(Self.unexplained(in: SwiftSource(path: "A.swift", text: text)).count == 1)
        #expect(
            Self.unexplained(in: SwiftSource(path: "A.swift", text: "// `lock` guards all of it.\n" + text))
                == [])
    }

    @Test func `what other targets use says what it is for`() throws {
        let breaches = try House.swiftFiles().flatMap(Self.undocumented)
        #expect(breaches == [])
    }

    @Test func `a type without a word of explanation is found`() {
        let text = "package struct Order {}"
        #expect(Self.undocumented(in: SwiftSource(path: "A.swift", text: text)).count == 1)
        #expect(
            Self.undocumented(in: SwiftSource(path: "A.swift", text: "/// A fill's way.\n@frozen\n" + text))
                == [])
    }

    private static func unexplained(in source: SwiftSource) -> [Breach] {
        source.code.enumerated().compactMap { index, line in
            guard line.contains(/@unchecked Sendable|nonisolated\(unsafe\)/) else { return nil }
            var above = index - 1
            while above >= 0, source.code[above].contains(/@unchecked Sendable|nonisolated\(unsafe\)/) {
                above -= 1
            }
            guard above < 0 || !source.lines[above].contains(/^\s*\/\//) else { return nil }
            return Breach(
                path: source.path, line: index + 1, words: "say which lock or thread makes this safe")
        }
    }

    private static func undocumented(in source: SwiftSource) -> [Breach] {
        source.code.enumerated().compactMap { index, line in
            guard line.hasPrefix("package "),
                line.contains(/^package (final )?(struct|class|enum|actor|protocol|func|typealias)\s/)
            else { return nil }
            var above = index - 1
            while above >= 0, source.lines[above].hasPrefix("@") { above -= 1 }
            guard above < 0 || !source.lines[above].hasPrefix("///") else { return nil }
            return Breach(path: source.path, line: index + 1, words: "say what this is for")
        }
    }
}
