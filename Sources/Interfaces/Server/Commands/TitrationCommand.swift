import ArgumentParser
import Foundation
import Medications
import Treatments

/// `lozenged titration`: the engine that decides on doses, without a database.
struct TitrationCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "titration", abstract: "Decides on doses again, from histories in files.",
        subcommands: [TitrationReplayCommand.self])
}

/// `lozenged titration replay`: status 1 if a history could not be read, 66 if the file could not.
struct TitrationReplayCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "replay", abstract: "Says what titration decides on each date of a history, and why.",
        discussion: """
            FILE holds one history as JSON, or many, one a line; - reads standard input. With --json there is one line
            of result for each history, in their order; of a history that cannot be read, its problems.

              lozenged titration replay history.json
              lozenged titration replay --json histories.ndjson > results.ndjson
            """)

    @Argument(help: "A file of histories, or - for standard input.") var file: String
    @Flag(help: "As JSON, one line a history.") var json = false

    func run() async throws {
        try await explaining {
            let schema = try SchemaFolder(
                setting: ProcessInfo.processInfo.environment[SettingName.schema.rawValue])
            let reader = try TitrationHistoryReader(schema: schema)
            guard let lines = HistoryLines(path: file) else {
                Terminal.note("\(file) cannot be read.")
                throw ExitCode(66)
            }
            if try await ReplayRun(reader: reader, asJSON: json).run(lines) { throw ExitCode(1) }
        }
    }
}

extension TitrationHistoryReader {
    /// With the program's own protocol, and its names of medicines.
    init(schema: SchemaFolder) throws {
        let titration = try JSONDecoder().decode(
            TitrationProtocol.self, from: schema.data(of: "protocols/daily-low-dose.json"))
        guard titration.faults.isEmpty else { throw TitrationFaults(faults: titration.faults) }
        let medicines = try MedicationMap(json: schema.data(of: "protocols/medication-classes.json"))
        self.init(titration) { medicines.meaning(of: $0) }
    }
}

/// The protocol's numbers make no sense.
struct TitrationFaults: Error, CustomStringConvertible {
    let faults: [String]

    var description: String { "protocols/daily-low-dose.json: \(faults.joined(separator: "; "))" }
}

extension MedicationMap {
    /// What a medicine, or a class of medicines, means to the dose (T11); `nil` where it is not known.
    func meaning(of text: String) -> Set<NewMedicine>? {
        if let named = NewMedicine(rawValue: text) { return [named] }
        if let named = MedicationClass(rawValue: text) { return Set([named.meaning].compactMap(\.self)) }
        let match = match(text)
        return match.isRecognized ? Set(match.classes.compactMap(\.meaning)) : nil
    }
}

extension MedicationClass {
    fileprivate var meaning: NewMedicine? {
        switch self {
        case .benzodiazepine, .opioid, .otherDepressant, .maoi: .depressant
        case .stimulant, .lithium, .antipsychotic, .anticonvulsant, .thyroid, .theophylline, .strongCYP:
            .cautious
        case .antidepressant, .antihypertensive, .otherCardiac, .herbal: nil
        }
    }
}
