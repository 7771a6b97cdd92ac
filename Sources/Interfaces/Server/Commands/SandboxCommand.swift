import Access
import ArgumentParser
import Clocks
import Foundation
import Logging
import Sandbox

/// `lozenged sandbox`: the stand-in partners alone, for a server that runs elsewhere on this machine.
struct SandboxCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "sandbox", abstract: "The stand-in partners alone: text messages and e-mail.")

    @Option(help: "The port for text messages; 0 for any.") var textPort = 0
    @Option(help: "The port for e-mail; 0 for any.") var mailPort = 0
    @Option(help: "The file that keeps what was received.") var log: String?

    func run() async throws {
        try await explaining {
            _ = ProcessLog.start(.test, level: .warning)
            var settings = SandboxServices.Settings()
            settings.textsPort = textPort
            settings.mailPort = mailPort
            settings.logPath = log
            let sandbox = try SandboxServices(settings, clock: HostClock(), logger: Logger(label: "sandbox"))
            try await ProgramLife(services: [sandbox], logger: Logger(label: "lozenged")).run {
                let addresses = try await sandbox.addresses()
                Terminal.show(
                    "text messages at \(addresses.textsURL), e-mail at smtp://\(addresses.host):\(addresses.mailPort)"
                )
                return .goOn
            }
        }
    }
}
