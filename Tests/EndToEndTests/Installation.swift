import Crypto
import Foundation
import Outbound
import Support
import Wire

/// An installation as an administrator sets it up: settings, keys in files, a database, the stand-in carriers.
struct Installation: Sendable {
    let folder: URL
    let port: Int
    let environment: [String: String]

    /// - Parameter databaseURL: as the server's role.
    init(databaseURL: String, textURL: String, mailServer: String) throws {
        folder = FileManager.default.temporaryDirectory.appending(path: "lozenge-e2e-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        port = try FreePort.find()
        let key = SymmetricKey(size: .bits256).withUnsafeBytes { Data($0).base64EncodedString() }
        environment = [
            "LOZENGE_ENVIRONMENT": "test", "LOZENGE_DATABASE_URL": databaseURL, "LOZENGE_PORT": "\(port)",
            "LOZENGE_PUBLIC_URL": "http://127.0.0.1:\(port)",
            "LOZENGE_MASTER_KEYS": "search:\(key),first:\(key)",
            "LOZENGE_TOKEN_KEY": P256.Signing.PrivateKey().pemRepresentation,
            "LOZENGE_PRESCRIPTION_KEY":
                Curve25519.Signing.PrivateKey().rawRepresentation.base64EncodedString(),
            "LOZENGE_MAIL_SERVER": mailServer, "LOZENGE_MAIL_FROM": "care@example.org",
            "LOZENGE_TEXT_URL": textURL,
            "LOZENGE_TEXT_ACCOUNT": "AC00000000000000000000000000000001", "LOZENGE_TEXT_TOKEN": "secret",
            "LOZENGE_TEXT_FROM": "+15555550100",
            "LOZENGE_CARRIER_URL": "http://127.0.0.1:9/v2", "LOZENGE_CARRIER_KEY": "sandbox",
            "LOZENGE_SCHEMA": Checkout.folder.appending(path: "Schema").path,
        ]
    }

    var url: String { "http://127.0.0.1:\(port)" }

    /// The HTTP server, once it serves.
    func serve() async throws -> RunningProgram {
        let server = try RunningProgram("lozenged", ["serve"], environment)
        try await server.prints(/Serving\./)
        return server
    }
}

/// A port that was free a moment ago.
enum FreePort {
    static func find() throws -> Int {
        let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        defer { close(descriptor) }
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = inet_addr("127.0.0.1")
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let bound = withUnsafeMutablePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                bind(descriptor, $0, length) == 0 && getsockname(descriptor, $0, &length) == 0
            }
        }
        guard bound else { throw POSIXError(.EADDRNOTAVAIL) }
        return Int(UInt16(bigEndian: address.sin_port))
    }
}

/// The stand-in carriers as a process of their own.
struct SandboxProcess: Sendable {
    let program: RunningProgram
    let textURL: String
    let mailServer: String

    init() async throws {
        program = try RunningProgram("lozenged", ["sandbox"])
        try await program.prints(/text messages at http\S+, e-mail at smtp:\S+/)
        let addresses = program.output.matches(of: /(?:http|smtp):\/\/[0-9.:]+/).map { String($0.output) }
        guard addresses.count >= 2 else { throw RunningProgram.Ended(status: 0, output: program.output) }
        (textURL, mailServer) = (addresses[0], addresses[1])
    }

    /// What arrived for an address, by the control page.
    func messages(to address: String, client: Client) async throws -> [String] {
        struct Page: Decodable {
            struct Item: Decodable { let to, body: String }
            let items: [Item]
        }
        let page: Page = try await client.get("\(textURL)/control/messages")
        return page.items.filter { $0.to == address }.map(\.body)
    }
}
