import Clocks
import Foundation
import Wire

/// The care team at work: the navigator goes through the queue and prepares, prescribers answer, meet and sign. They
/// do what the queue says is to be done, and know nothing that it does not show them.
struct CareTeam: Sendable {
    let client: ProgramClient
    let navigator: StaffDesk
    let prescribers: [String: StaffDesk]

    init(client: ProgramClient, doors: DevDoors, team: CohortTeam) {
        self.client = client
        navigator = StaffDesk(client: client, doors: doors, person: team.navigator)
        prescribers = team.prescribers.mapValues { StaffDesk(client: client, doors: doors, person: $0) }
    }

    /// Everything that waits for a person and is about somebody whom the cohort knows.
    ///
    /// - Returns: the screenings decided on, by patient.
    func workThroughQueue(knowing people: [String: MadeUpPerson]) async throws -> [String: Bool] {
        let token = try await navigator.signIn()
        let decided = try await NavigatorWork(client: client, token: token).workThroughQueue(knowing: people)
        try await navigator.signOut(token: token)
        for (account, desk) in prescribers.sorted(by: { $0.key < $1.key }) {
            try await PrescriberWork(client: client, desk: desk, account: account).workThroughQueue(
                knowing: people)
        }
        return decided
    }

    /// The visit itself: identity and place, then the note and the outcome.
    func meet(_ person: MadeUpPerson, at visit: PersonOutcome.Visit) async throws {
        guard let desk = prescribers[visit.prescriber] else { return }
        try await PrescriberWork(client: client, desk: desk, account: visit.prescriber).meet(
            person, at: visit.consult)
    }

    /// How many accounts a search for this e-mail finds.
    func accounts(of email: String, token: String) async throws -> [PatientHit] {
        let page: Page<PatientHit> = try await client.post(
            "/v1/staff/patients/search", PatientSearch(text: email), token: token)
        return page.items
    }

    /// What happened to a patient, as codes.
    func timeline(of patient: String, token: String) async throws -> Set<String> {
        let page: Page<TimelineEntry> = try await client.get(
            "/v1/staff/patients/\(patient)/timeline?limit=200", token: token)
        return Set(page.items.map(\.code))
    }
}
