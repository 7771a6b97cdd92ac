import Access
import CarePath
import CareSupport
import Clinic
import Clocks
import DoorSupport
import Foundation
import Patients
import Testing
import Wire

/// What stories about visits begin with.
struct VisitStage: Sendable {
    let server: ClinicServer
    let team: Administrators
    /// A prescriber with profile, licence, DEA registration and hours, signed in.
    let lin: TokenAnswer
    let director: TokenAnswer
    let nora: TokenAnswer
    /// How those three sign in, by account.
    let colleagues: [String: Colleague]

    static let nine = "2026-11-23T14:00:00Z"

    static func open(
        _ body: @escaping @Sendable (VisitStage) async throws -> Void
    ) async throws {
        try await ClinicServer.open { server in
            let team = try await server.administrators()
            var colleagues: [String: Colleague] = [:]
            var people: [TokenAnswer] = []
            for (name, role) in [
                ("Lin", Role.prescriber), ("Dana", .medicalDirector), ("Nora", .careNavigator),
            ] {
                let colleague = try await server.join(name, [role], team)
                let person = try await server.signIn(colleague)
                colleagues[person.account.id] = colleague
                people.append(person)
            }
            let stage = VisitStage(
                server: server, team: team, lin: people[0], director: people[1], nora: people[2],
                colleagues: colleagues)
            let lin = stage.lin
            try await stage.prepare(lin.account.id)
            try await body(stage)
        }
    }

    static func profile(npi: String = "1234567893") -> PrescriberProfileRequest {
        PrescriberProfileRequest(
            credentials: "MD", npi: npi, timeZone: "America/New_York",
            address: .init(
                line1: "1 Clinic Way", line2: nil, city: "New York", state: "NY", postalCode: "10001"))
    }

    static let week = HoursRequest(
        weekly: (1...6).map { .init(weekday: $0, opens: "09:00", closes: "17:00", from: "2026-01-01") })

    /// As a medical director sets a prescriber up.
    private func prepare(_ account: String) async throws {
        let path = "/v1/staff/prescribers/\(account)"
        let written = try await server.put(path, Self.profile(), as: director, ifMatch: "\"v0\"")
        try #require(written.said == "200")
        for (kind, number) in [("licences", "AZ-1001"), ("dea", "BL1234563")] {
            let added = try await server.post(
                "\(path)/\(kind)",
                StateCredentialAnswer(state: "AZ", number: number, from: "2025-01-01", until: "2027-12-31"),
                as: director)
            try #require(added.said == "201")
        }
        let hours = try await server.put(
            "\(path)/hours", Self.week, as: director, ifMatch: written["ETag"])
        try #require(hours.said == "200")
    }

    /// A patient with whom nothing stands in the way of a visit.
    func ready(_ name: String) async throws -> TokenAnswer {
        let patient = try await server.patient(Newcomer(name))
        try await server.clinic.makeReady(try #require(ID<Patient>(patient.account.id)))
        return patient
    }

    func hold(_ patient: TokenAnswer, at starts: String = nine, key: UUID? = UUID()) async throws -> Reply {
        try await server.post(
            "/v1/me/consults",
            ConsultHoldRequest(kind: "initial", prescriberId: lin.account.id, startsAt: starts), as: patient,
            key: key)
    }

    /// A visit that is booked.
    func booked(_ patient: TokenAnswer, at starts: String = nine) async throws -> ConsultAnswer {
        let held = try await hold(patient, at: starts)
        try #require(held.said == "201")
        let id = try held.json(ConsultAnswer.self).id
        let confirmed = try await server.post("/v1/me/consults/\(id)/confirm", as: patient, key: UUID())
        try #require(confirmed.said == "200")
        return try confirmed.json(ConsultAnswer.self)
    }

    /// Steps to a moment.
    func advance(to moment: String) throws {
        server.clock.advance(by: try #require(Instant(rfc3339: moment)) - server.clock.now)
    }

    /// One of the three signed in again: sessions do not last for days.
    func again(_ person: TokenAnswer) async throws -> TokenAnswer {
        try await server.signIn(try #require(colleagues[person.account.id]))
    }

    /// The patient of that name signed in again.
    func again(_ name: String) async throws -> TokenAnswer {
        try #require(try await server.askForCode("\(name.lowercased())@example.org").said == "202")
        return try await server.signIn(Newcomer(name))
    }
}
