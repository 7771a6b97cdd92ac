import ArgumentParser
import Wire

/// `lozenge program`: where and in which words the program works today.
struct ProgramCommands: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "program", abstract: "What the program is set to today.",
        discussion: "Example:  lozenge program show", subcommands: [Show.self], defaultSubcommand: Show.self)

    struct Show: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Shows the states served, the languages and the versions of the rules in force.",
            discussion: "Example:  lozenge program show --server https://care.example   (no sign-in needed)")

        @OptionGroup var screen: ScreenOptions

        func run() async throws {
            let desk = try Desk(screen)
            let answer = try await desk.client.send(.get("/v1/program"))
            guard !desk.json else { return desk.terminal.show(json: answer.body) }
            let program = try answer.decoded(ProgramAnswer.self)
            var screen = try await head(desk, program)
            screen.rule()
            screen.fields(
                .init("Version", program.version),
                .init("Languages", program.languages.joined(separator: ", ")))
            screen.fields(.init("States", program.states.joined(separator: ", ")))
            screen.fields(
                .init(
                    "In force",
                    program.versions.sorted { $0.key < $1.key }.map { "\($0.key) \($0.value)" }.joined(
                        separator: ", ")))
            screen.fields(
                .init(
                    "Crisis",
                    "call \(program.crisis.call), text \(program.crisis.text), emergency \(program.crisis.emergency)"
                ))
            desk.terminal.show(screen)
        }

        /// Names who is signed in where somebody is; the facts themselves are anybody's.
        private func head(_ desk: Desk, _ program: ProgramAnswer) async throws -> Screen {
            do {
                if let reader = try await desk.reader() { return reader.screen() }
            } catch ToolFailure.notSignedIn {
                // The head says so.
            }
            return Screen(head: Head(environment: program.environment, server: desk.server.name))
        }
    }
}
