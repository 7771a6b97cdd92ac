import Clocks
import Foundation
import Wire

/// The two doors that only a made-up clinic has: its clock, and the messages it sent.
struct DevDoors: Sendable {
    let client: ProgramClient

    func now() async throws -> Instant { try await clock().0 }

    /// Moves the clock on and waits until all that fell due is done.
    ///
    /// - Returns: the time it is then, and what is stuck.
    @discardableResult
    func advance(to instant: Instant) async throws -> (Instant, [String]) {
        try await advance("\(instant.rfc3339)")
    }

    /// Catches up with the host and goes on with real time.
    @discardableResult
    func goOn() async throws -> (Instant, [String]) { try await advance("now") }

    /// Messages that arrived at `address`.
    func messages(to address: String) async throws -> [SunkMessage] {
        let escaped = address.addingPercentEncoding(withAllowedCharacters: .alphanumerics) ?? address
        let page: Page<SunkMessage> = try await client.get("/dev/messages?to=\(escaped)&limit=1000")
        return page.items
    }

    private func clock() async throws -> (Instant, [String]) { read(try await client.get("/dev/clock")) }

    private func advance(_ goal: String) async throws -> (Instant, [String]) {
        read(try await client.post("/dev/clock/advance", AdvanceRequest(to: goal)))
    }

    private func read(_ answer: DevClockAnswer) -> (Instant, [String]) {
        (Instant(rfc3339: answer.now) ?? Instant(microsecondsSince1970: 0), answer.stuck)
    }
}
