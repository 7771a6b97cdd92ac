import Clinic
import Clocks
import Foundation
import Intakes
import Patients
import Questionnaires
import Safety

/// The program's rules and words, as this server runs with them: the files of `Schema/`, read once at the start.
///
/// A file that is missing, not understood or lacks a sentence stops the start and is named; nothing of it is found
/// out by a patient.
package struct ProgramData: Sendable {
    package let questionnaires: QuestionnaireLibrary
    package let screeningQuestionnaire: PublishedQuestionnaire
    package let screening: ScreeningRules
    package let messages: MessageCatalog
    package let timeline: WordBook
    package let next: WordBook
    package let workItems: WorkItemKinds
    package let zones: StateZones
    /// The clinic's own hours and time zone.
    package let calendar: BusinessCalendar
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
        workItems = try read("protocols/work-items.json") { try WorkItemKinds(json: $0, calendar: calendar) }
        messages = try read("messages/outgoing.json", MessageCatalog.init(json:))
        timeline = try read("messages/timeline.json") {
            try WordBook(json: $0, for: TimelineEntry.Code.allCases.map(\.rawValue))
        }
        next = try read("messages/next.json") { try WordBook(json: $0, for: NextSteps.sentences) }
        self.fingerprints = fingerprints
    }

    /// The date at the clinic.
    package func today(at now: Instant) -> LocalDate { LocalDate(of: now, in: calendar.zone) }
}
