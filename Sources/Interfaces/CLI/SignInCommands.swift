import ArgumentParser
import Foundation
import Wire

/// `lozenge sign-in`: opens a session at a server and keeps its tokens on this computer.
struct SignIn: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Signs in with password and authenticator app.",
        discussion: """
            Example:  lozenge sign-in --server https://care.example --email ana@care.example

            In a script the password comes from LOZENGE_PASSWORD or, with --password-stdin, from standard input:
                      pass care | lozenge sign-in --email ana@care.example --password-stdin --totp 123456
            """)

    @OptionGroup var screen: ScreenOptions
    @OptionGroup var secrets: SecretOptions

    @Flag(help: "Say what would be sent, and send nothing.")
    var dryRun = false

    @Option(help: "Your e-mail address.")
    var email: String?

    func run() async throws {
        let last = try LastSignIn.load(from: ConfigFolder())
        let talk = Conversation(terminal: Terminal(plain: screen.plain))
        let known = screen.server ?? ProcessInfo.processInfo.environment["LOZENGE_SERVER"] ?? last?.server
        let givenPassword = try secrets.givenPassword()
        try talk.require([
            "--server": known, "--email": email, "--password-stdin or LOZENGE_PASSWORD": givenPassword,
            "--totp": secrets.totp,
        ])
        let usual = screen.server == nil ? last : nil
        let server =
            if let known, !talk.terminal.interactive || screen.server != nil { known } else {
                try talk.line(nil, "Server (https://…)", usual: known)
            }
        let desk = try Desk(screen, server: server)
        let email = try talk.line(email, "E-mail", usual: usual?.email)
        guard !dryRun else {
            let hidden = TokenRequest.password(email: email, password: Desk.masked, totp: Desk.masked)
            return try desk.rehearse(.ask("/v1/auth/token", hidden))
        }
        let request = try TokenRequest.password(
            email: email, password: givenPassword ?? talk.secret("Password"),
            totp: secrets.totp ?? talk.secret("Authenticator code"))
        try await desk.signIn(request)
        try LastSignIn(server: desk.server.description, email: email).save(to: desk.folder)
        try await desk.showWhoAmI("Signed in, until lozenge sign-out.")
    }
}

/// `lozenge sign-out`: ends the session, here and at the server.
struct SignOut: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Signs out on this computer, or everywhere.",
        discussion: "Example:  lozenge sign-out --everywhere")

    @OptionGroup var screen: ScreenOptions
    @OptionGroup var change: ChangeOptions

    @Flag(help: "End all of your sessions, on other computers too.")
    var everywhere = false

    func run() async throws {
        let desk = try Desk(screen)
        let call = ServerCall.change("/v1/auth/revoke", RevokeRequest(everywhere: everywhere))
        guard !change.dryRun else { return try desk.rehearse(call) }
        if everywhere {
            try desk.conversation.confirm("This ends your sessions on every computer.", agreed: change.yes)
        }
        var screen = try desk.keptScreen()
        do {
            _ = try await desk.send(call)
        } catch ToolFailure.notSignedIn {
            // The session had ended by itself: what was asked for is the case.
        } catch ToolFailure.refused(let problem, _) where problem.status == 401 {
            // Likewise.
        } catch {
            try await desk.forgetSignIn()
            desk.terminal.say(
                "The tokens on this computer are deleted, but \(desk.server.name) could not be told.")
            throw error
        }
        try await desk.forgetSignIn()
        guard !desk.json else { return }
        screen.text(everywhere ? "Signed out, everywhere." : "Signed out.")
        desk.terminal.show(screen)
    }
}

/// `lozenge whoami`: who is signed in where.
struct WhoAmI: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "whoami", abstract: "Says who is signed in, where, and with which roles.",
        discussion: "Example:  lozenge whoami --json")

    @OptionGroup var screen: ScreenOptions

    func run() async throws { try await Desk(screen).showWhoAmI() }
}

extension Desk {
    /// Exchanges the credentials for tokens and keeps them; a session kept for this server before is
    /// replaced.
    fileprivate func signIn(_ request: TokenRequest) async throws {
        let answer = try await client.send(.ask("/v1/auth/token", request)).decoded(TokenAnswer.self)
        guard answer.account.kind == "staff" else {
            throw ToolFailure.notSignedIn("This is a patient's account; lozenge is the care team's tool.")
        }
        try await store.locked { try store.save(Session(answer, server: server)) }
    }

    /// Removes the tokens and the last list of this server from this computer.
    fileprivate func forgetSignIn() async throws {
        try await store.locked { try store.forget() }
        try LastList.forget(in: folder, for: server)
    }

    fileprivate func showWhoAmI(_ news: String? = nil) async throws {
        let answer = try await send(.get("/v1/staff/me"))
        guard !json else { return terminal.show(json: answer.body) }
        let reader = try Reader(answer.decoded(StaffAnswer.self), server: server)
        var screen = reader.screen()
        screen.rule()
        if let news { screen.text(news) }
        screen.fields(.init("Name", reader.me.name), .init("Handle", reader.me.handle))
        screen.fields(.init("Roles", Role.words(reader.me.roles)))
        screen.fields(.init("Server", server.description))
        terminal.show(screen)
    }
}
