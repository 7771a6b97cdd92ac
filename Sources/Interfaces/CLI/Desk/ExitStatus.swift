import ArgumentParser
import Foundation

extension LozengeCommand {
    /// Runs one command line and says how it went: `ToolFailure` has the meaning of each status. What went
    /// wrong is told on standard error in sentences, and with `--json` a refusal as the server's own problem
    /// document.
    static func status(of arguments: [String]) async -> Int32 {
        do {
            var command = try await asyncParseAsRoot(arguments)
            if var waiting = command as? any AsyncParsableCommand {
                try await waiting.run()
            } else {
                try command.run()
            }
            return 0
        } catch let failure as ToolFailure {
            let words =
                if case .refused(_, let document) = failure, arguments.contains("--json") {
                    String(decoding: document, as: UTF8.self)
                } else {
                    "lozenge: \(failure.words)"
                }
            Terminal.put(words + "\n", on: .standardError)
            return failure.exitStatus
        } catch {
            // ArgumentParser's own: help and completion scripts are answers, anything else is a usage error, for
            // which it has 64 and this tool 2.
            let asked = exitCode(for: error) == .success
            Terminal.put(fullMessage(for: error) + "\n", on: asked ? .standardOutput : .standardError)
            return asked ? 0 : exitCode(for: error) == .validationFailure ? 2 : 1
        }
    }
}
