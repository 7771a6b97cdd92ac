import Clinic
import Foundation
import Questionnaires

/// What a patient is asked to sign: one document in one version, in both languages. Data of `Schema/consents/`.
///
/// What is signed is a text, so a signature names its SHA-256; another wording is another version, which asks
/// again.
package struct ConsentDocument: Sendable, Hashable {
    /// `telehealth`: the file's name.
    package let name: String
    package let version: Int
    /// Whether nothing goes on without it.
    package let isRequired: Bool
    /// Whether a patient may take it back.
    package let isWithdrawable: Bool
    package let title: Words
    package let text: Words

    /// SHA-256 of the text as UTF-8 in `language`: 64 hex digits.
    package func sha256(in language: Language) -> String {
        SchemaFile(name: name, bytes: Array(text.said(in: language).utf8)).sha256
    }

    /// The language of the text that has this hash; `nil` where none has.
    package func language(of sha256: String) -> Language? {
        Language.allCases.first { self.sha256(in: $0) == sha256 }
    }
}

/// All documents that this installation asks for, by name.
package struct ConsentBook: Sendable {
    package let documents: [ConsentDocument]
    /// The files, for their hashes.
    package let files: [SchemaFile]

    /// - Parameter folder: holds one file a document.
    /// - Throws: `SchemaFileRefusal` with what is wrong in the first file that is not understood.
    package init(folder: URL) throws(SchemaFileRefusal) {
        files = try SchemaFile.all(in: folder)
        var documents: [ConsentDocument] = []
        for file in files { documents.append(try ConsentDocument(loading: file)) }
        guard documents.contains(where: \.isRequired) else {
            throw SchemaFileRefusal(file: folder.lastPathComponent, reasons: ["No document is required."])
        }
        self.documents = documents
    }

    /// The document of that name in the version now in force.
    package subscript(name: String) -> ConsentDocument? { documents.first { $0.name == name } }

    /// Those without which nothing goes on.
    package var required: [ConsentDocument] { documents.filter(\.isRequired) }
}

extension ConsentDocument {
    private struct Content: Decodable {
        let document: String
        let version: Int
        let required: Bool
        let withdrawable: Bool
        let title: Words
        let text: Words
    }

    fileprivate init(loading file: SchemaFile) throws(SchemaFileRefusal) {
        let content: Content
        do {
            content = try JSONDecoder().decode(Content.self, from: Data(file.bytes))
        } catch {
            throw SchemaFileRefusal(file: file.name, reasons: ["It is no consent document."])
        }
        var reasons: [String] = []
        if content.document != file.slug { reasons.append("The document is named as the file is.") }
        if content.version < 1 { reasons.append("Versions count from 1.") }
        let words = [content.title.en, content.title.es, content.text.en, content.text.es]
        if words.contains(where: \.isEmpty) { reasons.append("A text is empty.") }
        guard reasons.isEmpty else { throw SchemaFileRefusal(file: file.name, reasons: reasons) }
        self.init(
            name: content.document, version: content.version, isRequired: content.required,
            isWithdrawable: content.withdrawable, title: content.title, text: content.text)
    }
}

/// Why a consent could not be signed or taken back.
package enum ConsentRefusal: Refusing, CaseIterable {
    /// There is a newer version, or the text was another one.
    case notTheTextInForce
    /// It holds; it is not signed twice.
    case alreadySigned
    /// Nothing is signed that could be taken back.
    case notSigned
    /// This document may not be taken back.
    case notWithdrawable

    package var code: String {
        switch self {
        case .notTheTextInForce: "consent_not_in_force"
        case .alreadySigned: "consent_already_signed"
        case .notSigned: "consent_not_signed"
        case .notWithdrawable: "consent_not_withdrawable"
        }
    }
}
