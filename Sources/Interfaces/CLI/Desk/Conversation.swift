import Foundation

/// Asks the person at the terminal for what a command line left out. Where nobody is there it never asks: the
/// command fails with everything that is missing named at once, so that a script is put right in one go.
struct Conversation {
    let terminal: Terminal

    /// Fails off a terminal if any of the named values is missing.
    func require(_ values: KeyValuePairs<String, String?>) throws(ToolFailure) {
        let missing = values.filter { $0.value == nil }.map(\.key)
        guard !terminal.interactive, !missing.isEmpty else { return }
        throw .usage("missing: \(missing.joined(separator: ", "))")
    }

    /// `value`, or what the person types; an empty line takes `usual` where there is one.
    func line(_ value: String?, _ question: String, usual: String? = nil) throws(ToolFailure) -> String {
        if let value { return value }
        while true {
            terminal.say(question + (usual.map { " [\($0)]" } ?? "") + ": ", end: "")
            guard let typed = readLine()?.trimmingCharacters(in: .whitespaces) else { throw .calledOff }
            if !typed.isEmpty { return typed }
            if let usual { return usual }
        }
    }

    /// `value`, or one of `options` by its number or word. With no options known anything is taken.
    func choice(_ value: String?, _ question: String, of options: [String]) throws(ToolFailure) -> String {
        if let value { return value }
        for (index, option) in options.enumerated() { terminal.say("  \(index + 1)  \(option.printable)") }
        while true {
            let typed = try line(nil, question)
            if let number = Int(typed), options.indices.contains(number - 1) { return options[number - 1] }
            if options.isEmpty || options.contains(typed) { return typed }
            terminal.say("Type a number from 1 to \(options.count).")
        }
    }

    /// Shows what others will notice and waits for a yes. Off a terminal, or with `--yes`, it goes on.
    func confirm(_ consequence: String, agreed: Bool) throws(ToolFailure) {
        guard terminal.interactive, !agreed else { return }
        terminal.say(consequence.printable + " Go on? [y/N] ", end: "")
        let typed = readLine()?.trimmingCharacters(in: .whitespaces).lowercased()
        guard typed == "y" || typed == "yes" else { throw .calledOff }
    }

    /// A secret typed without being shown.
    func secret(_ question: String) throws(ToolFailure) -> String {
        while true {
            terminal.say(question + ": ", end: "")
            let typed = SecretInput.read()
            terminal.say("")
            guard let typed else { throw .calledOff }
            if !typed.isEmpty { return typed }
        }
    }
}
