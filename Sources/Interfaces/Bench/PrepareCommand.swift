import Access
import ArgumentParser
import Clocks
import Foundation

/// `lozenge-bench prepare`: patients in treatment, straight into a migrated database.
struct PrepareCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "prepare",
        abstract: "Puts made-up patients in treatment into a migrated database, and writes tokens for them.",
        discussion: """
            Each has been screened, registered, seen and prescribed for, has the first supply, takes the start dose \
            since --days days and has reported each of them but today. No trace of them may be in the database yet; \
            whatever else is there stays.

            In --out are afterwards: master-keys, token-key and prescription-key (made where they are missing; serve \
            with LOZENGE_MASTER_KEYS_FILE, LOZENGE_TOKEN_KEY_FILE and LOZENGE_PRESCRIPTION_KEY_FILE), people.csv (a \
            line each: number, patient's id, access token) and pharmacy.json (slug and webhook secret of the one \
            pharmacy). The database's role must own the tables; a superuser's rows go in several times as fast, \
            since it may leave out the checks of rows that are right by construction.
            """)

    @Option(help: "The database, for libpq: postgresql://postgres@/lozenge?host=/run/postgresql")
    var database: String
    @Option(help: "How many patients.") var patients = 10_000
    @Option(help: "Since how many days they take the medicine.") var days = 5
    @Option(help: "How many of them, spread evenly over all, get a token. Everybody, if it is left out.")
    var tokens: Int?
    @Option(help: "How long the tokens are good, in hours.") var hours = 12
    @Option(help: "Whether the tokens are for an installation that is live or test.") var realm = Realm.test
    @Option(help: "The folder for keys and tokens.") var out: String

    func run() async throws {
        try await Preparation(
            database: database, patients: patients, days: days, tokens: tokens ?? patients,
            good: .hours(hours),
            realm: realm, folder: URL(filePath: out)
        ).run()
    }
}

extension Realm: ExpressibleByArgument {}
