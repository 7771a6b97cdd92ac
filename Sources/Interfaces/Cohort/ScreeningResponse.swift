/// A FHIR R4 `QuestionnaireResponse` to the screening.
struct ScreeningResponse: Encodable, Sendable {
    struct Answer: Encodable, Sendable {
        let valueDate: String?
        let valueCoding: ScreeningForm.Coding?
    }

    struct Item: Encodable, Sendable {
        let linkId: String
        let answer: [Answer]
    }

    let resourceType = "QuestionnaireResponse"
    let status = "completed"
    /// Canonical and version of the form.
    let questionnaire: String
    let language: String
    let item: [Item]
}
