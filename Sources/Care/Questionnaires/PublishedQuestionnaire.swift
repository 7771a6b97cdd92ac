import StrictJSON

/// A questionnaire in use: what is served, answered and, where it has an instrument, scored.
package struct PublishedQuestionnaire: Sendable {
    /// Under which it is served: `phq-9`.
    package let slug: String
    /// `url|version`.
    package let canonical: String
    package let questionnaire: Questionnaire
    package let instrument: Instrument?
    /// The file, as it is served byte for byte.
    package let file: SchemaFile

    /// Reads answers as `Questionnaire.read` does, and refuses a total that the items do not add up to.
    package func read(
        _ response: JSONValue, mode: Questionnaire.ReadingMode
    ) -> (ValidResponse?, [JSONProblem]) {
        let (valid, problems) = questionnaire.read(response, mode: mode)
        guard let valid, let instrument, let total = instrument.totalItem, let sent = valid.answer(to: total)
        else {
            return (valid, problems)
        }
        do {
            _ = try instrument.score(valid)
            return (valid, problems)
        } catch {
            return (nil, [.totalDiffers(sent.pointer, total)])
        }
    }
}

extension JSONProblem {
    fileprivate static func totalDiffers(_ place: JSONPointer, _ linkId: String) -> Self {
        Self(
            place, AnswerCode.totalDiffers,
            "The answers do not add up to this total. Leave it out; the program reckons it.",
            es: "Las respuestas no suman este total. Omítalo; el programa lo calcula.", subject: linkId)
    }
}
