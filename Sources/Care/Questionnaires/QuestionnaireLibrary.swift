import Foundation
import StrictJSON

/// The questionnaires this installation works with: the files of `Schema/questionnaires`, loaded once at the
/// start.
///
/// A file that is not wholly understood, has no version, or has words without a Spanish translation stops the
/// start: half a library would be noticed by a patient.
package struct QuestionnaireLibrary: Sendable {
    /// By name, as they are listed.
    package let all: [PublishedQuestionnaire]
    /// Versions that are no longer begun, but that answers are still bound to: `earlier/intake-1.json`.
    package let earlier: [PublishedQuestionnaire]
    /// Every file read, scores included (`scores/phq-9.json`): their hashes go into the database.
    package let files: [SchemaFile]

    /// - Parameter folder: holds one JSON file a questionnaire, and in `scores/` one an instrument. In `earlier/`, where it
    ///   is there, each file is named by questionnaire and version.
    package init(folder: URL) throws(SchemaFileRefusal) {
        let scores = try SchemaFile.all(in: folder.appending(path: "scores"), as: "scores/")
        let files = try SchemaFile.all(in: folder)
        var unused = Set(scores.map(\.slug))
        var all: [PublishedQuestionnaire] = []
        for file in files {
            let score = scores.first { $0.slug == file.slug }
            all.append(try PublishedQuestionnaire(file, score: score))
            unused.remove(file.slug)
        }
        if let stray = unused.sorted().first {
            throw SchemaFileRefusal(
                file: "scores/\(stray).json", reasons: ["There is no questionnaire of this name."])
        }
        self.all = all
        let (earlier, earlierFiles) = try Self.earlier(in: folder.appending(path: "earlier"), than: all)
        self.earlier = earlier
        self.files = files + scores + earlierFiles
    }

    private static func earlier(
        in folder: URL, than current: [PublishedQuestionnaire]
    ) throws(SchemaFileRefusal) -> ([PublishedQuestionnaire], [SchemaFile]) {
        guard FileManager.default.fileExists(atPath: folder.path) else { return ([], []) }
        let files = try SchemaFile.all(in: folder, as: "earlier/")
        var found: [PublishedQuestionnaire] = []
        for file in files {
            let published = try PublishedQuestionnaire(file, score: nil, isEarlier: true)
            if current.contains(where: { $0.canonical == published.canonical }) {
                throw SchemaFileRefusal(file: file.name, reasons: ["This version is the current one."])
            }
            found.append(published)
        }
        return (found, files)
    }

    /// The one served under `slug`.
    package subscript(slug slug: String) -> PublishedQuestionnaire? { all.first { $0.slug == slug } }

    /// One version of it, the current one or an earlier one.
    package subscript(slug slug: String, version version: String) -> PublishedQuestionnaire? {
        (all + earlier).first { $0.slug == slug && $0.questionnaire.version == version }
    }

    /// The one that answers name as `url|version`, an earlier one too.
    package subscript(canonical canonical: String) -> PublishedQuestionnaire? {
        (all + earlier).first { $0.canonical == canonical }
    }
}

extension PublishedQuestionnaire {
    /// - Parameter isEarlier: a version that is no longer begun: retired, and named `SLUG-VERSION.json`.
    /// - Throws: `SchemaFileRefusal` with every defect of the questionnaire, or of its score.
    package init(
        _ file: SchemaFile, score: SchemaFile?, isEarlier: Bool = false
    ) throws(SchemaFileRefusal) {
        let json = try file.json()
        let questionnaire: Questionnaire
        do {
            questionnaire = try Questionnaire(loading: json)
        } catch {
            throw SchemaFileRefusal(file: file.name, reasons: error.defects.map(\.description))
        }
        var reasons: [String] = []
        let slug = questionnaire.url?.split(separator: "/").last.map(String.init) ?? ""
        if isEarlier {
            if json["status"] != "retired" { reasons.append("An earlier version is retired.") }
            if file.slug != "\(slug)-\(questionnaire.version ?? "")" {
                reasons.append("The file must be named by its url's end and its version.")
            }
        } else {
            if json["status"] != "active" { reasons.append("Only an active questionnaire is published.") }
            if slug != file.slug {
                reasons.append("The url must end in “\(file.slug)”, the file's name.")
            }
        }
        if questionnaire.version == nil { reasons.append("It has no version.") }
        reasons += questionnaire.wordsWithoutSpanish.map { "\($0) has no Spanish translation." }
        guard reasons.isEmpty, let canonical = questionnaire.canonical else {
            throw SchemaFileRefusal(file: file.name, reasons: reasons)
        }
        var instrument: Instrument?
        if let score {
            let scoreJSON = try score.json()
            do {
                instrument = try Instrument(loading: scoreJSON, for: questionnaire)
            } catch {
                throw SchemaFileRefusal(
                    file: score.name, reasons: error.defects.map(\.description))
            }
        }
        self.init(
            slug: slug, canonical: canonical, questionnaire: questionnaire, instrument: instrument,
            file: file)
    }
}

extension Questionnaire {
    /// What a Spanish speaker would have to read in English.
    fileprivate var wordsWithoutSpanish: [String] {
        var silent: [String] = []
        func look(_ text: TranslatedText?, _ what: String) {
            if let text, text.translations["es"] == nil { silent.append(what) }
        }
        look(title, "The title")
        for item in allItems {
            look(item.text, "Item \(item.linkId)")
            for option in item.options {
                look(option.text, "Option “\(option.text?.text ?? "")” of \(item.linkId)")
            }
        }
        return silent
    }
}
