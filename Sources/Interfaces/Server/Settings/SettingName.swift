/// Every setting there is. A `LOZENGE_…` that is not here is refused, so that a slip of the pen is found at start
/// and not in production.
enum SettingName: String, CaseIterable, Sendable {
    case settingsFile = "LOZENGE_SETTINGS_FILE"
    case environment = "LOZENGE_ENVIRONMENT"
    case databaseURL = "LOZENGE_DATABASE_URL"
    case migrationDatabaseURL = "LOZENGE_MIGRATION_DATABASE_URL"
    case databaseConnections = "LOZENGE_DATABASE_CONNECTIONS"
    case databasePrepare = "LOZENGE_DATABASE_PREPARE"
    case slowStatement = "LOZENGE_SLOW_STATEMENT_MS"
    case host = "LOZENGE_HOST"
    case port = "LOZENGE_PORT"
    case publicURL = "LOZENGE_PUBLIC_URL"
    case trustedProxies = "LOZENGE_TRUSTED_PROXIES"
    case masterKeys = "LOZENGE_MASTER_KEYS"
    case masterKeysFile = "LOZENGE_MASTER_KEYS_FILE"
    case tokenKey = "LOZENGE_TOKEN_KEY"
    case tokenKeyFile = "LOZENGE_TOKEN_KEY_FILE"
    case prescriptionKey = "LOZENGE_PRESCRIPTION_KEY"
    case prescriptionKeyFile = "LOZENGE_PRESCRIPTION_KEY_FILE"
    case prescriptionDelivery = "LOZENGE_PRESCRIPTION_DELIVERY"
    case mailServer = "LOZENGE_MAIL_SERVER"
    case mailUser = "LOZENGE_MAIL_USER"
    case mailPassword = "LOZENGE_MAIL_PASSWORD"
    case mailFrom = "LOZENGE_MAIL_FROM"
    case textURL = "LOZENGE_TEXT_URL"
    case textAccount = "LOZENGE_TEXT_ACCOUNT"
    case textToken = "LOZENGE_TEXT_TOKEN"
    case textFrom = "LOZENGE_TEXT_FROM"
    case carrierURL = "LOZENGE_CARRIER_URL"
    case carrierKey = "LOZENGE_CARRIER_KEY"
    case workers = "LOZENGE_WORKERS"
    case schema = "LOZENGE_SCHEMA"
    case logLevel = "LOZENGE_LOG_LEVEL"

    /// Whether its value is shown as dots.
    var isSecret: Bool {
        switch self {
        case .databaseURL, .migrationDatabaseURL, .masterKeys, .tokenKey, .prescriptionKey, .mailPassword,
            .textToken, .carrierKey:
            true
        case .settingsFile, .environment, .databaseConnections, .databasePrepare, .slowStatement, .host,
            .port, .publicURL,
            .trustedProxies, .masterKeysFile, .tokenKeyFile, .prescriptionKeyFile, .prescriptionDelivery,
            .mailServer, .mailUser, .mailFrom, .textURL,
            .textAccount, .textFrom, .carrierURL, .workers, .schema, .logLevel:
            false
        }
    }

    /// What it is, in the words of the line that says it is missing or wrong.
    var meaning: String {
        switch self {
        case .settingsFile: "a file with more settings, one NAME=value a line"
        case .environment: "test or live: whether this installation treats people"
        case .databaseURL: "the database as the server's role: postgresql://lozenge:…@host/lozenge"
        case .migrationDatabaseURL:
            "the database as the role that owns it: postgresql://lozenge_owner:…@host/lozenge"
        case .databaseConnections: "how many connections the pool holds at most, 2 to 200"
        case .databasePrepare: "on, or off behind a pooler in transaction mode"
        case .slowStatement: "statements that keep callers waiting so many milliseconds are logged, by name"
        case .host: "the address to listen at"
        case .port: "the port to listen at, 1 to 65535"
        case .publicURL: "where people reach the server: https://care.example.org"
        case .trustedProxies: "addresses or networks of our own proxies, separated by commas: 10.0.0.0/8"
        case .masterKeys: "the master keys, entries name:base64 separated by commas"
        case .masterKeysFile: "the file with the master keys, readable by its owner alone"
        case .tokenKey: "the key that signs access tokens: a P-256 private key, PEM"
        case .tokenKeyFile: "the file with the key that signs access tokens, readable by its owner alone"
        case .prescriptionKey: "the key that signs prescriptions: an Ed25519 private key, 32 bytes in base64"
        case .prescriptionKeyFile:
            "the file with the key that signs prescriptions, readable by its owner alone"
        case .prescriptionDelivery:
            "how a prescription reaches the pharmacy: certified or paper; sandbox only where nobody is treated"
        case .mailServer: "where e-mail is handed over: smtp://mail.example.org:587"
        case .mailUser: "the account at the mail server"
        case .mailPassword: "its password"
        case .mailFrom: "whom e-mail comes from: care@example.org"
        case .textURL: "where text messages are handed over: https://api.twilio.com"
        case .textAccount: "the account there"
        case .textToken: "its token"
        case .textFrom: "the number that text messages come from: +15555550100"
        case .carrierURL: "where labels are bought and parcels followed: https://api.easypost.com/v2"
        case .carrierKey: "the key there"
        case .workers: "how many jobs run at once, 1 to 64"
        case .schema: "the folder with migrations, questionnaires, rules and words"
        case .logLevel: "trace, debug, info, notice, warning, error or critical"
        }
    }
}
