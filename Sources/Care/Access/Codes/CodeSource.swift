/// Where the six digits of a one-time code come from.
package protocol CodeSource: Sendable {
    /// The next code to send: six digits.
    func next() -> String
}

/// Digits nobody can foresee, from the system's secure generator: the only source outside of `lozenged dev`.
package struct RandomCodes: CodeSource {
    package init() {}

    package func next() -> String {
        let digits = String(UInt32.random(in: 0..<1_000_000))
        return String(repeating: "0", count: 6 - digits.count) + digits
    }
}

/// The same code every time, printed beside the made-up people of `lozenged dev`. Never chosen by anything else.
package struct FixedCode: CodeSource {
    private let code: String

    package init(_ code: String = "000000") { self.code = code }

    package func next() -> String { code }
}
