import Clocks
import Foundation
import Sandbox
import StrictJSON
import Wire

/// The stand-in partners of `lozenged dev`: in its own process, or in one that outlives it.
protocol DevPartners: Sendable {
    func addresses() async throws -> SandboxServices.Addresses
    /// When a partner next does something by itself, in program time.
    func nextDue() async throws -> Instant?
    /// Lets them do what is due.
    ///
    /// - Returns: how many things they did.
    func act() async throws -> Int
    /// What is due and not done, by partner.
    func backlog() async throws -> [String]
    /// The messages that arrived at an address, or all; the newest last.
    func messages(to address: String?, limit: Int) async throws -> [SunkMessage]
}

extension SandboxServices: DevPartners {
    func nextDue() async throws -> Instant? { time.nextDue() }

    func act() async throws -> Int { try await time.act() }

    func backlog() async throws -> [String] { time.backlog() }

    func messages(to address: String?, limit: Int) async throws -> [SunkMessage] {
        (address.map { sink.messages(to: $0) } ?? sink.all()).suffix(limit).map { SunkMessage($0) }
    }
}

extension SunkMessage {
    init(_ message: SandboxMessage) {
        self.init(
            at: message.at, channel: message.channel, to: message.to, subject: message.subject,
            body: message.body)
    }
}
