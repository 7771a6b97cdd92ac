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

    /// What is known to the care team besides its queue: who says what on the phone.
    struct Day: Sendable {
        /// By patient.
        let people: [String: MadeUpPerson]
        /// Those whom a rule paused and who are well, by patient.
        let paused: [String: PausedPerson]
        /// Whether it is office hours; else somebody is on call.
        let isAtDesk: Bool
        /// Patients who were met for their review.
        let met: Set<String>
    }

    /// What they came to.
    struct Done: Sendable {
        /// The screenings decided on, by patient.
        var screenings: [String: Bool] = [:]
        /// What kept renewals back, by gate.
        var gates: [String: Int] = [:]
    }

    /// Everything that waits for a person and is about somebody whom the cohort knows.
    func work(_ day: Day) async throws -> Done {
        var done = Done()
        if day.isAtDesk {
            let token = try await navigator.signIn()
            done.screenings = try await NavigatorWork(client: client, token: token).workThroughQueue(
                knowing: day.people)
        }
        for (account, desk) in prescribers.sorted(by: { $0.key < $1.key }) {
            let gates = try await PrescriberWork(client: client, desk: desk, account: account).work(day)
            done.gates.merge(gates, uniquingKeysWith: +)
        }
        return done
    }

    /// Everybody goes home: the run is over.
    func signOut() async throws {
        try await navigator.signOut()
        for (_, desk) in prescribers.sorted(by: { $0.key < $1.key }) { try await desk.signOut() }
    }

    /// The visit itself: identity and place, then the note and the outcome.
    func meet(_ person: MadeUpPerson, _ outcome: PersonOutcome, at visit: PersonOutcome.Visit) async throws {
        guard let desk = prescribers[visit.prescriber] else { return }
        try await PrescriberWork(client: client, desk: desk, account: visit.prescriber).meet(
            person, at: visit.consult, approves: person.isApproved(knowing: outcome))
    }

    /// How many accounts a search for this e-mail finds.
    func accounts(of email: String, token: String) async throws -> [PatientHit] {
        let page: Page<PatientHit> = try await client.post(
            "/v1/staff/patients/search", PatientSearch(text: email), token: token)
        return page.items
    }

    /// What happened to a patient, as codes.
    func timeline(of patient: String, token: String) async throws -> [String: Int] {
        let lines: [TimelineEntry] = try await client.all(
            "/v1/staff/patients/\(patient)/timeline", token: token)
        return Dictionary(lines.map { ($0.code, 1) }, uniquingKeysWith: +)
    }
}

extension ProgramClient {
    /// The whole queue.
    func queue(token: String) async throws -> [WorkItem] {
        var (items, cursor): ([WorkItem], String?) = ([], nil)
        repeat {
            let page: QueueAnswer = try await get(
                "/v1/staff/queue?limit=200" + (cursor.map { "&cursor=\($0)" } ?? ""), token: token)
            items += page.items
            cursor = page.nextCursor
        } while cursor != nil
        return items
    }
}
