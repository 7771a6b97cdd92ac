import Clinic

/// The words of a question or an option: one language, and its translations as FHIR writes them
/// (`http://hl7.org/fhir/StructureDefinition/translation`).
package struct TranslatedText: Sendable, Hashable {
    /// In the questionnaire's own language, English in this program's files.
    package let text: String
    /// By BCP 47 tag in lower case.
    package let translations: [String: String]

    package init(_ text: String, translations: [String: String] = [:]) {
        self.text = text
        self.translations = translations
    }

    /// The words for somebody who reads `language`; the file's own where it has no translation.
    package func text(in language: Language) -> String { translations[language.rawValue] ?? text }
}
