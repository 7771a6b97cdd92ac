import Access
import CarePath
import Clinic
import Clocks
import Foundation
import Intakes
import Postgres
import Prescriptions
import Sealing
import Support

/// A clinic on the suite's own database, with a clock that one moves: what tests of the corridor and of the doors
/// begin with.
package struct TestClinic: Sendable {
    package let carePath: CarePath
    package let clock: SteppedClock
    package let keyring: Keyring
    package let database: Database

    /// A Saturday morning in November, 11:14 in New York.
    package static let start = Instant(microsecondsSince1970: 1_795_277_640_000_000)

    /// - Parameter codes: random ones by default; a fixed one spares reading the message.
    package init(
        on test: TestDatabase = .current, at start: Instant = TestClinic.start,
        codes: any CodeSource = RandomCodes(),
        serving states: [String] = ["AZ", "NY"],
        schema: URL = Checkout.folder.appending(path: "Schema")
    ) async throws {
        let clock = SteppedClock(start)
        let keyring = try Self.keyring
        let carePath = CarePath(
            database: test.database, keyring: keyring, clock: clock,
            access: AccessServices(
                realm: .test, tokens: try await AccessTokens(keys: TokenKeys(), realm: .test),
                passwords: PasswordHasher(parameters: .quick), codes: codes,
                enrolmentPage: "https://care.example/enrol#"),
            program: try ProgramData(folder: schema),
            prescriptionOffice: PrescriptionOffice(key: PrescriptionSigningKey(), delivery: .sandbox),
            wakeWorkers: {})
        for code in states {
            guard let state = StateCode(code), let since = LocalDate("2026-01-01") else { continue }
            try await carePath.serve(ServedState(state: state, since: since, until: nil), by: .system("test"))
        }
        self.init(carePath: carePath, clock: clock, keyring: keyring, database: test.database)
    }

    private init(carePath: CarePath, clock: SteppedClock, keyring: Keyring, database: Database) {
        self.carePath = carePath
        self.clock = clock
        self.keyring = keyring
        self.database = database
    }

    /// The same clinic as another process sees it: its own connection pool is not needed, its own keys are not
    /// allowed.
    private static var keyring: Keyring {
        get throws {
            let key = Data(repeating: 7, count: 32).base64EncodedString()
            let search = Data(repeating: 9, count: 32).base64EncodedString()
            return try Keyring(reading: "search:\(search)\ntest:\(key)")
        }
    }
}
