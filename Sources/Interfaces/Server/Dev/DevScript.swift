import API
import CarePath
import Clinic
import Clocks
import Cohort
import Foundation
import Invariants
import Logging
import Sandbox
import Wire

/// What `lozenged dev` does once it serves: the care team, a patient a stage, the cohort, and what it prints.
struct DevScript: Sendable {
    let program: DevProgram
    let options: DevOptions

    /// - Parameter url: where the program answers.
    /// - Returns: whether to go on serving.
    func run(at url: String) async throws -> AfterScript {
        await program.bootstrap.recordDataFiles(logger: Logger(label: "lozenged"))
        let patients = try await makePeople(at: url)
        let isBroken = try await takeCohort(at: url)
        let sheet = WelcomeSheet(
            url: url, partners: program.sheet.addresses.textsURL, people: await patients.people,
            now: program.clock.now)
        if options.once {
            if isBroken { throw CohortBrokePromises() }
            return .stop
        }
        Terminal.show(sheet.text)
        return .goOn
    }

    private func makePeople(at url: String) async throws -> PatientMaker {
        let time = program.time
        let desk = program.desk
        let maker = TeamMaker(
            carePath: program.carePath, clock: program.clock, folder: program.folder,
            settle: { _ = try await time.advance(to: .instant(program.clock.now)) },
            messages: { try await desk.messages(to: $0, limit: 100) })
        if try program.folder.read(SignInSheet.file, as: SignInSheet.self)?.isTeamComplete != true {
            Terminal.note("Making up a care team, and a patient at each stage.")
        }
        let clinic = ClinicMaker(
            carePath: program.carePath, folder: program.folder, partners: program.sheet)
        let sheet = try await clinic.make(for: maker.make())
        let patients = PatientMaker(
            carePath: program.carePath, folder: program.folder, sheet: sheet, server: url,
            clock: program.clock)
        try await patients.makeOneOfEach()
        program.desk.patients.set(patients)
        return patients
    }

    /// Takes the cohort through, or what is left of it after a kill. One folder holds one cohort: its days are past
    /// when another would begin.
    private func takeCohort(at url: String) async throws -> Bool {
        let file = CohortFile(folder: program.folder)
        guard let plan = try options.plan(beginning: program.clock, kept: file) else {
            if !program.clock.isRunning, options.start == nil { _ = try await program.time.advance(to: .now) }
            return false
        }
        if let table = try file.table() {
            Terminal.note("The cohort of this folder came earlier; this is what happened.")
            return try await finish(table)
        }
        let memory = try file.memory()
        try file.keep(memory, of: plan)
        let team = await program.desk.patients.value?.team
        guard let team else { throw DataFolderFault.incomplete(program.folder.path(SignInSheet.file)) }
        let bar = ProgressBar()
        let run = CohortRun(
            plan: plan, server: url, team: team, respondents: options.people?.respondents, memory: memory,
            keep: { try file.keep($0, of: plan) },
            report: bar.show)
        defer { bar.finish() }
        let table = try await run.run(endsNow: options.start == nil)
        bar.finish()
        try file.end(table)
        return try await finish(table)
    }

    /// Shows what happened, and what a search from outside of the program finds.
    private func finish(_ table: CohortTable) async throws -> Bool {
        Terminal.show(table.text)
        let report = try await InvariantSearch(
            database: program.carePath.database, records: PartnerRecords(folder: program.partnerFolder)
        ).run()
        Terminal.show(report.text)
        let replays = try await program.carePath.replayTreatments(by: .system("replay"))
        Terminal.show(replays.text)
        if let path = options.json {
            try DevReport(cohort: table, invariants: report, replay: replays).write(to: path)
        }
        return table.hasBreaches || !report.violations.isEmpty || !replays.differences.isEmpty
    }
}

/// What `--json` writes: the cohort's table, and beside its members the search for what must never be, and what the
/// replay of what people reported came to.
struct DevReport: Encodable {
    let cohort: CohortTable
    let invariants: InvariantReport
    let replay: TreatmentReplays

    private enum Keys: String, CodingKey { case invariants, replay }

    func encode(to encoder: any Encoder) throws {
        try cohort.encode(to: encoder)
        var box = encoder.container(keyedBy: Keys.self)
        try box.encode(invariants, forKey: .invariants)
        try box.encode(replay, forKey: .replay)
    }

    func write(to path: String) throws {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        try (encoder.encode(self) + Data("\n".utf8)).write(to: URL(filePath: path))
    }
}

/// The cohort's table says what was promised and did not hold.
struct CohortBrokePromises: Error, CustomStringConvertible {
    var description: String { "Something that must always hold did not; the table above names it." }
}
