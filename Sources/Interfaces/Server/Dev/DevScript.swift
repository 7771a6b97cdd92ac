import API
import Clocks
import Cohort
import Foundation
import Logging
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
        let hasBreaches = try await takeCohort(at: url)
        let sheet = WelcomeSheet(url: url, people: await patients.people, now: program.clock.now)
        if options.once {
            if hasBreaches { throw CohortBrokePromises() }
            return .stop
        }
        Terminal.show(sheet.text)
        return .goOn
    }

    private func makePeople(at url: String) async throws -> PatientMaker {
        let time = program.time
        let sink = program.desk
        let maker = TeamMaker(
            carePath: program.carePath, clock: program.clock, folder: program.folder,
            settle: { _ = try await time.advance(to: .instant(program.clock.now)) },
            messages: { sink.messages(to: $0, limit: 100) })
        if try program.folder.read(SignInSheet.file, as: SignInSheet.self)?.isTeamComplete != true {
            Terminal.note("Making up a care team, and a patient at each stage.")
        }
        let sheet = try await maker.make()
        let patients = PatientMaker(
            carePath: program.carePath, folder: program.folder, sheet: sheet, server: url)
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
            return try finish(table)
        }
        let memory = try file.memory()
        try file.keep(memory, of: plan)
        let navigator = await program.desk.patients.value?.navigator
        guard let navigator else { throw DataFolderFault.incomplete(program.folder.path(SignInSheet.file)) }
        let bar = ProgressBar()
        let run = CohortRun(
            plan: plan, server: url, navigator: navigator, memory: memory,
            keep: { try file.keep($0, of: plan) },
            report: bar.show)
        defer { bar.finish() }
        let table = try await run.run(endsNow: options.start == nil)
        bar.finish()
        try file.end(table)
        return try finish(table)
    }

    private func finish(_ table: CohortTable) throws -> Bool {
        Terminal.show(table.text)
        if let path = options.json { try table.write(to: path) }
        return table.hasBreaches
    }
}

/// The cohort's table says what was promised and did not hold.
struct CohortBrokePromises: Error, CustomStringConvertible {
    var description: String { "Something that must always hold did not; the table above names it." }
}
