import Foundation
import Wire

@testable import lozenge

/// A config folder of its own for one test, removed at its end.
func withConfigFolder<Result>(_ body: (ConfigFolder) async throws -> Result) async throws -> Result {
    let base = FileManager.default.temporaryDirectory.appending(path: "lozenge-cli-\(UUID().uuidString)")
        .path(percentEncoded: false)
    try FileManager.default.createDirectory(atPath: base, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(atPath: base) }
    return try await body(ConfigFolder(environment: ["XDG_CONFIG_HOME": base]))
}

/// The tokens of one sign-in or renewal; they end `expiresIn` seconds from now.
func tokens(_ number: Int, expiresIn: Int = 600) -> TokenAnswer {
    TokenAnswer(
        accessToken: "access-\(number)", tokenType: "Bearer", expiresIn: expiresIn,
        refreshToken: "refresh-\(number)",
        account: .init(id: UUID().uuidString, handle: "st-4m9xd", kind: "staff", roles: ["careNavigator"]),
        environment: "test")
}

/// A value as the server would send it.
func json(_ value: some Encodable) -> String {
    guard let data = try? JSONEncoder().encode(value) else { return "" }
    return String(decoding: data, as: UTF8.self)
}

func problem(_ status: Int, _ code: String) -> String {
    json(Problem(type: "https://lozenge.example/problems/\(code)", title: "No", status: status, code: code))
}
