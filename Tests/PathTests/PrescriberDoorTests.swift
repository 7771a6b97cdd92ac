import Access
import DoorSupport
import Foundation
import Postgres
import Support
import Testing
import Wire

@Suite struct `A prescriber's record` {
    private func path(_ stage: VisitStage) -> String { "/v1/staff/prescribers/\(stage.lin.account.handle)" }

    @Test func `is written once at a time, by a director, for somebody who holds the role`() async throws {
        try await VisitStage.open { stage in
            let server = stage.server
            let read = try await server.get(path(stage), as: stage.nora)
            let answer = try read.json(PrescriberAnswer.self)
            #expect(answer.npi == "1234567893" && answer.licences.map(\.state) == ["AZ"])
            #expect(answer.pace.initialMinutes == 30 && answer.pace.minimumNoticeMinutes == 240)
            #expect(answer.hours.count == 6 && answer.hours.first?.opens == "09:00")
            let profile = VisitStage.profile()
            #expect(
                try await server.put(path(stage), profile, as: stage.director).said
                    == "428 precondition_required")
            #expect(
                try await server.put(path(stage), profile, as: stage.director, ifMatch: "\"v0\"").said
                    == "412 stale")
            #expect(
                try await server.put(path(stage), profile, as: stage.nora, ifMatch: read["ETag"]).said
                    == "403 forbidden")
            #expect(
                try await server.put(path(stage), profile, as: stage.director, ifMatch: read["ETag"]).said
                    == "200")
            let park = try await server.colleague("Park", [.prescriber], stage.team)
            #expect(
                try await server.put(
                    "/v1/staff/prescribers/\(park.account.id)", profile, as: stage.director, ifMatch: "\"v0\""
                ).said == "409 npi_taken")
            #expect(
                try await server.put(
                    "/v1/staff/prescribers/\(stage.nora.account.id)", VisitStage.profile(npi: "1245319599"),
                    as: stage.director, ifMatch: "\"v0\""
                ).said == "422 not_a_prescriber")
            #expect(
                try await server.get("/v1/staff/prescribers", as: stage.nora).json(
                    Page<PrescriberAnswer>.self
                ).items.map(\.name) == ["Lin"])
        }
    }

    @Test func `takes only numbers that check, and spells that do not overlap`() async throws {
        try await VisitStage.open { stage in
            let server = stage.server
            #expect(
                try await server.put(
                    path(stage), VisitStage.profile(npi: "1234567890"), as: stage.director, ifMatch: "\"v3\""
                ).said == "422 validation_failed /npi badFormat")
            let ends = "prescriber_spell_ends_before_it_begins"
            for (kind, number, from, until, said) in [
                ("dea", "BL1234564", "2028-01-01", "2028-12-31", "422 validation_failed /number badFormat"),
                ("licences", "AZ-2", "2026-01-01", "2028-12-31", "409 prescriber_spell_overlaps"),
                ("licences", "AZ-2", "2028-12-31", "2028-01-01", "422 \(ends) /until \(ends)"),
                ("licences", "AZ-2", "2028-01-01", "2028-12-31", "201"),
            ] {
                let answer = try await server.post(
                    "\(path(stage))/\(kind)",
                    StateCredentialAnswer(state: "AZ", number: number, from: from, until: until),
                    as: stage.director)
                #expect(answer.said == said)
            }
        }
    }

    @Test func `has dates on which the week does not count`() async throws {
        try await VisitStage.open { stage in
            let server = stage.server
            let maya = try await stage.ready("Maya")
            func say(_ request: ExceptionRequest) async throws -> String {
                try await server.put("\(path(stage))/exceptions/2026-11-23", request, as: stage.nora).said
            }
            func first() async throws -> String {
                let times = try await server.get(
                    "/v1/me/consult-times?from=2026-11-23T00:00:00Z", as: maya
                ).json(Page<ConsultTime>.self)
                return try #require(times.items.first).startsAt
            }
            #expect(try await say(ExceptionRequest(day: "off")) == "200")
            #expect(try await first() == "2026-11-24T14:00:00Z")
            #expect(
                try await say(ExceptionRequest(day: "hours", opens: "13:00", closes: "12:00"))
                    == "422 validation_failed /closes badFormat")
            #expect(
                try await say(ExceptionRequest(day: "hours", opens: "12:00", closes: "13:00")) == "200")
            #expect(try await first() == "2026-11-23T17:00:00Z")
            #expect(try await say(ExceptionRequest(day: "usual")) == "200")
            #expect(try await first() == VisitStage.nine)
        }
    }

    @Test func `keeps its person while there are visits`() async throws {
        try await VisitStage.open { stage in
            let server = stage.server
            _ = try await stage.booked(try await stage.ready("Maya"))
            let team = stage.team
            let grant = try #require(try await server.grants(of: stage.lin.account.id, team).first)
            #expect(
                try await server.post("/v1/staff/grants/\(grant.id)/end", as: team.ana).said
                    == "409 prescriber_has_visits")
        }
    }
}
