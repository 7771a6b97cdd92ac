import Access
import Clocks
import Foundation

/// Patients with access tokens, in a file of a line each: number, patient's id, token.
struct TokenBearers {
    struct Bearer: Sendable {
        let number: Int
        let token: String
    }

    private static let file = "people.csv"

    let bearers: [Bearer]

    /// Tokens as the program issues them, but dated ahead, so that they last for more than ten minutes.
    ///
    /// - Parameter wanted: how many, spread evenly over all `count` patients.
    static func make(
        _ wanted: Int, of count: Int, realm: Realm, keys: TokenKeys, good: Duration, now: Instant
    ) async throws -> TokenBearers {
        let issuer = try await AccessTokens(keys: keys, realm: realm)
        var bearers: [Bearer] = []
        let wanted = min(wanted, count)
        for place in 0..<wanted {
            let number = 1 + place * count / wanted
            let caller = Caller(
                accountID: BenchID.patient.uuid(number), kind: .patient, roles: [.patient], session: UUID())
            let issued = try await issuer.issue(for: caller, now: now + good - AccessTokens.life)
            bearers.append(Bearer(number: number, token: issued.token))
        }
        return TokenBearers(bearers: bearers)
    }

    func write(to folder: URL) throws {
        let lines = bearers.map { bearer in
            "\(bearer.number),\(BenchID.patient.uuid(bearer.number).uuidString.lowercased()),\(bearer.token)\n"
        }
        let url = folder.appending(path: Self.file)
        try Data(lines.joined().utf8).write(to: url)
        try FileManager.default.setAttributes(
            [.posixPermissions: 0o600], ofItemAtPath: url.path(percentEncoded: false))
    }

    init(bearers: [Bearer]) { self.bearers = bearers }

    /// As `write` left them.
    init(in folder: URL) throws {
        let text = try String(contentsOf: folder.appending(path: Self.file), encoding: .utf8)
        bearers = text.split(separator: "\n").compactMap { line in
            let parts = line.split(separator: ",")
            guard parts.count == 3, let number = Int(parts[0]) else { return nil }
            return Bearer(number: number, token: String(parts[2]))
        }
    }
}
