import Access
import CareSupport
import Clinic
import Clocks
import DoorSupport
import Foundation
import Invariants
import Postgres
import Support
import Testing
import Wire

/// Somebody on the first day of treatment, at the door: 15 mg of 15 to 45, 81 lozenges, Phoenix, 9:14 in the morning.
struct DailyLifeStage: Sendable {
    let server: ClinicServer
    let treated: TestClinic.InTreatment

    var clinic: TestClinic { server.clinic }

    static func open(_ body: @escaping @Sendable (DailyLifeStage) async throws -> Void) async throws {
        try await ClinicServer.open { server in
            let stage = DailyLifeStage(server: server, treated: try await server.clinic.inTreatment())
            try await body(stage)
            // Whatever was sent in, nothing has come about that must never be; the fixture's rows alone have no audit.
            let found = try await InvariantSearch(database: server.database.database, records: .none).run()
            #expect(found.violations.filter { $0.invariant != "N13" } == [])
        }
    }

    /// What the patient's sign-in gives, now.
    var maya: TokenAnswer {
        get async throws {
            try await PrescriptionStory.token(
                Caller(
                    accountID: treated.patient.uuid, kind: .patient, roles: [.patient], session: UUID()),
                clinic)
        }
    }

    /// Today in the patient's zone, or so many days from it.
    func day(_ days: Int = 0) -> String {
        (LocalDate(of: clinic.clock.now, in: treated.zone) + days).description
    }

    /// The start dose, taken without effects, unless a story says otherwise.
    func request(_ change: (inout CheckInRequest) -> Void = { _ in }) -> CheckInRequest {
        var request = CheckInRequest(date: day(), taken: "planned")
        request.effects = ["nausea": 0, "dissociation": 0]
        (request.benefit, request.wish, request.selfHarm) = ("some", "same", false)
        change(&request)
        return request
    }

    @discardableResult
    func report(
        key: UUID = UUID(), _ change: (inout CheckInRequest) -> Void = { _ in }
    ) async throws -> Reply {
        try await server.post("/v1/me/check-ins", request(change), as: maya, key: key)
    }

    /// Today's report again.
    func amend(on date: String? = nil, _ change: (inout CheckInRequest) -> Void = { _ in }) async throws
        -> Reply
    {
        let named = request {
            change(&$0)
            $0.date = nil
        }
        return try await server.put("/v1/me/check-ins/\(date ?? day())", named, as: maya, key: UUID())
    }

    func treatment() async throws -> TreatmentAnswer {
        try await server.get("/v1/me/treatment", as: maya).json()
    }

    func count(_ sql: SQL) async throws -> Int? {
        try await clinic.database.read(by: Actor.system("test"), sql, "test.count") { try $0["n"] as Int }
            .first
    }

    func pass(days: Int) { clinic.clock.advance(by: .hours(24 * days)) }
}
