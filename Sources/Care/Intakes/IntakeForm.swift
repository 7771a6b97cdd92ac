import Clinic
import Foundation
import Questionnaires
import StrictJSON

/// The long questionnaire with the instruments inside it: `Schema/questionnaires/intake.json` and
/// `scores/intake/`.
package struct IntakeForm: Sendable {
    package let published: PublishedQuestionnaire
    package let instruments: [IntakeInstrument]
    /// The files of the instruments, for their hashes.
    package let files: [SchemaFile]

    package var questionnaire: Questionnaire { published.questionnaire }

    /// - Parameter folder: holds one file an instrument.
    /// - Throws: `SchemaFileRefusal`, naming the file and each defect in it.
    package init(_ published: PublishedQuestionnaire, scores folder: URL) throws(SchemaFileRefusal) {
        self.published = published
        files = try SchemaFile.all(in: folder, as: "scores/intake/")
        var instruments: [IntakeInstrument] = []
        for file in files {
            instruments.append(try IntakeInstrument(loading: file, for: published.questionnaire))
        }
        self.instruments = instruments
    }

    /// What each instrument that was asked came to, by its name. A missing or refused item gives no score and is
    /// named.
    package func scores(of answers: ValidResponse) -> [String: InstrumentResult] {
        instruments.reduce(into: [:]) { results, instrument in
            results[instrument.name] = instrument.result(of: answers)
        }
    }

    /// What the answer to the last item of an instrument counts: PHQ-9's question about self-harm, 0 to 3.
    package func lastItem(of instrument: String, in answers: ValidResponse) -> Int? {
        guard let item = instruments.first(where: { $0.name == instrument })?.lastItem else { return nil }
        return answers.ordinal(item).map { NSDecimalNumber(decimal: $0).intValue }
    }
}

/// One instrument inside the questionnaire, and who has other bands.
package struct IntakeInstrument: Sendable {
    private let usual: Instrument
    /// The bands of those who gave this answer: AUDIT-C is positive from 4 for men, from 3 for others.
    private let otherwise: (linkId: String, answer: Coding, instrument: Instrument)?

    /// `phq9`.
    package var name: String { usual.name }

    var lastItem: String? { usual.items.last }

    var bandCodes: Set<String> { Set((usual.bands + (otherwise?.instrument.bands ?? [])).map(\.code)) }

    /// What it came to; `nil` where none of it was asked.
    func result(of answers: ValidResponse) -> InstrumentResult? {
        guard usual.items.contains(where: answers.isAsked) else { return nil }
        var instrument = usual
        if let otherwise, answers.codings(otherwise.linkId) == [otherwise.answer] {
            instrument = otherwise.instrument
        }
        do throws(ScoreRefusal) {
            return .scored(try instrument.score(answers))
        } catch {
            switch error {
            case .missing(let items): return .missing(items)
            // The questionnaire has no item for a total, so none can differ.
            case .totalDiffers: return .missing([])
            }
        }
    }

    fileprivate init(
        loading file: SchemaFile, for questionnaire: Questionnaire
    ) throws(SchemaFileRefusal) {
        guard var object = try file.json().objectValue else {
            throw SchemaFileRefusal(file: file.name, reasons: ["It is no instrument."])
        }
        let other = object["otherwise"]
        object["otherwise"] = nil
        usual = try Self.instrument(.object(object), file, questionnaire)
        guard let other else {
            otherwise = nil
            return
        }
        guard let linkId = other["linkId"]?.stringValue, let code = other["code"]?.stringValue,
            let bands = other["bands"],
            let item = questionnaire.item(linkId)
        else { throw SchemaFileRefusal(file: file.name, reasons: ["“otherwise” names no answer."]) }
        let answer = Coding(system: other["system"]?.stringValue, code: code)
        guard item.options.contains(where: { $0.value == .coding(answer) }) else {
            throw SchemaFileRefusal(file: file.name, reasons: ["“\(linkId)” has no option “\(code)”."])
        }
        object["bands"] = bands
        otherwise = (linkId, answer, try Self.instrument(.object(object), file, questionnaire))
    }

    private static func instrument(
        _ json: JSONValue, _ file: SchemaFile, _ questionnaire: Questionnaire
    ) throws(SchemaFileRefusal) -> Instrument {
        do throws(QuestionnaireRefusal) {
            return try Instrument(loading: json, for: questionnaire)
        } catch {
            throw SchemaFileRefusal(file: file.name, reasons: error.defects.map(\.description))
        }
    }
}
