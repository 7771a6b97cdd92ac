import Access
import CarePath
import Clinic
import Clocks
import HTTPTypes
import PharmacyOrders
import StrictJSON
import Wire

/// The registry of pharmacies: who they are, what they may and can do, how they are reached.
package struct PharmacyRoutes: RouteTopic {
    let care: CarePath

    package var routes: [Route] { reading + changing }

    private var reading: [Route] {
        [
            Route(
                .get, "/v1/staff/pharmacies", "All pharmacies, as routing goes through them.",
                permission: .readProgram
            ) { call in
                try await Answer(Page(items: care.pharmacies(by: call.actor).map(PharmacyLine.init)))
            },
            Route(
                .get, "/v1/staff/pharmacies/{slug}", "One pharmacy with its licences and products.",
                permission: .readProgram
            ) { call in try await sheet(care.pharmacy(call.text("slug"), by: call.actor)) },
        ]
    }

    private var changing: [Route] {
        [
            Route(
                .put, "/v1/staff/pharmacies/{slug}", "Adds a pharmacy, or changes it as a whole.",
                permission: .manageProgram, body: .json
            ) { call in
                guard let slug = call.slug else { throw NotFound() }
                let pharmacy = try call.read { $0.pharmacy(slug, at: care.clock.now) }
                // A new one has no version to name; a change may say which one it was made of.
                let version = call.headers[.ifMatch] == nil ? nil : try call.expectedVersion()
                return try await sheet(care.savePharmacy(pharmacy, ifAt: version, by: call.actor))
            },
            Route(
                .post, "/v1/staff/pharmacies/{slug}/licences",
                "It may ship into a state, from a day to a day.",
                permission: .manageProgram, idempotency: .accepted, body: .json
            ) { call in
                let licence = try call.read { $0.pharmacyLicence() }
                return try await call.once(sheet) {
                    try await care.licensePharmacy(call.text("slug"), licence, once: $0, by: call.actor)
                }
            },
            Route(
                .put, "/v1/staff/pharmacies/{slug}/products/{strengthMg}", "It makes lozenges of a strength.",
                permission: .manageProgram, body: .json
            ) { call in
                guard let strength = Int(call.text("strengthMg")), (1...1000).contains(strength) else {
                    throw NotFound()
                }
                let product = try call.read { $0.pharmacyProduct(Milligrams(strength)) }
                return try await sheet(care.stockPharmacy(call.text("slug"), product, by: call.actor))
            },
            Route(
                .post, "/v1/staff/pharmacies/{slug}/credentials", "User and password of its interface.",
                permission: .manageProgram, idempotency: .accepted, body: .json
            ) { call in
                let credentials = try call.read { $0.pharmacyCredentials() }
                return try await call.once(sheet) {
                    try await care.givePharmacyCredentials(
                        call.text("slug"), credentials, once: $0, by: call.actor)
                }
            },
        ]
    }

    private func sheet(_ sheet: PharmacySheet) throws -> Answer {
        try Answer(PharmacyAnswer(sheet)).tagged(EntityTag(version: sheet.pharmacy.version))
    }
}

extension Call {
    /// The name of a pharmacy in addresses; `nil` for what can be none.
    fileprivate var slug: String? {
        let slug = text("slug")
        return slug.wholeMatch(of: /[a-z0-9-]{1,40}/) == nil ? nil : slug
    }
}
