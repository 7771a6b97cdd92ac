import ArgumentParser
import Foundation

/// `lozenge`: the care team's tool.
@main
struct LozengeCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "lozenge",
        abstract: "The care team's tool: the queue, patients' charts, colleagues' access.",
        discussion: """
            Start with:    lozenge sign-in --server https://care.example
            Then:          lozenge queue

            Wherever an item, a patient or a colleague is named, its handle (wi-q3f8k, pt-7k2mq, st-4m9xd), its id or \
            its row number in the last list will do.

            Exit status:   0 done, 1 refused, 2 usage, 3 not signed in or not allowed, 4 server unreachable.
            Environment:   LOZENGE_SERVER, LOZENGE_PASSWORD, LOZENGE_CA_FILE, NO_COLOR, COLUMNS, XDG_CONFIG_HOME.
            Completion:    lozenge --generate-completion-script bash > ~/.local/share/bash-completion/completions/lozenge
                           (zsh and fish likewise)
            """,
        subcommands: [
            QueueCommands.self, PatientCommands.self, StaffCommands.self, ProgramCommands.self, SignIn.self,
            SignOut.self, WhoAmI.self, Enrol.self,
        ])

    static func main() async { Foundation.exit(await status(of: Array(CommandLine.arguments.dropFirst()))) }
}
