import Testing

@Suite struct `Swift seen without its comments and quotes` {
    private func code(_ text: String) -> [Substring] { SwiftSource(path: "A.swift", text: text).code }

    @Test(arguments: [
        ("let a = 1 // SELECT", "let a = 1          "),
        ("let a = \"SELECT\"", "let a = \"      \""),
        ("let a = \"a \\(f(\"b\")) c\"", "let a = \"   (f(\" \"))  \""),
        ("let a = #\"x\"y\"#", "let a = #\"   \"#"),
        ("/* a /* b */ c */ let a = 1", "                  let a = 1"),
        ("let a = \"\\\"\" // b", "let a = \"  \"     "),
    ])
    func `leaves code where it stands`(text: String, seen: String) {
        #expect(code(text) == [Substring(seen)])
    }

    @Test func `goes through several lines in three quotes`() {
        #expect(
            code("let a = \"\"\"\n  b // \"c\"\n  \"\"\"\nlet d = 1") == [
                "let a = \"\"\"", "          ", "  \"\"\"", "let d = 1",
            ])
    }

    @Test func `a quote in a regular expression does not swallow the next line`() {
        #expect(code("let a = /[^\"]/\nlet b = 1")[1] == "let b = 1")
    }

    @Test func `imports are read with their attributes`() {
        let source = SwiftSource(
            path: "A.swift",
            text:
                "import Foundation\n@preconcurrency import Logging\nimport struct Clocks.Instant\n// import X\nlet s = \"\nimport Y\""
        )
        #expect(source.imports.map(\.module) == ["Foundation", "Logging", "Clocks"])
        #expect(source.imports.map(\.line) == [1, 2, 3])
    }
}
