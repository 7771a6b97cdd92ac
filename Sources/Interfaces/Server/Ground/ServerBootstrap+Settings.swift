import Access
import CarePath
import Clinic
import Clocks
import Logging
import Postgres
import Prescriptions
import Sealing

extension ServerBootstrap {
    /// An installation, as its settings describe it.
    init(
        _ settings: ProgramSettings, clock: any ProgramClock, hearsOfJobs: Bool = false
    ) async throws {
        let keyring: Keyring =
            switch settings.masterKeys {
            case .text(let secret): try Keyring(reading: secret.reveal())
            case .file(let path): try Keyring(file: path)
            }
        let tokenKeys: TokenKeys =
            switch settings.tokenKeys {
            case .text(let secret): try TokenKeys(pem: secret.reveal())
            case .file(let path): try TokenKeys(file: path)
            }
        let prescriptionKey: PrescriptionSigningKey =
            switch settings.prescriptions.key {
            case .text(let secret): try PrescriptionSigningKey(reading: secret.reveal())
            case .file(let path): try PrescriptionSigningKey(file: path)
            }
        try self.init(
            Parts(
                database: settings.database, keyring: keyring, clock: clock,
                access: AccessServices(
                    realm: settings.realm,
                    tokens: try await AccessTokens(keys: tokenKeys, realm: settings.realm),
                    enrolmentPage: "\(settings.http.publicURL)/enrol#"),
                prescriptionOffice: PrescriptionOffice(
                    key: prescriptionKey, delivery: settings.prescriptions.delivery),
                schema: try SchemaFolder(setting: settings.schema), hearsOfJobs: hearsOfJobs))
    }

    /// Hears of sessions that other processes end.
    func makeRevocationWatch(logger: Logger) -> RevocationService {
        RevocationService(
            watch: RevocationWatch(
                database: carePath.database, tokens: carePath.access.tokens, clock: carePath.clock
            ) { fault in
                logger.warning("The ends of sessions cannot be read now.", error: fault)
            })
    }

    /// Notes which versions of the data files this process runs with. Where the database is away, that is noted
    /// at the next start; patients are not kept waiting for it.
    func recordDataFiles(logger: Logger) async {
        do {
            try await carePath.recordDataFiles(carePath.program.fingerprints, by: .system("start"))
        } catch {
            logger.warning("The versions of the data files were not recorded.", error: error)
        }
    }
}
