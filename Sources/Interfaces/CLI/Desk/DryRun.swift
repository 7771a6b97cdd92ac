import Foundation
import Wire

extension Desk {
    /// `--dry-run`: the request as it would have gone out. Nothing is sent, not even the question who is
    /// signed in; what the head says comes from the kept sign-in. Values that must not be seen arrive here
    /// already masked.
    func rehearse(_ call: ServerCall) throws(ToolFailure) {
        let url = server.description + call.target
        let body = call.body.map { String(decoding: $0, as: UTF8.self) }
        guard !json else {
            let document =
                #"{"dryRun":true,"method":"\#(call.method.rawValue)","url":"\#(url)","body":\#(body ?? "null")}"#
            return terminal.show(json: Data(document.utf8))
        }
        var screen = try keptScreen()
        screen.text("Would send (nothing was sent):")
        screen.verbatim("\(call.method.rawValue) \(url)")
        if let body { screen.verbatim(body) }
        terminal.show(screen)
    }

    /// An empty screen whose head says what the kept sign-in knows, for when the server is not to be asked.
    func keptScreen() throws(ToolFailure) -> Screen {
        let session = try store.load()
        var screen = Screen(
            head: Head(
                environment: session?.environment, server: server.name,
                person: session.map { "\($0.account.handle), \(Role.words($0.account.roles))" }))
        screen.rule()
        return screen
    }

    /// Stands where a password or a code would be, in what `--dry-run` shows.
    static var masked: String { "********" }
}
