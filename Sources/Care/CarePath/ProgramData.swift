import Clinic
import Clocks
import Consults
import Foundation
import Intakes
import Medications
import Patients
import PharmacyOrders
import Prescriptions
import Questionnaires
import RefillReviews
import Safety
import Shipments
import Treatments

/// The program's rules and words, as this server runs with them: the files of `Schema/`, read once at the start.
///
/// A file that is missing, not understood or lacks a sentence stops the start and is named; nothing of it is found
/// out by a patient.
///
/// One object for all: a value of so many parts would be counted up and down, part by part, with every request.
package final class ProgramData: Sendable {
    package let questionnaires: QuestionnaireLibrary
    package let screeningQuestionnaire: PublishedQuestionnaire
    package let screening: ScreeningRules
    package let messages: MessageCatalog
    package let timeline: WordBook
    package let next: WordBook
    package let workItems: WorkItemKinds
    package let zones: StateZones
    /// The numbers and words of visits.
    package let visits: VisitRules
    /// What is asked of carriers, and when a parcel is late.
    package let carriers: CarrierRules
    /// When a treatment may begin.
    package let treatmentStart: StartRules
    package let treatment: WordBook
    /// What a decision of titration and each of its rules say.
    package let titrationWords: WordBook
    /// When refill reviews open and supplies go out.
    package let refills: RefillRules
    package let refill: WordBook

    /// The clinic's own hours and time zone.
    package let calendar: BusinessCalendar
    /// The long questionnaire before the first visit.
    package let intake: IntakeForm
    /// Its versions that are no longer begun, by `url|version`: answers to them are still saved, sent and read by them.
    package let earlierIntakes: [String: IntakeForm]
    package let eligibility: EligibilityRules
    /// Every version of the eligibility rules that is here, the first one first.
    package let eligibilityVersions: [EligibilityRules]
    package let medications: MedicationMap
    package let pharmacyRules: PharmacyRules
    package let pharmacyCodes: PharmacyCodes
    /// How soon flags are seen to, and how they end.
    package let flags: FlagRules
    /// What patients sign.
    package let consents: ConsentBook
    /// The protocol by which is prescribed here, and the hash of its file, which a medical director approves.
    package let dosing: DosingProtocol
    package let dosingSHA256: String
    /// By which doses move: the same file, with the numbers of titration.
    package let titration: TitrationProtocol
    /// The instruments that are asked again during treatment, by which their totals get their bands.
    let reportedInstruments: [InstrumentReport.Instrument: Instrument]
    /// On what law a prescription can stand, and until when.
    package let legalBases: LegalBases
    /// The numbers of people's changes, what they may ask for, and the words for what a change brings.
    package let people: PeopleRules
    package let requests: RequestRules
    package let peopleWords: WordBook
    /// SHA-256 of each file by its path below `Schema/`, for the record of what was in force when.
    package let fingerprints: [String: String]

    /// - Parameter folder: `Schema/`, wherever this installation keeps it.
    package init(folder: URL) throws {
        var fingerprints: [String: String] = [:]
        func file(_ path: String) throws -> SchemaFile {
            let file = try SchemaFile(reading: folder.appending(path: path))
            fingerprints[path] = file.sha256
            return file
        }
        func read<Value>(_ path: String, _ make: (Data) throws -> Value) throws -> Value {
            let file = try file(path)
            do { return try make(Data(file.bytes)) } catch {
                throw SchemaFileRefusal(file: path, reasons: ["\(error)"])
            }
        }
        questionnaires = try QuestionnaireLibrary(folder: folder.appending(path: "questionnaires"))
        for file in questionnaires.files { fingerprints["questionnaires/\(file.name)"] = file.sha256 }
        guard let published = questionnaires[slug: "screening"] else {
            throw SchemaFileRefusal(file: "questionnaires/screening.json", reasons: ["It is missing."])
        }
        screeningQuestionnaire = published
        screening = try ScreeningRules(
            loading: try file("screening/rules-1.json"), for: published.questionnaire)
        let calendar = try read("protocols/clinic-calendar.json") {
            try JSONDecoder().decode(BusinessCalendar.self, from: $0)
        }
        self.calendar = calendar
        zones = try read("protocols/state-time-zones.json") {
            try JSONDecoder().decode(StateZones.self, from: $0)
        }
        visits = try read("protocols/consults.json", VisitRules.init(json:))
        workItems = try read("protocols/work-items.json") { try WorkItemKinds(json: $0, calendar: calendar) }
        guard let long = questionnaires[slug: "intake"] else {
            throw SchemaFileRefusal(file: "questionnaires/intake.json", reasons: ["It is missing."])
        }
        intake = try IntakeForm(long, scores: folder.appending(path: "questionnaires/scores/intake"))
        earlierIntakes = try Self.earlierIntakes(in: questionnaires, below: folder)
        for file in [intake.files, earlierIntakes.values.flatMap(\.files)].joined() {
            fingerprints["questionnaires/\(file.name)"] = file.sha256
        }
        eligibilityVersions = try Self.eligibilityVersions(
            in: folder.appending(path: "screening"), for: intake)
        guard let first = eligibilityVersions.first else {
            throw SchemaFileRefusal(file: "screening/eligibility-1.json", reasons: ["It is missing."])
        }
        eligibility = first
        for rules in eligibilityVersions { fingerprints["screening/\(rules.file.name)"] = rules.file.sha256 }
        medications = try read("protocols/medication-classes.json", MedicationMap.init(json:))
        flags = try read("protocols/flags.json") { try FlagRules(json: $0, calendar: calendar) }
        consents = try ConsentBook(folder: folder.appending(path: "consents"))
        for file in consents.files { fingerprints["consents/\(file.name)"] = file.sha256 }
        messages = try read("messages/outgoing.json", MessageCatalog.init(json:))
        timeline = try read("messages/timeline.json") {
            try WordBook(json: $0, for: TimelineEntry.Code.allCases.map(\.rawValue))
        }
        next = try read("messages/next.json") { try WordBook(json: $0, for: NextSteps.sentences) }
        let dosing = try read("protocols/daily-low-dose.json") {
            try JSONDecoder().decode(DosingProtocol.self, from: $0)
        }
        guard dosing.faults.isEmpty else {
            throw SchemaFileRefusal(file: "protocols/daily-low-dose.json", reasons: dosing.faults)
        }
        self.dosing = dosing
        titration = try read("protocols/daily-low-dose.json") {
            try JSONDecoder().decode(TitrationProtocol.self, from: $0)
        }
        guard titration.faults.isEmpty else {
            throw SchemaFileRefusal(file: "protocols/daily-low-dose.json", reasons: titration.faults)
        }
        reportedInstruments = try Self.reportedInstruments(in: questionnaires)
        dosingSHA256 = fingerprints["protocols/daily-low-dose.json"] ?? ""
        legalBases = try read("legal/bases.json") { try JSONDecoder().decode(LegalBases.self, from: $0) }
        people = try read("protocols/people-changes.json", PeopleRules.init(json:))
        requests = try read("legal/requests.json", RequestRules.init(json:))
        peopleWords = try read("messages/people.json") {
            try WordBook(
                json: $0,
                for: MoveConsequence.Code.allCases.map { "move.\($0.rawValue)" }
                    + ClosingObstacle.allCases.map { "closing.\($0.rawValue)" })
        }
        pharmacyRules = try read("protocols/pharmacy-orders.json", PharmacyRules.init(json:))
        pharmacyCodes = try read("protocols/pharmacy-codes.json", PharmacyCodes.init(json:))
        carriers = try read("protocols/carriers.json", CarrierRules.init(json:))
        treatmentStart = try read("protocols/treatment-start.json", StartRules.init(json:))
        refills = try read("protocols/refill-review.json", RefillRules.init(json:))
        refill = try read("messages/refill.json") {
            try WordBook(json: $0, for: OwnRefillReview.sentences)
        }

        treatment = try read("messages/treatment.json") {
            try WordBook(json: $0, for: TreatmentView.sentences)
        }
        titrationWords = try read("messages/titration.json") {
            try WordBook(json: $0, for: TitrationDecision.sentences)
        }
        self.fingerprints = fingerprints
    }

    /// The version of the eligibility rules that judges: the highest that a medical director approved, by the hash of its
    /// file; before any is, the first.
    package func eligibility(approved approvals: [RulesApproval]) -> EligibilityRules {
        eligibilityVersions.last { rules in
            approvals.contains { $0.version == rules.number && $0.sha256 == rules.file.sha256 }
        } ?? eligibility
    }

    /// The version by which something was judged; where it is not here any more, the first.
    package func eligibility(version: String) -> EligibilityRules {
        eligibilityVersions.first { $0.version == version } ?? eligibility
    }

    private static func eligibilityVersions(
        in folder: URL, for form: IntakeForm
    ) throws -> [EligibilityRules] {
        let files = try SchemaFile.all(in: folder, as: "").filter { $0.name.hasPrefix("eligibility-") }
        var versions: [EligibilityRules] = []
        for file in files {
            let rules = try EligibilityRules(loading: file, for: form)
            if versions.contains(where: { $0.number == rules.number }) {
                throw SchemaFileRefusal(file: file.name, reasons: ["This version is there twice."])
            }
            versions.append(rules)
        }
        return versions.sorted { $0.number < $1.number }
    }

    /// The name of a total: `moderate`.
    package func band(of total: Int, _ instrument: InstrumentReport.Instrument) -> String {
        reportedInstruments[instrument]?.band(of: total) ?? ""
    }

    private static func reportedInstruments(
        in library: QuestionnaireLibrary
    ) throws -> [InstrumentReport.Instrument: Instrument] {
        let slugs: [InstrumentReport.Instrument: String] = [.phq9: "phq-9", .gad7: "gad-7"]
        return try slugs.reduce(into: [:]) { found, entry in
            guard let instrument = library[slug: entry.value]?.instrument,
                instrument.items.count == entry.key.itemCount
            else {
                throw SchemaFileRefusal(
                    file: "questionnaires/scores/\(entry.value).json", reasons: ["It is missing."])
            }
            found[entry.key] = instrument
        }
    }

    /// The date at the clinic.
    package func today(at now: Instant) -> LocalDate { LocalDate(of: now, in: calendar.zone) }
}
