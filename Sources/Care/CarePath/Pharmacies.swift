import Clinic
import Clocks
import Foundation
import PharmacyOrders
import Postgres

/// A pharmacy with its licences and what it makes.
package struct PharmacySheet: Sendable {
    package let pharmacy: Pharmacy
    package let licences: [PharmacyLicence]
    package let products: [PharmacyProduct]
    /// Whether user and password are there; they themselves are never read back.
    package let hasCredentials: Bool
}

extension CarePath {
    /// The registry, in the order in which routing goes through it.
    package func pharmacies(by actor: Actor) async throws -> [Pharmacy] {
        try await database.read(by: actor, Pharmacy.selectAll, "pharmacies.all", decode: Pharmacy.init)
    }

    /// One pharmacy with everything about it.
    package func pharmacy(_ slug: String, by actor: Actor) async throws -> PharmacySheet {
        try await database.transaction(by: actor) { connection in try pharmacySheet(slug, on: connection) }
    }

    /// The medical director adds a pharmacy or changes what is known of it. Asking twice is asking once.
    ///
    /// - Parameter version: what the caller read; `nil` where they did not say.
    /// - Throws: `Stale`, `PharmacyRefusal.hasOrders` for closing one whose orders are not over.
    package func savePharmacy(_ pharmacy: Pharmacy, ifAt version: Int?, by actor: Actor) async throws
        -> PharmacySheet
    {
        try await database.transaction(by: actor) { connection in
            let now = clock.now
            guard try pharmacy.save(ifAt: version, on: connection, now: now) else { throw Stale() }
            try auditPharmacy(pharmacy.slug, "save", by: actor, on: connection, now: now)
            return try pharmacySheet(pharmacy.slug, on: connection)
        }
    }

    /// It may ship into a state, from a day to a day.
    package func licensePharmacy(
        _ slug: String, _ licence: PharmacyLicence, once: Once<PharmacySheet>?, by actor: Actor
    ) async throws -> OnceOutcome<PharmacySheet> {
        try await exactlyOnce(once, by: actor) { connection, now in
            guard let pharmacy = try Pharmacy.find(slug, on: connection) else { throw NotFound() }
            try pharmacy.save(licence, on: connection)
            try auditPharmacy(slug, "licence", by: actor, on: connection, now: now)
            return try pharmacySheet(slug, on: connection)
        }
    }

    /// It makes lozenges of a strength, under its own number.
    package func stockPharmacy(_ slug: String, _ product: PharmacyProduct, by actor: Actor) async throws
        -> PharmacySheet
    {
        try await database.transaction(by: actor) { connection in
            let now = clock.now
            guard let pharmacy = try Pharmacy.find(slug, on: connection) else { throw NotFound() }
            try pharmacy.save(product, on: connection)
            try auditPharmacy(slug, "product", by: actor, on: connection, now: now)
            return try pharmacySheet(slug, on: connection)
        }
    }

    /// Its interface wants a user and a password, kept sealed.
    package func givePharmacyCredentials(
        _ slug: String, _ credentials: Pharmacy.Credentials, once: Once<PharmacySheet>?, by actor: Actor
    ) async throws -> OnceOutcome<PharmacySheet> {
        try await exactlyOnce(once, by: actor) { connection, now in
            guard let pharmacy = try Pharmacy.find(slug, on: connection) else { throw NotFound() }
            try pharmacy.save(credentials, keyring: keyring, on: connection, now: now)
            try auditPharmacy(slug, "credentials", by: actor, on: connection, now: now)
            return try pharmacySheet(slug, on: connection)
        }
    }

    private func pharmacySheet(_ slug: String, on connection: Connection) throws -> PharmacySheet {
        let found = try connection.fetchFirst(Pharmacy.select(slug), "pharmacy.sheet") { row in
            (try Pharmacy(row), try Pharmacy.credentials(row, keyring: keyring) != nil)
        }
        guard let (pharmacy, hasCredentials) = found else { throw NotFound() }
        return PharmacySheet(
            pharmacy: pharmacy,
            licences: try connection.fetch(
                Pharmacy.selectLicences(of: pharmacy.id), "pharmacy.licences", decode: PharmacyLicence.init),
            products: try connection.fetch(
                Pharmacy.selectProducts(of: pharmacy.id), "pharmacy.products", decode: PharmacyProduct.init),
            hasCredentials: hasCredentials)
    }

    private func auditPharmacy(
        _ slug: String, _ verb: String, by actor: Actor, on connection: Connection, now: Instant
    ) throws {
        try AuditEntry("pharmacy.\(verb)", .init("pharmacy"), detail: ["slug": slug], by: actor, at: now)
            .record(on: connection)
    }
}
