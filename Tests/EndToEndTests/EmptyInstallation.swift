import Clocks
import Crypto
import Foundation
import Support
import Testing
import Wire

/// From an empty installation to a signed-in administrator, by the programs alone: `lozenged` and `lozenge`.
@Suite(.database) struct `An empty installation` {
    @Test func `sets up, enrols and signs in`() async throws {
        let installation = try Installation(
            databaseURL: TestDatabase.current.url, textURL: "http://127.0.0.1:9",
            mailServer: "smtp://127.0.0.1:9")
        try await installation.serveArizona(in: TestDatabase.current)
        let server = try await installation.serve()

        let setup = try await RunningProgram.run("lozenged", ["setup"], installation.environment)
        let links = setup.output.matches(of: /http\S+#\S+/).map { String($0.output) }
        #expect(setup.status == 0 && links.count == 2)
        #expect(try await RunningProgram.run("lozenged", ["setup"], installation.environment).status == 1)

        let desk = Desk(
            server: installation.url, folder: installation.folder, password: "a rather long password")
        let secret = try await desk.enrol(links[0], name: "Ana Reyes", email: "ana@clinic.example")
        let wrong = try await desk.run(["sign-in", "--email", "nobody@clinic.example", "--totp", "123456"])
        #expect(wrong.status == 3)
        try await desk.signIn("ana@clinic.example", secret)
        // An administrator sees no health data.
        #expect(try await desk.run(["queue", "list"]).status == 3)
        server.signal(SIGTERM)
        #expect(try await server.ended(within: .seconds(10)) == 0)
        #expect(try await desk.run(["whoami"]).status == 4)
    }
}

/// One person's terminal: a config folder of their own.
struct Desk {
    let server: String
    let folder: URL
    let password: String

    func run(_ arguments: [String]) async throws -> (status: Int32, output: String) {
        try await RunningProgram.run(
            "lozenge", arguments,
            ["XDG_CONFIG_HOME": folder.path, "LOZENGE_PASSWORD": password, "LOZENGE_SERVER": server])
    }

    /// Opens a one-time link and completes it; returns the authenticator's secret.
    func enrol(_ link: String, name: String, email: String) async throws -> String {
        let offer = try await run(["enrol", link, "--json"])
        let answer = try JSONDecoder().decode(EnrolmentAnswer.self, from: Data(offer.output.utf8))
        let done = try await run(
            ["enrol", link, "--name", name, "--email", email, "--totp", Self.code(answer.totpSecret)])
        guard done.status == 0 else { throw RunningProgram.Ended(status: done.status, output: done.output) }
        return answer.totpSecret
    }

    /// Signs in with the authenticator's next code, since the present one was used up by the enrolment; the server
    /// allows for a clock that is one step ahead.
    func signIn(_ email: String, _ secret: String, at now: Instant? = nil) async throws {
        let code = Self.code(secret, stepsAhead: 1, at: now)
        let done = try await run(["sign-in", "--email", email, "--totp", code])
        guard done.status == 0 else { throw RunningProgram.Ended(status: done.status, output: done.output) }
    }

    /// RFC 6238, SHA-1, 30 s, six digits, of a base 32 secret.
    static func code(_ secret: String, stepsAhead: UInt64 = 0, at now: Instant? = nil) -> String {
        let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567")
        var bits = 0
        var value: UInt64 = 0
        var key = Data()
        for letter in secret.uppercased() {
            guard let digit = alphabet.firstIndex(of: letter) else { continue }
            value = value << 5 | UInt64(digit)
            bits += 5
            if bits >= 8 {
                bits -= 8
                key.append(UInt8(truncatingIfNeeded: value >> UInt64(bits)))
            }
        }
        let step = UInt64((now ?? HostClock().now).secondsSince1970 / 30) + stepsAhead
        let counter = Data((0..<8).map { UInt8(truncatingIfNeeded: step >> UInt64(56 - 8 * $0)) })
        let mac = Array(HMAC<Insecure.SHA1>.authenticationCode(for: counter, using: SymmetricKey(data: key)))
        let offset = Int(mac[19] & 0x0F)
        let number = mac[offset..<offset + 4].reduce(UInt32(0)) { $0 << 8 | UInt32($1) } & 0x7FFF_FFFF
        let digits = String(number % 1_000_000)
        return String(repeating: "0", count: 6 - digits.count) + digits
    }
}
