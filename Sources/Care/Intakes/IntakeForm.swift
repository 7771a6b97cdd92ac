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

    /// - Parameters:
    ///   - folder: holds one file an instrument.
    ///   - prefix: where it lies, for the files' names.
    /// - Throws: `SchemaFileRefusal`, naming the file and each defect in it.
    package init(
        _ published: PublishedQuestionnaire, scores folder: URL, as prefix: String = "scores/intake/"
    ) throws(SchemaFileRefusal) {
        self.published = published
        files = try SchemaFile.all(in: folder, as: prefix)
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

    /// The answers that a person must see whatever the totals are, by the instrument's name.
    package func redFlags(in answers: ValidResponse) -> [String: [Instrument.RedFlag]] {
        instruments.reduce(into: [:]) { found, entry in
            let flags = entry.instrument.redFlags(in: answers)
            if !flags.isEmpty { found[entry.name] = flags }
        }
    }

    /// What the answer to the last item of an instrument counts: PHQ-9's question about self-harm, 0 to 3.
    package func lastItem(of instrument: String, in answers: ValidResponse) -> Int? {
        guard let item = instruments.first(where: { $0.name == instrument })?.lastItem else { return nil }
        return answers.ordinal(item).map { NSDecimalNumber(decimal: $0).intValue }
    }
}

/// One instrument inside the questionnaire.
package struct IntakeInstrument: Sendable {
    package let instrument: Instrument

    /// `phq9`.
    package var name: String { instrument.name }

    var lastItem: String? { instrument.items.last }

    var bandCodes: Set<String> {
        Set((instrument.bands + (instrument.otherwise?.bands ?? [])).map(\.code))
    }

    /// What it came to; `nil` where none of it was asked.
    package func result(of answers: ValidResponse) -> InstrumentResult? {
        guard instrument.items.contains(where: answers.isAsked) else { return nil }
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
        let json = try file.json()
        do throws(QuestionnaireRefusal) {
            instrument = try Instrument(loading: json, for: questionnaire)
        } catch {
            throw SchemaFileRefusal(file: file.name, reasons: error.defects.map(\.description))
        }
    }
}
