import Access
import ArgumentParser
import CarePath
import Clinic
import Clocks
import Foundation
import Logging
import Postgres

/// `lozenged setup`: the two one-time links with which an empty installation gets its administrators, never again.
struct SetupCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "setup",
        abstract: "Prints two one-time administrator links, once in an installation's life.",
        discussion: """
            Two people, since a role that signs needs a second administrator's approval. Each opens their link with \
            `lozenge enrol` within its time. Whoever has a link becomes an administrator: hand it over in person.
            """)

    func run() async throws {
        try await explaining {
            let settings = try ProgramSettings(ProcessInfo.processInfo.environment)
            _ = ProcessLog.start(settings.realm, level: .critical)
            let bootstrap = try await ServerBootstrap(settings, clock: HostClock())
            let carePath = bootstrap.carePath
            do {
                for link in try await carePath.setUp(by: .system("setup")) {
                    Terminal.show("\(carePath.access.url(of: link))   (until \(link.expiresAt.rfc3339))")
                }
            } catch StaffAccessRefusal.alreadySetUp {
                Terminal.note(
                    "This installation was set up already. An administrator invites further people.")
                throw ExitCode(1)
            }
            await carePath.database.close()
        }
    }
}
