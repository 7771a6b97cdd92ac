import ArgumentParser

/// The program that runs Lozenge: one executable, one command for each way to run it.
@main
struct LozengedCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "lozenged",
        abstract: "Runs Lozenge: the server, its workers, and everything an installation needs.",
        discussion: """
            To try it out: lozenged dev
            For patients:  lozenged migrate, lozenged check, lozenged setup, then lozenged serve and lozenged work,
            with settings from the environment (LOZENGE_…) or the file that LOZENGE_SETTINGS_FILE names.
            """,
        subcommands: [
            DevCommand.self, ServeCommand.self, WorkCommand.self, MigrateCommand.self, CheckCommand.self,
            SetupCommand.self, SandboxCommand.self, CohortCommand.self, AuditCommand.self,
            TitrationCommand.self, IntakeCommand.self,
        ])
}
