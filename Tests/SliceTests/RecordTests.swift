import Clinic
import Clocks
import DoorSupport
import Foundation
import Postgres
import Support
import Testing
import Wire

@Suite struct `A patient's own record` {
    @Test func `is what they gave, and is sent again only when it has changed`() async throws {
        try await ClinicServer.open { server in
            let maya = Newcomer("Maya")
            let token = try await server.patient(maya)
            let reply = try await server.get("/v1/me", as: token)
            #expect(reply["Cache-Control"] == "no-store")
            let record = try reply.json(PatientAnswer.self)
            #expect(record.id == token.account.id)
            #expect(record.handle == token.account.handle)
            #expect(record.handle.hasPrefix("pt-"))
            #expect([record.name.given, record.name.family] == ["Maya", "Ortiz"])
            #expect([record.email, record.phone] == [maya.email, maya.phone])
            #expect(record.birthDate == "1992-03-02")
            #expect(record.address.line1 == "12 Juniper Street")
            #expect(record.screening.standing == "qualified")
            let tag = try #require(reply["ETag"])
            let same = try await server.get("/v1/me", as: token, [("If-None-Match", tag)])
            #expect(same.status == 304)
            #expect(same.body.isEmpty)
            let changed = try await server.patch(
                "/v1/me", PatientPatch(language: "es"), as: token, ifMatch: tag)
            #expect(changed.said == "200")
            let newer = try await server.get("/v1/me", as: token, [("If-None-Match", tag)])
            #expect(newer.said == "200")
            #expect(newer["ETag"] == changed["ETag"])
            #expect(try newer.json(PatientAnswer.self).language == "es")
        }
    }

    @Test func `is changed only by those who say which version, and only within their state`() async throws {
        try await ClinicServer.open { server in
            let token = try await server.patient(Newcomer("Maya"))
            let tag = try #require(try await server.get("/v1/me", as: token)["ETag"])
            func patch(_ patch: PatientPatch, ifMatch tag: String?) async throws -> String {
                try await server.patch("/v1/me", patch, as: token, ifMatch: tag).said
            }
            let spanish = PatientPatch(language: "es")
            #expect(try await patch(spanish, ifMatch: nil) == "428 precondition_required")
            #expect(try await patch(spanish, ifMatch: "*") == "428 precondition_required")
            #expect(try await patch(spanish, ifMatch: "W/\(tag)") == "412 stale")
            #expect(try await patch(spanish, ifMatch: #""v99""#) == "412 stale")
            let elsewhere = PatientPatch(timeZone: "America/New_York")
            #expect(
                try await patch(elsewhere, ifMatch: tag)
                    == "422 time_zone_not_in_state /timeZone time_zone_not_in_state")
            let nowhere = PatientPatch(timeZone: "Mars/Olympus")
            #expect(try await patch(nowhere, ifMatch: tag) == "422 validation_failed /timeZone badFormat")
            let silent = PatientPatch(consentToMessages: false)
            #expect(try await patch(silent, ifMatch: tag) == "200")
            #expect(try await patch(spanish, ifMatch: tag) == "412 stale")
            let record = try await server.get("/v1/me", as: token).json(PatientAnswer.self)
            #expect(record.language == "en")
            #expect(!record.consentToMessages)
        }
    }

    @Test func `changed by sixteen clients from one version changes once`() async throws {
        try await ClinicServer.open { server in
            let token = try await server.patient(Newcomer("Maya"))
            let tag = try #require(try await server.get("/v1/me", as: token)["ETag"])
            let replies = try await race(16) { number in
                try await server.patch(
                    "/v1/me", PatientPatch(consentToMessages: number.isMultiple(of: 2)), as: token,
                    ifMatch: tag)
            }
            #expect(replies.counted(by: \.said) == ["200": 1, "412 stale": 15])
            #expect(try await server.count("timeline_entry", where: "code = 'profileChanged'") == 1)
        }
    }

    @Test func `leaves a line for every reading`() async throws {
        try await ClinicServer.open { server in
            let token = try await server.patient(Newcomer("Maya"))
            for path in ["/v1/me", "/v1/me/next", "/v1/me/timeline"] {
                #expect(try await server.get(path, as: token).said == "200")
            }
            for action in ["profile.read", "next.read", "timeline.read"] {
                #expect(try await server.count("audit_event", where: "action = \(action)") == 1, "\(action)")
            }
        }
    }

    @Test func `has a timeline, latest first, page by page and in the reader's language`() async throws {
        try await ClinicServer.open { server in
            let token = try await server.patient(.toReview("Maya"))
            let tag = try #require(try await server.get("/v1/me", as: token)["ETag"])
            server.clock.advance(by: .seconds(30))
            _ = try await server.patch("/v1/me", PatientPatch(language: "es"), as: token, ifMatch: tag)
            var entries: [TimelineEntry] = []
            var next: String? = "/v1/me/timeline?limit=1"
            while let path = next {
                let reply = try await server.get(path, as: token, [("Accept-Language", "es")])
                let page = try reply.json(Page<TimelineEntry>.self)
                #expect(page.items.count == 1)
                #expect((page.nextCursor == nil) == (reply.nextPage == nil))
                entries += page.items
                next = reply.nextPage
            }
            #expect(entries.map(\.code) == ["profileChanged", "screeningInReview", "registered"])
            #expect(entries.map(\.at) == entries.map(\.at).sorted(by: >))
            #expect(entries[2].words == "Usted creó su cuenta.")
            let whole = try await server.get("/v1/me/timeline", as: token).json(Page<TimelineEntry>.self)
            #expect(whole.items.map(\.id) == entries.map(\.id))
            #expect(whole.items[2].words == "You created your account.")
        }
    }

    @Test func `refuses a page that is none`() async throws {
        try await ClinicServer.open { server in
            let token = try await server.patient(Newcomer("Maya"))
            for (query, said) in [
                ("limit=0", "400 invalid_query"), ("limit=201", "400 invalid_query"),
                ("limit=ten", "400 invalid_query"), ("limit=1&limit=2", "400 invalid_query"),
                ("cursor=abc", "400 invalid_cursor"), ("page=2", "400 invalid_query"),
                ("cursor=\(String(repeating: "A", count: 600))", "400 invalid_query"),
            ] {
                #expect(try await server.get("/v1/me/timeline?\(query)", as: token).said == said, "\(query)")
            }
        }
    }
}
