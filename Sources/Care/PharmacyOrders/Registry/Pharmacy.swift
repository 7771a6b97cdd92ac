import Clinic
import Clocks
import Foundation

/// A pharmacy that makes the lozenges: who it is, what it may and can do, and how it is reached.
package struct Pharmacy: Sendable {
    package let id: ID<Pharmacy>
    /// Stands in the addresses of its webhooks: `alpha`.
    package let slug: String
    package var name: String
    package var npi: ProviderIdentifier
    package var dea: DEANumber
    package var address: PostalAddress
    package var phone: PhoneNumber?
    package var hours: Hours
    package var access: Interface
    package var state: State
    /// Who buys the label: the program in its name, or it.
    package var labelBuyer: LabelBuyer
    /// Days from order to hand-over.
    package var daysToShip: Int
    /// Orders a day that it can take.
    package var dailyCapacity: Int
    /// Routing takes the first that fits.
    package var rank: Int
    package var version: Int

    /// When it is at work, in the form of `Schema/protocols/clinic-calendar.json`, read and as it was given.
    package struct Hours: Sendable {
        package let json: String
        package let calendar: BusinessCalendar

        /// - Throws: `DecodingError` for what is no calendar.
        package init(json: String) throws {
            self.json = json
            calendar = try JSONDecoder().decode(BusinessCalendar.self, from: Data(json.utf8))
        }
    }

    /// How its interface is reached; user and password are sealed apart.
    package struct Interface: Sendable, Hashable {
        package var adapter: Adapter
        package var baseURL: String
        package var settings: Settings

        package init(adapter: Adapter, baseURL: String, settings: Settings) {
            self.adapter = adapter
            self.baseURL = baseURL
            self.settings = settings
        }
    }

    /// What it wants to see in every order besides the credentials.
    package struct Settings: Sendable, Hashable, Codable {
        package let practice: String
        package let location: String
        package let vendor: String

        package init(practice: String, location: String, vendor: String) {
            self.practice = practice
            self.location = location
            self.vendor = vendor
        }
    }

    /// User and password of its interface.
    package struct Credentials: Sendable, Hashable, Codable {
        package let user: String
        package let password: String

        package init(user: String, password: String) {
            self.user = user
            self.password = password
        }
    }

    /// In which form it takes orders. A CHECK holds the same words.
    package enum Adapter: String, Sendable, CaseIterable { case lifeFile, fhir }

    package enum LabelBuyer: String, Sendable, CaseIterable { case program, pharmacy }

    /// Whether it takes orders: `draining` finishes what it has, `closed` has nothing any more.
    package enum State: Sendable, Hashable {
        case takingOrders
        case suspended(until: LocalDate?)
        case draining
        case closed

        /// The column `state`; a CHECK holds the same words.
        package enum Name: String, Sendable, CaseIterable { case takingOrders, suspended, draining, closed }

        package var name: Name {
            switch self {
            case .takingOrders: .takingOrders
            case .suspended: .suspended
            case .draining: .draining
            case .closed: .closed
            }
        }

        package init(_ name: Name, until: LocalDate?) {
            self =
                switch name {
                case .takingOrders: .takingOrders
                case .suspended: .suspended(until: until)
                case .draining: .draining
                case .closed: .closed
                }
        }
    }

    package init(
        id: ID<Pharmacy>, slug: String, name: String, npi: ProviderIdentifier, dea: DEANumber,
        address: PostalAddress, phone: PhoneNumber?, hours: Hours, access: Interface, state: State,
        labelBuyer: LabelBuyer, daysToShip: Int, dailyCapacity: Int, rank: Int, version: Int
    ) {
        self.id = id
        self.slug = slug
        self.name = name
        self.npi = npi
        self.dea = dea
        self.address = address
        self.phone = phone
        self.hours = hours
        self.access = access
        self.state = state
        self.labelBuyer = labelBuyer
        self.daysToShip = daysToShip
        self.dailyCapacity = dailyCapacity
        self.rank = rank
        self.version = version
    }
}

/// A licence to ship into a state; `until` is its last day.
package struct PharmacyLicence: Sendable, Hashable {
    package let state: StateCode
    package let number: String
    package let from: LocalDate
    package let until: LocalDate

    package init(state: StateCode, number: String, from: LocalDate, until: LocalDate) {
        self.state = state
        self.number = number
        self.from = from
        self.until = until
    }
}

/// A strength that a pharmacy makes, under its own product number.
package struct PharmacyProduct: Sendable, Hashable {
    package let strength: Milligrams
    package let form: String
    package let product: String
    /// Whether a lozenge breaks evenly in two.
    package let isScored: Bool

    package init(strength: Milligrams, form: String = "lozenge", product: String, isScored: Bool) {
        self.strength = strength
        self.form = form
        self.product = product
        self.isScored = isScored
    }
}

/// Why the registry of pharmacies could not be changed.
package enum PharmacyRefusal: Refusing, CaseIterable {
    /// It has orders that are not over.
    case hasOrders
    /// Two licences for a state at the same time.
    case licenceOverlaps
    case licenceEndsBeforeItBegins

    package var code: String {
        switch self {
        case .hasOrders: "pharmacy_has_orders"
        case .licenceOverlaps: "pharmacy_licence_overlaps"
        case .licenceEndsBeforeItBegins: "pharmacy_licence_ends_before_it_begins"
        }
    }
}
