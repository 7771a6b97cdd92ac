import ArgumentParser
import Foundation
import Wire

/// `lozenge enrol`: takes up an invitation, or a link of `lozenged setup`, with a password and an
/// authenticator app.
struct Enrol: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Takes up an invitation: sets a password and an authenticator app.",
        discussion: """
            Example:  lozenge enrol https://care.example/enrol#7Hq2…

            In a script it takes two calls, with the password as for sign-in: the first, without --totp, shows the \
            authenticator's secret; the second completes:
                      lozenge enrol LINK --json
                      lozenge enrol LINK --password-stdin --totp 123456 [--name N --email E]
            Name and e-mail are needed with a link of lozenged setup only.
            """)

    @OptionGroup var screen: ScreenOptions
    @OptionGroup var secrets: SecretOptions

    @Flag(help: "Say what would be sent, and send nothing.")
    var dryRun = false

    @Option(help: "Your name, where the invitation has none.")
    var name: String?

    @Option(help: "Your e-mail address, where the invitation has none.")
    var email: String?

    @Argument(help: "The link: https://server/enrol#TOKEN.")
    var link: String?

    func run() async throws {
        let talk = Conversation(terminal: Terminal(plain: screen.plain))
        try talk.require(["<link>": link])
        let (server, token) = try Self.parts(of: talk.line(link, "Link"))
        let desk = try Desk(screen, server: server)
        guard !dryRun else {
            return try desk.rehearse(.ask("/v1/auth/enrolments", EnrolmentRequest(token: Desk.masked)))
        }
        // Off a terminal the call with a code is the second one; the first has shown the secret already.
        let enrolment =
            talk.terminal.interactive || secrets.totp == nil
            ? try await desk.client.send(.ask("/v1/auth/enrolments", EnrolmentRequest(token: token))) : nil
        if let enrolment, !talk.terminal.interactive { return try await desk.show(enrolment) }
        try await complete(desk, token, talk, enrolment)
    }

    private func complete(
        _ desk: Desk, _ token: String, _ talk: Conversation, _ shown: ServerAnswer?
    ) async throws {
        var name = name
        var email = email
        let given = try secrets.givenPassword()
        try talk.require(["--password-stdin or LOZENGE_PASSWORD": given])
        if let enrolment = try shown?.decoded(EnrolmentAnswer.self) {
            if enrolment.name.isEmpty { name = try talk.line(name, "Your name") }
            if enrolment.email.isEmpty { email = try talk.line(email, "Your e-mail address") }
        }
        let password = try given ?? Self.newPassword(talk)
        if let shown { try await desk.show(shown) }
        let completion = try EnrolmentCompletion(
            token: token, name: name, email: email, password: password,
            totp: secrets.totp ?? talk.line(nil, "The app's six digits"))
        var screen = try await desk.unsignedScreen()
        let answer = try await desk.client.send(.ask("/v1/auth/enrolments/complete", completion))
        guard !desk.json else { return desk.terminal.show(json: answer.body) }
        screen.text("Enrolled. Wait for the app's next code, then sign in:")
        screen.verbatim("lozenge sign-in --server \(desk.server)")
        desk.terminal.show(screen)
    }

    /// Typed twice, since nobody sees it.
    private static func newPassword(_ talk: Conversation) throws(ToolFailure) -> String {
        while true {
            let first = try talk.secret("New password")
            if try talk.secret("The same again") == first { return first }
            talk.terminal.say("The two differ.")
        }
    }

    /// The token stands behind `#`, where it reaches no server's log.
    static func parts(of link: String) throws(ToolFailure) -> (server: String, token: String) {
        let halves = link.trimmingCharacters(in: .whitespaces).split(separator: "#", maxSplits: 1)
        guard halves.count == 2, halves[0].hasSuffix("/enrol"), !halves[1].isEmpty else {
            throw .usage("this is no enrolment link; it looks like https://care.example/enrol#TOKEN")
        }
        return (String(halves[0].dropLast("/enrol".count)), String(halves[1]))
    }
}

extension Desk {
    /// What the authenticator app needs, to be typed in or scanned from the URI.
    fileprivate func show(_ answer: ServerAnswer) async throws {
        guard !json else { return terminal.show(json: answer.body) }
        let enrolment = try answer.decoded(EnrolmentAnswer.self)
        var screen = try await unsignedScreen()
        screen.fields(.init("Name", enrolment.name))
        screen.fields(.init("Roles", Role.words(enrolment.roles)))
        screen.text("Add this to your authenticator app now, by its secret or its URI:")
        screen.fields(.init("Secret", enrolment.totpSecret))
        screen.verbatim(enrolment.otpauth)
        terminal.show(screen)
    }

    /// An empty screen for somebody who has no sign-in yet; LIVE or TEST is what the program says to anybody.
    fileprivate func unsignedScreen() async throws -> Screen {
        let program = try await client.send(.get("/v1/program")).decoded(ProgramAnswer.self)
        var screen = Screen(head: Head(environment: program.environment, server: server.name))
        screen.rule()
        return screen
    }
}
