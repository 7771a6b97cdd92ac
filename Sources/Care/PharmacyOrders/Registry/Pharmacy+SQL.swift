import Clinic
import Clocks
import Foundation
import Postgres
import Sealing

extension Pharmacy.Adapter: PostgresEncodable, PostgresDecodable {}
extension Pharmacy.LabelBuyer: PostgresEncodable, PostgresDecodable {}
extension Pharmacy.State.Name: PostgresEncodable, PostgresDecodable {}

extension Pharmacy {
    /// Writes the pharmacy under its slug, new or changed, and waits: `pharmacy_order_pharmacy_is_open` refuses to
    /// close one that has orders.
    ///
    /// - Parameter version: what the caller read; `nil` takes whatever is there.
    /// - Returns: whether the version was still the one read.
    package func save(ifAt version: Int?, on connection: Connection, now: Instant) throws -> Bool {
        let until: LocalDate? = if case .suspended(let until) = state { until } else { nil }
        do {
            return try connection.run(
                """
                INSERT INTO pharmacy (id, slug, name, npi, dea, address, phone, time_zone, calendar, adapter, base_url,
                    settings, state, suspended_until, label_buyer, days_to_ship, daily_capacity, rank, changed_at,
                    version)
                VALUES (\(id), \(slug), \(name), \(npi.digits), \(dea.text), \(try JSONText(encoding: address)),
                    \(phone?.e164), \(hours.calendar.zone.identifier), \(try JSONText(validating: hours.json)),
                    \(access.adapter), \(access.baseURL), \(try JSONText(encoding: access.settings)), \(state.name),
                    \(until), \(labelBuyer), \(daysToShip), \(dailyCapacity), \(rank), \(now), 1)
                ON CONFLICT (slug) DO UPDATE
                SET name = excluded.name, npi = excluded.npi, dea = excluded.dea, address = excluded.address,
                    phone = excluded.phone, time_zone = excluded.time_zone, calendar = excluded.calendar,
                    adapter = excluded.adapter, base_url = excluded.base_url, settings = excluded.settings,
                    state = excluded.state, suspended_until = excluded.suspended_until,
                    label_buyer = excluded.label_buyer, days_to_ship = excluded.days_to_ship,
                    daily_capacity = excluded.daily_capacity, rank = excluded.rank, changed_at = excluded.changed_at,
                    version = pharmacy.version + 1
                WHERE pharmacy.version = coalesce(\(version), pharmacy.version)
                """, "pharmacy.save") == 1
        } catch PostgresError.foreignKeyViolation("pharmacy_order_pharmacy_is_open") {
            throw PharmacyRefusal.hasOrders
        }
    }

    /// Writes a licence or its end, and waits.
    package func save(_ licence: PharmacyLicence, on connection: Connection) throws {
        do {
            try connection.run(
                """
                INSERT INTO pharmacy_licence (pharmacy_id, state, number, valid_from, valid_until)
                VALUES (\(id), \(licence.state.code), \(licence.number), \(licence.from), \(licence.until))
                ON CONFLICT (pharmacy_id, state, valid_from) DO UPDATE
                SET number = excluded.number, valid_until = excluded.valid_until
                """, "pharmacy.licence")
        } catch PostgresError.exclusionViolation("pharmacy_licence_once_at_a_time") {
            throw PharmacyRefusal.licenceOverlaps
        } catch PostgresError.checkViolation("pharmacy_licence_ends_later") {
            throw PharmacyRefusal.licenceEndsBeforeItBegins
        }
    }

    /// Writes what it makes in one strength, queued.
    package func save(_ product: PharmacyProduct, on connection: Connection) throws {
        try connection.execute(
            """
            INSERT INTO pharmacy_product (pharmacy_id, strength_mg, form, product, is_scored)
            VALUES (\(id), \(product.strength), \(product.form), \(product.product), \(product.isScored))
            ON CONFLICT (pharmacy_id, strength_mg, form) DO UPDATE
            SET product = excluded.product, is_scored = excluded.is_scored
            """, "pharmacy.product")
    }

    /// Keeps user and password, sealed, queued.
    package func save(_ credentials: Credentials, keyring: Keyring, on connection: Connection, now: Instant)
        throws
    {
        let sealed = try Sealed(
            credentials, with: keyring.derivedKey(for: "pharmacy"), at: Self.credentialsPlace(id))
        try connection.execute(
            """
            UPDATE pharmacy SET credentials = \(sealed), changed_at = \(now), version = version + 1 WHERE id = \(id)
            """, "pharmacy.credentials")
    }

    package static func find(_ slug: String, on connection: Connection) throws -> Pharmacy? {
        try connection.fetchFirst(select(slug), "pharmacy.find", decode: Pharmacy.init)
    }

    package static func select(_ slug: String) -> SQL { "\(fragment: selection) WHERE slug = \(slug)" }

    package static func select(_ id: ID<Pharmacy>) -> SQL { "\(fragment: selection) WHERE id = \(id)" }

    /// All, as routing goes through them.
    package static var selectAll: SQL { "\(fragment: selection) ORDER BY rank, slug" }

    package static func selectLicences(of pharmacy: ID<Pharmacy>) -> SQL {
        """
        SELECT state, number, valid_from, valid_until FROM pharmacy_licence
        WHERE pharmacy_id = \(pharmacy) ORDER BY state, valid_from
        """
    }

    package static func selectProducts(of pharmacy: ID<Pharmacy>) -> SQL {
        """
        SELECT strength_mg, form, product, is_scored FROM pharmacy_product
        WHERE pharmacy_id = \(pharmacy) ORDER BY strength_mg
        """
    }

    private static let selection: SQL = """
        SELECT id, slug, name, npi, dea, address, phone, calendar, adapter, base_url, settings, state,
            suspended_until, label_buyer, days_to_ship, daily_capacity, rank, version, credentials
        FROM pharmacy
        """

    package init(_ row: Row) throws {
        let address: JSONText = try row["address"]
        let settings: JSONText = try row["settings"]
        let calendar: JSONText = try row["calendar"]
        let phone: String? = try row["phone"]
        guard let npi = ProviderIdentifier(try row["npi"] as String),
            let dea = DEANumber(try row["dea"] as String)
        else { throw PharmacyRowBroken() }
        self.init(
            id: try row["id"], slug: try row["slug"], name: try row["name"], npi: npi, dea: dea,
            address: try address.decoded(), phone: phone.flatMap { PhoneNumber($0) },
            hours: try Hours(json: calendar.text),
            access: Interface(
                adapter: try row["adapter"], baseURL: try row["base_url"], settings: try settings.decoded()),
            state: State(try row["state"], until: try row["suspended_until"]),
            labelBuyer: try row["label_buyer"],
            daysToShip: try row["days_to_ship"], dailyCapacity: try row["daily_capacity"],
            rank: try row["rank"],
            version: try row["version"])
    }

    /// User and password out of a row of `select`, if it has some.
    package static func credentials(_ row: Row, keyring: Keyring) throws -> Credentials? {
        let sealed: Sealed<Credentials>? = try row["credentials"]
        return try sealed?.open(with: keyring, at: credentialsPlace(try row["id"]))
    }

    private static func credentialsPlace(_ id: ID<Pharmacy>) -> SealedPlace {
        SealedPlace(table: "pharmacy", column: "credentials", row: id.description)
    }
}

extension PharmacyLicence {
    package init(_ row: Row) throws {
        guard let state = StateCode(try row["state"] as String) else { throw PharmacyRowBroken() }
        self.init(
            state: state, number: try row["number"], from: try row["valid_from"],
            until: try row["valid_until"])
    }
}

extension PharmacyProduct {
    package init(_ row: Row) throws {
        self.init(
            strength: try row["strength_mg"], form: try row["form"], product: try row["product"],
            isScored: try row["is_scored"])
    }
}

/// A pharmacy's row holds what its CHECKs forbid.
package struct PharmacyRowBroken: Error {
    package init() {}
}
