import Clinic
import Clocks
import Foundation
import Intakes
import Medications
import Questionnaires

extension IntakeJudge {
    /// With the program's own questionnaire, rules and names of medicines.
    ///
    /// - Parameter today: `YYYY-MM-DD`; else the clinic's date now.
    init(schema: SchemaFolder, today: LocalDate?) throws {
        let library = try QuestionnaireLibrary(folder: schema.url(of: "questionnaires"))
        guard let published = library[slug: "intake"] else {
            throw SchemaFileRefusal(file: "questionnaires/intake.json", reasons: ["It is missing."])
        }
        let form = try IntakeForm(published, scores: schema.url(of: "questionnaires/scores/intake"))
        let rules = try EligibilityRules(
            loading: SchemaFile(reading: schema.url(of: "screening/eligibility-1.json")), for: form)
        let calendar = try JSONDecoder().decode(
            BusinessCalendar.self, from: schema.data(of: "protocols/clinic-calendar.json"))
        self.init(
            form: form, rules: rules,
            medications: try MedicationMap(json: schema.data(of: "protocols/medication-classes.json")),
            library: library, today: today ?? LocalDate(of: HostClock().now, in: calendar.zone))
    }
}
