import Access
import CareSupport
import DoorSupport
import Foundation
import Postgres
import Support
import Testing
import Wire

@Suite struct `A patient whom the care team looks for` {
    private var mayra: Newcomer {
        var mayra = Newcomer("María José", "Ibáñez-Luna")
        mayra.email = "majo@example.org"
        mayra.answers.birthDate = "1987-09-23"
        mayra.answers.mania = "bipolar"
        return mayra
    }

    private func find(_ text: String, _ server: ClinicServer, _ person: TokenAnswer) async throws
        -> [PatientHit]
    {
        let reply = try await server.post("/v1/staff/patients/search", PatientSearch(text: text), as: person)
        try #require(reply.said == "200")
        return try reply.json(Page<PatientHit>.self).items
    }

    @Test func `is found by name, birth date, e-mail, telephone, handle and id, and each look is kept`()
        async throws
    {
        try await ClinicServer.open { server in
            let team = try await server.administrators()
            let mayra = mayra
            let patient = try await server.patient(mayra)
            try await server.register(Newcomer("Marta", "Iglesias"))
            let nora = try await server.colleague("Nora", [.careNavigator], team)
            let searches = [
                "María José Ibáñez-Luna", "ibanez", "IBÁ", "luna maria", "1987-09-23", "Majo@example.org",
                mayra.phone, "(602) \(mayra.phone.dropFirst(5).prefix(3))-\(mayra.phone.suffix(4))",
                patient.account.handle, patient.account.id,
            ]
            for text in searches {
                let hits = try await find(text, server, nora)
                #expect(hits.map(\.id) == [patient.account.id], "\(text)")
            }
            let hit = try #require(try await find("ibanez", server, nora).first)
            #expect(hit.name == "María José Ibáñez-Luna")
            #expect([hit.handle, hit.birthDate, hit.state] == [patient.account.handle, "1987-09-23", "AZ"])
            #expect(hit.standing == "inReview")
            #expect(Set(try await find("mar", server, nora).map(\.name)).count == 2)
            for text in [
                "Ortiz", "maria iglesias", "1987-09-24", "nobody@example.org", "pt-zzzzz", UUID().uuidString,
            ] {
                #expect(try await find(text, server, nora).isEmpty, "\(text)")
            }
            #expect(
                try await server.count("audit_event", where: "action = 'patient.search'") == searches.count
                    + 8)
        }
    }

    @Test func `has a chart with the work about them, and a timeline, by id and by handle`() async throws {
        try await ClinicServer.open { server in
            let team = try await server.administrators()
            let mayra = mayra
            let patient = try await server.patient(mayra)
            let auditor = try await server.colleague("Otto", [.auditor], team)
            for reference in [
                patient.account.id, patient.account.handle, patient.account.handle.uppercased(),
            ] {
                let reply = try await server.get("/v1/staff/patients/\(reference)", as: auditor)
                #expect(reply["Cache-Control"] == "no-store")
                let chart = try reply.json(ChartAnswer.self)
                #expect(chart.patient.id == patient.account.id)
                #expect(chart.patient.email == mayra.email)
                #expect(chart.patient.screening.rules == ["E5"])
                #expect(chart.work.map(\.kind) == ["screeningReview"])
                let timeline = try await server.get(
                    "/v1/staff/patients/\(reference)/timeline?limit=1", as: auditor)
                #expect(
                    try timeline.json(Page<TimelineEntry>.self).items.map(\.code) == ["screeningInReview"])
                let older = try await server.get(try #require(timeline.nextPage), as: auditor)
                #expect(try older.json(Page<TimelineEntry>.self).items.map(\.code) == ["registered"])
            }
            #expect(try await server.count("audit_event", where: "action = 'chart.read'") == 3)
            #expect(try await server.count("audit_event", where: "action = 'timeline.read'") == 6)
        }
    }
}
