import API
import Access
import Foundation
import Logging
import Postgres
import Prescriptions

/// The settings of an installation that treats people, or rehearses it: what `serve` and `work` run with.
struct ProgramSettings: Sendable {
    let realm: Realm
    let database: DatabaseSettings
    let schema: String?
    let masterKeys: SecretSource
    let tokenKeys: SecretSource
    let prescriptions: PrescriptionSettings
    let http: HTTPSettings
    let messages: MessageSettings
    let carrier: CarrierSettings
    /// Jobs at once in one process.
    let workers: Int
    let logLevel: Logger.Level

    /// - Throws: `SettingsProblems` with every one that is missing, wrong or unknown.
    init(_ environment: [String: String]) throws(SettingsProblems) {
        var reader = SettingsReader(SettingsSource(environment: environment))
        realm = reader.word(.environment, default: nil, else: .test)
        database = Self.database(from: &reader)
        schema = reader.optional(.schema)
        masterKeys = reader.secret(.masterKeys, orFile: .masterKeysFile)
        tokenKeys = reader.secret(.tokenKey, orFile: .tokenKeyFile)
        prescriptions = PrescriptionSettings(&reader, realm: realm)
        http = HTTPSettings(&reader)
        messages = MessageSettings(&reader)
        carrier = CarrierSettings(&reader)
        workers = reader.number(.workers, in: 1...64, default: 8)
        logLevel = reader.word(.logLevel, default: .info, else: .info)
        try reader.finish()
    }

    private static func database(from reader: inout SettingsReader) -> DatabaseSettings {
        var database = DatabaseSettings(url: reader.required(.databaseURL))
        database.connections = reader.number(.databaseConnections, in: 2...200, default: 16)
        database.preparesStatements = reader.flag(.databasePrepare, default: true)
        database.slowStatements = SlowStatementLog(
            limit: .milliseconds(reader.number(.slowStatement, in: 1...600_000, default: 500)))
        return database
    }
}

/// Where the server listens and how it is reached.
struct HTTPSettings: Sendable {
    let host: String
    let port: Int
    /// Where people reach it, for the links in messages.
    let publicURL: String
    let trustedProxies: [IPNetwork]

    init(_ reader: inout SettingsReader) {
        host = reader.optional(.host) ?? "127.0.0.1"
        port = reader.number(.port, in: 1...65_535, default: 8080)
        publicURL = reader.address(.publicURL, schemes: ["https", "http"])
        trustedProxies = reader.list(.trustedProxies) { IPNetwork($0) }
    }

    /// For `lozenged dev`.
    init(host: String, port: Int, publicURL: String) {
        self.host = host
        self.port = port
        self.publicURL = publicURL
        trustedProxies = []
    }
}

/// The carriers of messages. Without an account a server takes mail from everybody who may connect.
struct MessageSettings: Sendable {
    let mailServer: String
    let mailUser: String?
    let mailPassword: Secret?
    let mailFrom: String
    let textURL: String
    let textAccount: String
    let textToken: Secret
    let textFrom: String

    init(_ reader: inout SettingsReader) {
        mailServer = reader.address(.mailServer, schemes: ["smtp", "smtps"])
        if reader.together([.mailUser, .mailPassword]) {
            mailUser = reader.optional(.mailUser)
            mailPassword = reader.optional(.mailPassword).map(Secret.init)
        } else {
            (mailUser, mailPassword) = (nil, nil)
        }
        mailFrom = reader.required(.mailFrom)
        textURL = reader.address(.textURL, schemes: ["https", "http"])
        textAccount = reader.required(.textAccount)
        textToken = Secret(reader.required(.textToken))
        textFrom = reader.required(.textFrom)
    }
}

/// The broker of carriers.
struct CarrierSettings: Sendable {
    let url: String
    let key: Secret

    init(_ reader: inout SettingsReader) {
        url = reader.address(.carrierURL, schemes: ["https", "http"])
        key = Secret(reader.required(.carrierKey))
    }

    /// A stand-in on this machine.
    init(url: String, key: Secret) {
        self.url = url
        self.key = key
    }
}

/// What `migrate` runs with: the owner's way into the database, and the folder of migrations.
struct MigrationSettings: Sendable {
    let database: DatabaseSettings
    let schema: String?

    /// - Throws: `SettingsProblems` with every one that is missing, wrong or unknown.
    init(_ environment: [String: String]) throws(SettingsProblems) {
        var reader = SettingsReader(SettingsSource(environment: environment))
        database = DatabaseSettings(url: reader.required(.migrationDatabaseURL))
        schema = reader.optional(.schema)
        try reader.finish()
    }
}
