import ArgumentParser
import Foundation

/// Where the password and the authenticator's code come from: a person, or a script that never puts a
/// password on a command line, where every other process could read it.
struct SecretOptions: ParsableArguments {
    @Flag(help: "Read the password from the first line of standard input.")
    var passwordStdin = false

    @Option(
        help: ArgumentHelp("The authenticator app's six digits; asked for on a terminal.", valueName: "code"))
    var totp: String?

    /// The password from standard input, from `LOZENGE_PASSWORD`, or `nil` where it must be asked for.
    func givenPassword() throws(ToolFailure) -> String? {
        if passwordStdin {
            guard let line = readLine(), !line.isEmpty else {
                throw .usage("--password-stdin: standard input has no password")
            }
            return line
        }
        return ProcessInfo.processInfo.environment["LOZENGE_PASSWORD"].flatMap { $0.isEmpty ? nil : $0 }
    }
}
