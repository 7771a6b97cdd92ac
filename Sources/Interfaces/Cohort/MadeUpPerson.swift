import AnswerFiles
import Clocks
import Foundation
import Wire

/// One person of the cohort, the same for the same seed. Name, place and days are made up, so that nobody real stands in
/// a demonstration; the answers too, or they are a row's of a file.
struct MadeUpPerson: Sendable {
    /// 0, 1, … in the order of arrival.
    let number: Int
    let seed: Int
    let story: Story
    let intakeStory: IntakeStory
    /// What a respondent of a file answered; story and intake story then say nothing.
    let real: RealAnswers?
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
    /// How their days on the program go.
    private(set) var life: LifeStory
    /// Where they are left; `nil` lets them go as far as the path does.
    let station: Station?

    /// - Parameters:
    ///   - served: letters of the states that the program serves.
    ///   - now: what ages are counted from.
    ///   - station: where they are left; it decides what they answer, so that they get there.
    ///   - respondent: whose answers they give.
    init(
        number: Int, seed: Int, served: Set<String>, now: Instant, station: Station? = nil,
        respondent: Respondent? = nil
    ) {
        var chance = SeededChance(seed: seed, person: number)
        self.number = number
        self.seed = seed
        let drawn = Story.of(number: number, seed: seed, drawing: &chance)
        story = respondent == nil ? station?.story ?? drawn : .depression
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
        birthDate = Self.date(today.year - (respondent?.age ?? age) - (isAhead ? 1 : 0), month, day)
        let isServed = story != .stateNotServed
        let places = Place.all.filter { served.contains($0.state) == isServed }
        place = chance.pick(places.isEmpty ? Place.all : places)
        let name = "\(given).\(family)".folding(options: .diacriticInsensitive, locale: nil).lowercased()
        email = "\(name).\(seed)-\(number + 1)@example.org"
        phone = "+1\(place.areaCode)555\(String(10_100 + number % 100).suffix(4))"
        isImpatient = Int.random(in: 0..<4, using: &chance) == 0
        let isLucky = Int.random(in: 0..<10, using: &chance) < 7
        isAccepted = station == nil && respondent == nil ? isLucky : station != .declined
        let intake = IntakeStory.of(story, drawing: &chance)
        intakeStory = station == nil && respondent == nil ? intake : .plain
        isPrescribed = Int.random(in: 0..<10, using: &chance) < 9 || station != nil
        real = respondent?.answers(birthDate: birthDate, state: place.state)
        life = LifeStory(person: number, seed: seed, rank: nil, start: (118, 14, 11))
        life = story(ranked: nil)
    }

    /// The same person as the how many-th of those whom the rules let in.
    func ranked(_ rank: Int) -> MadeUpPerson {
        var person = self
        person.life = story(ranked: rank)
        return person
    }

    /// Whether rules and care team let them in, as far as what they answer is made up.
    var isLetIn: Bool {
        real == nil && story.verdict.result != "notQualified"
            && (story.verdict.result == "qualified" || isAccepted)
            && intakeStory.verdict.outcome != "ineligible"
            && isPrescribed
    }

    private func story(ranked rank: Int?) -> LifeStory {
        let answers = intakeAnswers(on: "")
        var systolic = 118
        if case .whole(let measured) = answers.values["bp-systolic"]?.first { systolic = measured }
        return LifeStory(
            person: number, seed: seed, rank: rank,
            start: (systolic, answers.total(of: "phq9", items: 9), answers.total(of: "gad7", items: 7)))
    }

    /// The date on the person's own wall.
    func today(at now: Instant) -> String {
        let zone = TimeZone(identifier: place.timeZone) ?? .gmt
        return String((now + .seconds(zone.secondsFromGMT(for: now.date))).rfc3339.prefix(10))
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

    /// What a prescriber answers to a rule that leaves it to them. Of a respondent there may be little to treat (E18): in a
    /// survey of everybody that is most.
    func isAccepted(by rule: String) -> Bool { real == nil || rule != "E18" }

    /// Whether the visit leads to a prescription.
    func isApproved(knowing outcome: PersonOutcome) -> Bool {
        isPrescribed && (outcome.eligibility?.rules ?? []).allSatisfy(isAccepted)
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
