import CarePath
import Clinic
import Clocks
import Cohort
import Foundation
import Patients
import Wire

/// Makes patients up and brings them to a station of the path, over HTTP alone, as their apps and the care team's tools
/// would. The clock goes on by the days that the way takes.
actor PatientMaker {
    /// People made here have a seed of their own, so that none of them is also in a cohort.
    private static let seed = 0

    private let carePath: CarePath
    private let folder: DataFolder
    private let server: String
    private let clock: DevClock
    private var sheet: SignInSheet

    /// - Parameters:
    ///   - sheet: with a complete care team.
    ///   - server: where the program answers, `http://127.0.0.1:8080`.
    init(carePath: CarePath, folder: DataFolder, sheet: SignInSheet, server: String, clock: DevClock) {
        self.carePath = carePath
        self.folder = folder
        self.sheet = sheet
        self.server = server
        self.clock = clock
    }

    var people: [DevPerson] { sheet.staff + sheet.patients }

    /// How the care team signs in whom a cohort meets.
    var team: CohortTeam? { sheet.team }

    /// One patient a station, all in the days that the longest way takes. After a kill they go on where they were.
    func makeOneOfEach() async throws {
        guard sheet.patients.isEmpty else { return }
        let memory: KeptPeople? = try folder.read(KeptPeople.file)
        let plan =
            memory?.plan ?? CohortPlan(to: Station.allCases, seed: Self.seed, begins: clock.now)
        try await bring(plan, memory: memory?.memory)
    }

    /// Makes somebody up and brings them to `station`.
    func make(at station: Station) async throws -> DevPerson {
        // Another seed for each, since a plan's first person is always the same.
        let plan = CohortPlan(
            to: [station], seed: -1 - sheet.patients.count, begins: clock.now)
        try await bring(plan, memory: nil)
        guard let person = sheet.patients.last else { throw NotFound() }
        return person
    }

    private func bring(_ plan: CohortPlan, memory: CohortMemory?) async throws {
        guard let team = sheet.team else {
            throw DataFolderFault.incomplete(folder.path(SignInSheet.file))
        }
        let folder = folder
        let run = CohortRun(
            plan: plan, server: server, team: team, memory: memory,
            keep: { try folder.write(KeptPeople(plan: plan, memory: $0), to: KeptPeople.file) },
            report: { _ in })
        for newcomer in try await run.bringToStations() {
            guard let id = ID<Patient>(newcomer.patient) else { continue }
            let patient = try await carePath.profile(of: id, by: Actor.system("dev"))
            sheet.patients.append(
                DevPerson(
                    id: newcomer.patient, handle: patient.handle, name: newcomer.name, kind: "patient",
                    stage: newcomer.station.rawValue, email: newcomer.email))
        }
        try folder.write(sheet, to: SignInSheet.file)
    }
}

/// How far the people of a folder were brought when the program was killed.
private struct KeptPeople: Codable {
    static let file = "stations.json"

    let plan: CohortPlan
    let memory: CohortMemory
}
