import Access
import ArgumentParser
import Clocks
import Foundation
import Logging
import Sandbox

/// `lozenged sandbox`: the stand-in partners alone, for a server that runs elsewhere on this machine, and that may be
/// killed while they live on.
struct SandboxCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "sandbox",
        abstract: "The stand-in partners alone: text messages, e-mail, a pharmacy, a carrier.",
        discussion: """
            With --data they keep their ports, secrets (partners.json) and journals (pharmacy-alpha.jsonl, \
            carrier.jsonl, messages.jsonl) in a folder, from which they go on after a kill.
            """)

    @Option(help: "The port for everything but e-mail; 0 for any.") var textPort = 0
    @Option(help: "The port for e-mail; 0 for any.") var mailPort = 0
    @Option(help: "The file that keeps what messages were received, without --data.") var log: String?
    @Option(help: "The folder for ports, secrets and journals.") var data: String?
    @Option(help: "Where the program takes partners' messages: http://127.0.0.1:8080.") var webhooks: String?
    @Option(help: "The data folder of the `lozenged dev` whose clock it follows.") var clock: String?

    func run() async throws {
        try await explaining {
            _ = ProcessLog.start(.test, level: .warning)
            let time: any ProgramClock =
                try clock.map { ClockFile(in: try DataFolder(at: $0)) } ?? HostClock()
            let sandbox = try SandboxServices(settings(), clock: time, logger: Logger(label: "sandbox"))
            try await ProgramLife(services: [sandbox], logger: Logger(label: "lozenged")).run {
                let addresses = try await sandbox.addresses()
                Terminal.show(
                    "text messages at \(addresses.textsURL), e-mail at smtp://\(addresses.host):\(addresses.mailPort)"
                )
                Terminal.show(
                    "pharmacy at \(addresses.pharmacyURL("alpha")), carrier at \(addresses.carrierURL)")
                return .goOn
            }
        }
    }

    private func settings() throws -> SandboxServices.Settings {
        var settings = SandboxServices.Settings()
        if let data {
            let folder = try DataFolder(at: data)
            settings = try PartnerSheet.open(in: folder).settings(in: folder, webhooksURL: webhooks)
        } else {
            settings.logPath = log
            settings.webhooksURL = webhooks
        }
        if textPort != 0 { settings.textsPort = textPort }
        if mailPort != 0 { settings.mailPort = mailPort }
        return settings
    }
}
