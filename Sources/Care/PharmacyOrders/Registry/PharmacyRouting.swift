import Clinic

/// Why a pharmacy does not get an order. The raw values are codes that stand in explanations.
package enum RoutingMiss: String, Sendable, CaseIterable {
    case notTakingOrders, noLicence, noProduct, atCapacity
    /// The prescription allows halves and its lozenges do not break evenly.
    case notScored
}

/// What an order asks of a pharmacy.
package struct RoutingNeed: Sendable, Hashable {
    /// Where the parcel goes.
    package let state: StateCode
    package let strength: Milligrams
    package let form: String
    /// Into how many pieces a lozenge may be broken.
    package let pieces: Int
    package let on: LocalDate

    package init(state: StateCode, strength: Milligrams, form: String, pieces: Int, on date: LocalDate) {
        self.state = state
        self.strength = strength
        self.form = form
        self.pieces = pieces
        on = date
    }
}

/// What routing knows of a pharmacy.
package struct RoutingCandidate: Sendable {
    package let id: ID<Pharmacy>
    package let slug: String
    package let state: Pharmacy.State
    package let rank: Int
    package let ordersToday: Int
    package let dailyCapacity: Int
    package let licences: [PharmacyLicence]
    package let products: [PharmacyProduct]

    package init(
        id: ID<Pharmacy>, slug: String, state: Pharmacy.State, rank: Int, ordersToday: Int,
        dailyCapacity: Int,
        licences: [PharmacyLicence], products: [PharmacyProduct]
    ) {
        self.id = id
        self.slug = slug
        self.state = state
        self.rank = rank
        self.ordersToday = ordersToday
        self.dailyCapacity = dailyCapacity
        self.licences = licences
        self.products = products
    }

    /// What keeps it from taking the order; nothing if it can.
    package func misses(_ need: RoutingNeed) -> [RoutingMiss] {
        let product = products.first { $0.strength == need.strength && $0.form == need.form }
        var misses: [RoutingMiss] = []
        if !state.takesOrders(on: need.on) { misses.append(.notTakingOrders) }
        if !licences.contains(where: { $0.state == need.state && $0.from <= need.on && need.on <= $0.until })
        {
            misses.append(.noLicence)
        }
        if product == nil { misses.append(.noProduct) }
        if need.pieces > 1, product?.isScored == false { misses.append(.notScored) }
        if ordersToday >= dailyCapacity { misses.append(.atCapacity) }
        return misses
    }
}

/// Which pharmacy gets an order: the first by rank that can take it.
package struct PharmacyRoute: Sendable {
    package let chosen: RoutingCandidate?
    /// For each that was looked at and passed over, by its slug, why.
    package let misses: [String: [RoutingMiss]]

    package init(_ need: RoutingNeed, among candidates: [RoutingCandidate]) {
        var misses: [String: [RoutingMiss]] = [:]
        chosen = candidates.sorted { ($0.rank, $0.slug) < ($1.rank, $1.slug) }.first { candidate in
            let found = candidate.misses(need)
            if !found.isEmpty { misses[candidate.slug] = found }
            return found.isEmpty
        }
        self.misses = misses
    }
}

extension Pharmacy.State {
    /// A suspension ends by itself after its last day.
    package func takesOrders(on date: LocalDate) -> Bool {
        switch self {
        case .takingOrders: true
        case .suspended(let until): until.map { $0 < date } ?? false
        case .draining, .closed: false
        }
    }
}
