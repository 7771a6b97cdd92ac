import Access
import CarePath
import Clinic
import Cohort
import Foundation
import Patients
import Safety
import Wire

/// Makes patients up and takes them to a stage: alone over HTTP as far as a patient gets, then with a care
/// navigator's decision.
actor PatientMaker {
    /// How far a made-up patient has come; more of them as the program grows.
    enum Stage: String, CaseIterable {
        /// Registered; nobody needs to look at the screening.
        case qualified
        /// Registered; the care team has yet to look at the screening.
        case inReview
        /// The care team looked: they can go on.
        case accepted
        /// The care team looked: not now.
        case declined

        fileprivate var screening: Newcomer.Screening { self == .qualified ? .qualified : .needsReview }

        fileprivate var decision: String? {
            switch self {
            case .qualified, .inReview: nil
            case .accepted, .declined: rawValue
            }
        }
    }

    /// People made here have a seed of their own, so that none of them is also in a cohort.
    private static let seed = 0

    private let carePath: CarePath
    private let folder: DataFolder
    private let server: String
    private var sheet: SignInSheet

    /// - Parameters:
    ///   - sheet: with a complete care team.
    ///   - server: where the program answers, `http://127.0.0.1:8080`.
    init(carePath: CarePath, folder: DataFolder, sheet: SignInSheet, server: String) {
        self.carePath = carePath
        self.folder = folder
        self.sheet = sheet
        self.server = server
    }

    var people: [DevPerson] { sheet.staff + sheet.patients }

    /// How the care navigator signs in.
    var navigator: StaffSignIn? { sheet.navigator }

    /// One patient a stage, where there is none yet.
    func makeOneOfEach() async throws {
        for stage in Stage.allCases where !sheet.patients.contains(where: { $0.stage == stage.rawValue }) {
            _ = try await make(at: stage)
        }
    }

    /// Makes somebody up and takes them to `stage`.
    func make(at stage: Stage) async throws -> DevPerson {
        guard let navigator = sheet.member(.careNavigator)?.caller else {
            throw DataFolderFault.incomplete(folder.path(SignInSheet.file))
        }
        let newcomer = try await Newcomer.register(
            at: server, number: sheet.patients.count, seed: Self.seed, screening: stage.screening)
        guard
            let patient = try await carePath.findPatients(newcomer.email, limit: 2, by: navigator.actor).first
        else {
            throw NotFound()
        }
        if let decision = stage.decision {
            try await decide(decision, on: patient.id, by: navigator)
        }
        let person = DevPerson(
            id: patient.id.description, handle: patient.handle, name: newcomer.name, kind: "patient",
            stage: stage.rawValue, email: newcomer.email)
        sheet.patients.append(person)
        try folder.write(sheet, to: SignInSheet.file)
        return person
    }

    /// The navigator claims and resolves the review. After a kill in between it is done already.
    private func decide(_ outcome: String, on patient: ID<Patient>, by navigator: Caller) async throws {
        let work = try await carePath.chart(of: patient, in: .en, by: navigator.actor).work
        for item in work where item.kind == .screeningReview {
            _ = try await carePath.claim(item.id, in: .en, once: nil, by: navigator)
            _ = try await carePath.resolve(
                item.id, as: outcome, note: "Made up for the demonstration.", in: .en, once: nil,
                by: navigator)
        }
    }
}
