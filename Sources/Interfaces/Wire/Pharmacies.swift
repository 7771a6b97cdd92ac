/// `PUT /v1/staff/pharmacies/{slug}`: a pharmacy as it should be.
package struct PharmacyRequest: Codable, Sendable {
    package var name: String
    package var npi: String
    package var dea: String
    package var address: RegistrationRequest.Address
    package var phone: String?
    /// IANA name; the calendar's own must be the same.
    package var timeZone: String
    package var hours: [String: [String]]
    package var holidays: [String]?
    /// `lifeFile` or `fhir`.
    package var adapter: String
    package var baseUrl: String
    package var practice: String
    package var location: String
    package var vendor: String
    /// `takingOrders`, `suspended`, `draining` or `closed`.
    package var state: String
    package var suspendedUntil: String?
    /// `program` or `pharmacy`.
    package var labelBuyer: String
    package var daysToShip: Int
    package var dailyCapacity: Int
    package var rank: Int

    package init(
        name: String, npi: String, dea: String, address: RegistrationRequest.Address, phone: String?,
        timeZone: String, hours: [String: [String]], holidays: [String]?, adapter: String, baseUrl: String,
        practice: String, location: String, vendor: String, state: String, suspendedUntil: String?,
        labelBuyer: String, daysToShip: Int, dailyCapacity: Int, rank: Int
    ) {
        self.name = name
        self.npi = npi
        self.dea = dea
        self.address = address
        self.phone = phone
        self.timeZone = timeZone
        self.hours = hours
        self.holidays = holidays
        self.adapter = adapter
        self.baseUrl = baseUrl
        self.practice = practice
        self.location = location
        self.vendor = vendor
        self.state = state
        self.suspendedUntil = suspendedUntil
        self.labelBuyer = labelBuyer
        self.daysToShip = daysToShip
        self.dailyCapacity = dailyCapacity
        self.rank = rank
    }
}

/// `POST …/licences`: it may ship into a state, from a day to a day.
package struct PharmacyLicenceRequest: Codable, Sendable {
    package var state: String
    package var number: String
    package var from: String
    /// The last day.
    package var until: String

    package init(state: String, number: String, from: String, until: String) {
        self.state = state
        self.number = number
        self.from = from
        self.until = until
    }
}

/// `PUT …/products/{strengthMg}`: it makes lozenges of this strength.
package struct PharmacyProductRequest: Codable, Sendable {
    /// The pharmacy's own number.
    package var product: String
    package var scored: Bool

    package init(product: String, scored: Bool) {
        self.product = product
        self.scored = scored
    }
}

/// `POST …/credentials`: user and password of its interface; never read back.
package struct PharmacyCredentialsRequest: Codable, Sendable {
    package var user: String
    package var password: String

    package init(user: String, password: String) {
        self.user = user
        self.password = password
    }
}

/// A pharmacy in the list.
package struct PharmacyLine: Codable, Sendable {
    package var id: String
    package var slug: String
    package var name: String
    package var state: String
    package var rank: Int
    package var adapter: String
    package var dailyCapacity: Int

    package init(
        id: String, slug: String, name: String, state: String, rank: Int, adapter: String, dailyCapacity: Int
    ) {
        self.id = id
        self.slug = slug
        self.name = name
        self.state = state
        self.rank = rank
        self.adapter = adapter
        self.dailyCapacity = dailyCapacity
    }
}

/// A pharmacy whole.
package struct PharmacyAnswer: Codable, Sendable {
    package struct Licence: Codable, Sendable {
        package var state: String
        package var number: String
        package var from: String
        package var until: String

        package init(state: String, number: String, from: String, until: String) {
            self.state = state
            self.number = number
            self.from = from
            self.until = until
        }
    }

    package struct Product: Codable, Sendable {
        package var strengthMg: Int
        package var product: String
        package var scored: Bool

        package init(strengthMg: Int, product: String, scored: Bool) {
            self.strengthMg = strengthMg
            self.product = product
            self.scored = scored
        }
    }

    package var line: PharmacyLine
    package var npi: String
    package var dea: String
    package var timeZone: String
    package var baseUrl: String
    package var labelBuyer: String
    package var daysToShip: Int
    package var suspendedUntil: String?
    package var hasCredentials: Bool
    package var licences: [Licence]
    package var products: [Product]
    package var version: Int

    package init(
        line: PharmacyLine, npi: String, dea: String, timeZone: String, baseUrl: String, labelBuyer: String,
        daysToShip: Int, suspendedUntil: String?, hasCredentials: Bool, licences: [Licence],
        products: [Product],
        version: Int
    ) {
        self.line = line
        self.npi = npi
        self.dea = dea
        self.timeZone = timeZone
        self.baseUrl = baseUrl
        self.labelBuyer = labelBuyer
        self.daysToShip = daysToShip
        self.suspendedUntil = suspendedUntil
        self.hasCredentials = hasCredentials
        self.licences = licences
        self.products = products
        self.version = version
    }
}
