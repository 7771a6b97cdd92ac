import Clinic
import Clocks
import Postgres

extension RoutingCandidate {
    /// Every pharmacy that is not closed, with what routing asks of it; `midnight` begins the day whose orders
    /// count against its capacity.
    package static func all(
        since midnight: Instant, on connection: Connection
    ) throws -> [RoutingCandidate] {
        try connection.fetch(
            """
            SELECT id, slug, state, suspended_until, rank, daily_capacity,
                (SELECT count(*) FROM pharmacy_order WHERE pharmacy_id = pharmacy.id AND created_at >= \(midnight))
                    AS orders_today,
                (SELECT coalesce(jsonb_agg(jsonb_build_array(licence.state, number, valid_from, valid_until)), '[]')
                    FROM pharmacy_licence AS licence WHERE pharmacy_id = pharmacy.id) AS licences,
                (SELECT coalesce(jsonb_agg(jsonb_build_array(strength_mg, form, product, is_scored)), '[]')
                    FROM pharmacy_product WHERE pharmacy_id = pharmacy.id) AS products
            FROM pharmacy WHERE state <> 'closed' ORDER BY rank, slug
            """, "pharmacy.candidates", decode: RoutingCandidate.init)
    }

    private init(_ row: Row) throws {
        let licences: JSONText = try row["licences"]
        let products: JSONText = try row["products"]
        self.init(
            id: try row["id"], slug: try row["slug"],
            state: Pharmacy.State(try row["state"], until: try row["suspended_until"]), rank: try row["rank"],
            ordersToday: try row["orders_today"], dailyCapacity: try row["daily_capacity"],
            licences: try licences.decoded(as: [LicenceEntry].self).map(\.licence),
            products: try products.decoded(as: [ProductEntry].self).map(\.product))
    }
}

/// `["AZ", "P-1", "2026-01-01", "2027-12-31"]`.
private struct LicenceEntry: Decodable {
    let licence: PharmacyLicence

    init(from decoder: any Decoder) throws {
        var list = try decoder.unkeyedContainer()
        guard let state = StateCode(try list.decode(String.self)) else { throw PharmacyRowBroken() }
        let number = try list.decode(String.self)
        guard let from = LocalDate(try list.decode(String.self)),
            let until = LocalDate(try list.decode(String.self))
        else { throw PharmacyRowBroken() }
        licence = PharmacyLicence(state: state, number: number, from: from, until: until)
    }
}

/// `[15, "lozenge", "KET-15", false]`.
private struct ProductEntry: Decodable {
    let product: PharmacyProduct

    init(from decoder: any Decoder) throws {
        var list = try decoder.unkeyedContainer()
        product = PharmacyProduct(
            strength: Milligrams(try list.decode(Int.self)), form: try list.decode(String.self),
            product: try list.decode(String.self), isScored: try list.decode(Bool.self))
    }
}
