import CarePath
import Clinic
import Clocks
import Foundation
import Postgres
import Sealing

/// The pharmacy that sends webhooks, and the secret with which it signs them.
struct BenchPharmacy: Codable {
    private static let file = "pharmacy.json"

    let slug: String
    let secret: String

    static func make(in database: Database, keyring: Keyring, now: Instant) async throws -> BenchPharmacy {
        let pharmacy = BenchPharmacy(
            slug: "bench", secret: "whsec_" + Data((0..<32).map { UInt8($0) * 7 }).base64EncodedString())
        let id = ID<WebhookSecret>(at: now)
        let sealed = try Sealed(
            pharmacy.secret, with: keyring.derivedKey(for: "webhook_secret"),
            at: SealedPlace(table: "webhook_secret", column: "secret", row: id.description))
        try await database.transaction(by: BenchPeople.actor) { connection in
            try connection.execute(
                """
                INSERT INTO webhook_secret (id, partner, scheme, secret, valid_from, added_by)
                VALUES (\(id), \("pharmacy:" + pharmacy.slug), 'standardWebhooks', \(sealed), \(now - .hours(1)), 'bench')
                """, "bench.secret")
        }
        return pharmacy
    }

    /// Its row, queued: patients' orders name it.
    static func insert(on connection: Connection, now: Instant) throws {
        try connection.execute(
            """
            INSERT INTO pharmacy (id, slug, name, npi, dea, address, phone, time_zone, calendar, adapter, base_url,
                settings, state, label_buyer, days_to_ship, daily_capacity, rank, changed_at, version)
            VALUES (\(BenchID.pharmacy.uuid(1)), 'bench', 'Bench Compounding', '1234567893', 'BA1234563',
                '{"line1":"2 Mortar Road","city":"Phoenix","state":"AZ","postalCode":"85004"}', '+16025550199',
                'America/Phoenix',
                '{"timeZone":"America/Phoenix","holidays":[],"spells":[{"from":"2026-01-01","hours":{"1":["09:00","17:00"]}}]}',
                'lifeFile', 'http://127.0.0.1:9', '{"practice":"1001","location":"7","vendor":"lozenge"}',
                'takingOrders', 'pharmacy', 3, 100000, 1, \(now), 1)
            """, "bench.pharmacy")
    }

    func write(to folder: URL) throws {
        try JSONEncoder().encode(self).write(to: folder.appending(path: Self.file))
    }

    init(slug: String, secret: String) { (self.slug, self.secret) = (slug, secret) }

    /// As `write` left it.
    init(in folder: URL) throws {
        self = try JSONDecoder().decode(
            Self.self, from: Data(contentsOf: folder.appending(path: Self.file)))
    }
}
