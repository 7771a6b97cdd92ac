import CarePath
import Clinic
import Clocks
import Foundation
import PharmacyOrders
import StrictJSON
import Wire

extension PharmacyLine {
    init(_ pharmacy: Pharmacy) {
        self.init(
            id: pharmacy.id.description, slug: pharmacy.slug, name: pharmacy.name,
            state: pharmacy.state.name.rawValue, rank: pharmacy.rank,
            adapter: pharmacy.access.adapter.rawValue,
            dailyCapacity: pharmacy.dailyCapacity)
    }
}

extension PharmacyAnswer {
    init(_ sheet: PharmacySheet) {
        let pharmacy = sheet.pharmacy
        let until: LocalDate? = if case .suspended(let until) = pharmacy.state { until } else { nil }
        self.init(
            line: PharmacyLine(pharmacy), npi: pharmacy.npi.digits, dea: pharmacy.dea.text,
            timeZone: pharmacy.hours.calendar.zone.identifier, baseUrl: pharmacy.access.baseURL,
            labelBuyer: pharmacy.labelBuyer.rawValue, daysToShip: pharmacy.daysToShip,
            suspendedUntil: until?.description, hasCredentials: sheet.hasCredentials,
            licences: sheet.licences.map {
                .init(
                    state: $0.state.code, number: $0.number, from: $0.from.description,
                    until: $0.until.description)
            },
            products: sheet.products.map {
                .init(strengthMg: $0.strength.count, product: $0.product, scored: $0.isScored)
            },
            version: pharmacy.version)
    }
}

extension JSONReader {
    /// A pharmacy as `PUT` sends it. The id counts only where the slug is new.
    mutating func pharmacy(_ slug: String, at now: Instant) -> Pharmacy? {
        let name = string("name", length: 1...120)
        let npi = parse("npi", as: .npi) { ProviderIdentifier($0) }
        let dea = parse("dea", as: .dea) { DEANumber($0) }
        let address = object("address") { $0.home() }
        let phone = optionalParse("phone", as: .phone) { PhoneNumber($0) }
        let hours = pharmacyHours()
        let access = pharmacyAccess()
        let state = option("state", of: Pharmacy.State.Name.self)
        let until = optionalParse("suspendedUntil", as: .date) { LocalDate($0) }
        let labelBuyer = option("labelBuyer", of: Pharmacy.LabelBuyer.self)
        let daysToShip = integer("daysToShip", in: 0...30)
        let dailyCapacity = integer("dailyCapacity", in: 0...100_000)
        let rank = integer("rank", in: 0...10_000)
        return made {
            Pharmacy(
                id: ID(at: now), slug: slug, name: name.value, npi: npi.value, dea: dea.value,
                address: address.value.address, phone: phone.value, hours: hours.value, access: access.value,
                state: Pharmacy.State(state.value, until: until.value), labelBuyer: labelBuyer.value,
                daysToShip: daysToShip.value, dailyCapacity: dailyCapacity.value, rank: rank.value, version: 1
            )
        }
    }

    /// Zone, weekly hours and holidays, in the form in which calendars are kept.
    private mutating func pharmacyHours() -> JSONField<Pharmacy.Hours> {
        let zone = parse("timeZone", as: .timeZone) { TimeZone(identifier: $0)?.identifier }
        let weekdays = object("hours") { week in
            var hours: [String: [String]] = [:]
            for weekday in 1...7 where week.contains("\(weekday)") {
                let span = week.strings("\(weekday)", count: 2...2, length: 5...5)
                hours["\(weekday)"] = span.ifRead
            }
            return week.made { hours }
        }
        let holidays =
            contains("holidays") ? strings("holidays", count: 0...400, length: 10...10) : JSONField([])
        guard let zone = zone.ifRead, let weekdays = weekdays.ifRead, let holidays = holidays.ifRead else {
            return JSONField(nil)
        }
        let calendar = CalendarForm(
            timeZone: zone, spells: [.init(from: "2000-01-01", hours: weekdays)], holidays: holidays)
        guard let json = try? JSONEncoder().encode(calendar),
            let hours = try? Pharmacy.Hours(json: String(decoding: json, as: UTF8.self))
        else {
            note(
                JSONProblem(
                    pointer.member("hours"), JSONProblem.Code.badFormat,
                    "This must be hours by ISO weekday such as {\"1\": [\"09:00\", \"17:00\"]}.",
                    es: "Deben ser horas por día ISO como {\"1\": [\"09:00\", \"17:00\"]}."))
            return JSONField(nil)
        }
        return JSONField(hours)
    }

    private mutating func pharmacyAccess() -> JSONField<Pharmacy.Interface> {
        let adapter = option("adapter", of: Pharmacy.Adapter.self)
        let baseURL = parse("baseUrl", as: .webAddress) { text in
            URL(string: text).flatMap {
                ["http", "https"].contains($0.scheme) && $0.host() != nil ? text : nil
            }
        }
        let practice = string("practice", length: 1...60)
        let location = string("location", length: 1...60)
        let vendor = string("vendor", length: 1...60)
        return JSONField(
            made {
                Pharmacy.Interface(
                    adapter: adapter.value, baseURL: baseURL.value,
                    settings: .init(practice: practice.value, location: location.value, vendor: vendor.value))
            })
    }

    mutating func pharmacyLicence() -> PharmacyLicence? {
        let state = parse("state", as: .state) { StateCode($0) }
        let number = string("number", length: 1...60)
        let from = parse("from", as: .date) { LocalDate($0) }
        let until = parse("until", as: .date) { LocalDate($0) }
        return made {
            PharmacyLicence(state: state.value, number: number.value, from: from.value, until: until.value)
        }
    }

    mutating func pharmacyProduct(_ strength: Milligrams) -> PharmacyProduct? {
        let product = string("product", length: 1...60)
        let isScored = boolean("scored")
        return made {
            PharmacyProduct(strength: strength, product: product.value, isScored: isScored.value)
        }
    }

    mutating func pharmacyCredentials() -> Pharmacy.Credentials? {
        let user = string("user", length: 1...200)
        let password = string("password", length: 1...200)
        return made { Pharmacy.Credentials(user: user.value, password: password.value) }
    }
}

/// A calendar in the form of `Schema/protocols/clinic-calendar.json`.
private struct CalendarForm: Encodable {
    struct Spell: Encodable {
        let from: String
        let hours: [String: [String]]
    }

    let timeZone: String
    let spells: [Spell]
    let holidays: [String]
}

extension JSONFormat {
    fileprivate static let dea = JSONFormat(
        "a DEA number such as BA1234563", es: "un número de la DEA como BA1234563")
    fileprivate static let webAddress = JSONFormat(
        "an address such as https://api.pharmacy.example/v1",
        es: "una dirección como https://api.pharmacy.example/v1")
}
