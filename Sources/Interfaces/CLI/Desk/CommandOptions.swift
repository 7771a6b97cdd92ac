import ArgumentParser

/// What every command takes.
struct ScreenOptions: ParsableArguments {
    @Option(help: ArgumentHelp("The server; the last sign-in's where left out.", valueName: "url"))
    var server: String?

    @Flag(help: "Print the server's own JSON.")
    var json = false

    @Flag(help: "Print label: value, without columns and color, for a screen reader.")
    var plain = false
}

/// What every command takes that changes something.
struct ChangeOptions: ParsableArguments {
    @Flag(help: "Say what would be sent, and send nothing.")
    var dryRun = false

    @Flag(name: .shortAndLong, help: "Do not ask whether to go on.")
    var yes = false
}
