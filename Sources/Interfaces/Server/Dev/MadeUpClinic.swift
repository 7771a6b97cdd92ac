import Clinic
import Clocks
import Consults
import Foundation
import PharmacyOrders
import Sandbox

/// How a made-up prescriber works: numbers that pass their checks and belong to nobody.
struct MadeUpPrescriber: Sendable {
    let email: String
    let credentials: String
    let npi: String
    let dea: String
    let timeZone: String
    let states: [String]

    static let all = [
        MadeUpPrescriber(
            email: "wei@clinic.example", credentials: "MD", npi: "1555010101", dea: "FL5550101",
            timeZone: "America/Denver", states: ["AZ", "CA", "CO", "NV", "TX", "WA"]),
        MadeUpPrescriber(
            email: "maria@clinic.example", credentials: "DO", npi: "1555020209", dea: "FS5550202",
            timeZone: "America/New_York", states: ["AZ", "FL", "NY", "OH", "TX"]),
    ]

    /// From eight to six, every day but Sunday.
    func week(from day: LocalDate) -> [WorkingHours.Weekly] {
        (1...6).compactMap { weekday in
            WorkingHours.Span(opens: 8 * 60, closes: 18 * 60).map {
                WorkingHours.Weekly(weekday: weekday, span: $0, from: day, until: nil)
            }
        }
    }
}

/// Since when and until when the papers of the made-up clinic count.
enum MadeUpPapers {
    static let from = LocalDate(year: 2024, month: 1, day: 1)
    static let until = LocalDate(year: 2031, month: 12, day: 31)
}

extension Pharmacy {
    /// The made-up pharmacy, which the sandbox plays.
    static func madeUp(_ profile: PharmacyProfile, at url: String, id: ID<Pharmacy>) throws -> Pharmacy {
        guard let npi = ProviderIdentifier("1003000126"), let dea = DEANumber("FA5550303"),
            let florida = StateCode("FL")
        else { preconditionFailure("made-up numbers pass their checks") }
        let days = (1...6).map { "\"\($0)\":[\"09:00\",\"17:00\"]" }.joined(separator: ",")
        return Pharmacy(
            id: id, slug: profile.slug, name: "Alpha Compounding (made up)", npi: npi, dea: dea,
            address: PostalAddress(
                line1: "400 Harbor Way", line2: nil, city: "Tampa", state: florida, postalCode: "33602"),
            phone: PhoneNumber("+18135550190"),
            hours: try Hours(
                json: """
                    {"timeZone":"\(profile.timeZone)","spells":[{"from":"2020-01-01","hours":{\(days)}}],\
                    "holidays":[]}
                    """),
            access: Interface(
                adapter: .lifeFile, baseURL: url,
                settings: Settings(
                    practice: profile.practice, location: profile.location, vendor: profile.vendor)),
            state: .takingOrders, labelBuyer: .program, daysToShip: 3, dailyCapacity: 500, rank: 1,
            version: 0)
    }
}
