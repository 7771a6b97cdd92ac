import Clocks
import Foundation
import Wire

/// One person of the cohort: made up, so that nobody real stands in a demonstration, and the same for the same seed.
struct MadeUpPerson: Sendable {
    /// 0, 1, … in the order of arrival.
    let number: Int
    let seed: Int
    let story: Story
    let intakeStory: IntakeStory
    let given: String
    let family: String
    let birthDate: String
    let place: Place
    let email: String
    let phone: String
    let language: String
    /// Clicks twice: every request of the registration goes out two times under one key.
    let isImpatient: Bool
    /// What the care team will decide, if it is asked.
    let isAccepted: Bool
    /// Whether the prescriber approves after the visit.
    let isPrescribed: Bool
    /// Where they are left; `nil` lets them go as far as the path does.
    let station: Station?

    /// - Parameters:
    ///   - served: letters of the states that the program serves.
    ///   - now: what ages are counted from.
    ///   - station: where they are left; it decides what they answer, so that they get there.
    init(number: Int, seed: Int, served: Set<String>, now: Instant, station: Station? = nil) {
        var chance = SeededChance(seed: seed, person: number)
        self.number = number
        self.seed = seed
        let drawn = Story.of(number: number, seed: seed, drawing: &chance)
        story = station?.story ?? drawn
        self.station = station
        let isLatin = story == .depressionInSpanish
        given = chance.pick(isLatin ? Self.spanishGiven : Self.given)
        family = chance.pick(isLatin ? Self.spanishFamily : Self.family)
        language = isLatin ? "es" : "en"
        let age =
            story == .tooYoung
            ? Int.random(in: 15...17, using: &chance) : Int.random(in: 19...74, using: &chance)
        let today = Instant.civil(fromDays: Int(now.secondsSince1970 / 86_400))
        let (month, day) = (Int.random(in: 1...12, using: &chance), Int.random(in: 1...28, using: &chance))
        // Born a year earlier where this year's birthday is still to come.
        let isAhead = (month, day) > (today.month, today.day)
        birthDate = Self.date(today.year - age - (isAhead ? 1 : 0), month, day)
        let isServed = story != .stateNotServed
        let places = Place.all.filter { served.contains($0.state) == isServed }
        place = chance.pick(places.isEmpty ? Place.all : places)
        let name = "\(given).\(family)".folding(options: .diacriticInsensitive, locale: nil).lowercased()
        email = "\(name).\(seed)-\(number + 1)@example.org"
        phone = "+1\(place.areaCode)555\(String(10_100 + number % 100).suffix(4))"
        isImpatient = Int.random(in: 0..<4, using: &chance) == 0
        let isLucky = Int.random(in: 0..<10, using: &chance) < 7
        isAccepted = station == nil ? isLucky : station != .declined
        let intake = IntakeStory.of(story, drawing: &chance)
        intakeStory = station == nil ? intake : .plain
        isPrescribed = Int.random(in: 0..<10, using: &chance) < 9 || station != nil
    }

    /// The key of this person's `step`, the same in every run with this seed.
    func key(_ step: String) -> UUID { UUID(seed: seed, person: number, step: step) }

    /// What they register with.
    func registration(screening: String) -> RegistrationRequest {
        RegistrationRequest(
            screeningId: screening, name: .init(given: given, family: family), birthDate: birthDate,
            address: .init(
                line1: "\(100 + number) Juniper Street",
                line2: number % 3 == 0 ? "Unit \(1 + number % 9)" : nil,
                city: place.city, state: place.state, postalCode: place.postalCode),
            timeZone: place.timeZone, email: email, phone: phone, language: language, consentToMessages: true)
    }

    private static func date(_ year: Int, _ month: Int, _ day: Int) -> String {
        func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
        return "\(year)-\(two(month))-\(two(day))"
    }

    private static let given = [
        "Maya", "Noah", "Ruth", "Theo", "Iris", "Omar", "June", "Felix", "Tessa", "Amos", "Leah", "Victor",
        "Nina",
        "Silas", "Hana", "Jonas", "Priya", "Walter", "Esme", "Duncan",
    ]
    private static let family = [
        "Park", "Klein", "Adeyemi", "Novak", "Brooks", "Haddad", "Lindqvist", "Okafor", "Reyes", "Tanaka",
        "Walsh",
        "Meyer", "Osei", "Ferris", "Yazzie", "Kaur", "Sorensen", "Delgado",
    ]
    private static let spanishGiven = ["María", "José", "Lucía", "Andrés", "Inés", "Tomás"]
    private static let spanishFamily = ["Núñez", "Ortiz", "Peña", "Ibáñez", "Ríos", "Vargas"]
}
