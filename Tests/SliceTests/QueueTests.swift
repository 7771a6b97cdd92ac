import Access
import Clocks
import DoorSupport
import Foundation
import Postgres
import Support
import Testing
import Wire

@Suite struct `The care team's queue` {
    /// A navigator, a second one, and so many screenings that wait.
    private func open(
        waiting: Int = 1,
        _ body:
            @Sendable (ClinicServer, _ team: Administrators, _ nora: TokenAnswer, _ omar: TokenAnswer)
            async throws -> Void
    ) async throws {
        try await ClinicServer.open { server in
            let team = try await server.administrators()
            for number in 0..<waiting { try await server.register(.toReview("Maya\(number)")) }
            let nora = try await server.colleague("Nora", [.careNavigator], team)
            let omar = try await server.colleague("Omar", [.prescriber], team)
            try await body(server, team, nora, omar)
        }
    }

    private func queue(_ server: ClinicServer, _ person: TokenAnswer, _ query: String = "") async throws
        -> QueueAnswer
    {
        try await server.get("/v1/staff/queue\(query)", as: person).json(QueueAnswer.self)
    }

    private func path(_ server: ClinicServer, _ person: TokenAnswer) async throws -> String {
        "/v1/staff/work-items/\(try #require(try await queue(server, person).items.first).handle)"
    }

    @Test func `shows what waits, by due time, page by page`() async throws {
        try await open(waiting: 3) { server, _, nora, _ in
            let whole = try await queue(server, nora)
            #expect(whole.mine == 0 && whole.team == 3 && whole.late == 0)
            #expect(whole.items.map(\.due) == whole.items.map(\.due).sorted())
            let item = try #require(whole.items.first)
            #expect(item.kind == "screeningReview")
            #expect(item.reasons == ["E5"])
            #expect(item.title == "E5: weigh the answers")
            #expect(item.outcomes == ["accepted", "declined"])
            #expect(item.patient?.state == "AZ")
            #expect(item.patient?.timeZone == "America/Phoenix")
            var seen: [String] = []
            var next: String? = "/v1/staff/queue?limit=2&kind=screeningReview&state=AZ"
            while let path = next {
                let reply = try await server.get(path, as: nora)
                seen += try reply.json(QueueAnswer.self).items.map(\.id)
                next = reply.nextPage
            }
            #expect(seen == whole.items.map(\.id))
            #expect(try await queue(server, nora, "?state=NY").items.isEmpty)
            #expect(try await queue(server, nora, "?mine=true").items.isEmpty)
            #expect(try await server.get("/v1/staff/queue?kind=gossip", as: nora).said == "400 invalid_query")
            #expect(try await server.get("/v1/staff/queue?state=ZZ", as: nora).said == "400 invalid_query")
        }
    }

    @Test func `is late when the promise has passed`() async throws {
        try await ClinicServer.open { server in
            let lena = try await server.join("Lena", [.careNavigator], try await server.administrators())
            try await server.register(.toReview("Maya"))
            let item = try #require(try await queue(server, try await server.signIn(lena)).items.first)
            server.clock.advance(to: try #require(Instant(rfc3339: item.due)))
            #expect(try await queue(server, try await server.signIn(lena)).items.map(\.late) == [true])
            #expect(!item.late)
        }
    }

    @Test func `lets one of sixteen claim an item`() async throws {
        try await open { server, _, nora, omar in
            let path = try await path(server, nora)
            let replies = try await race(16) { number in
                try await server.post("\(path)/claim", as: number.isMultiple(of: 2) ? nora : omar)
            }
            let owners = Set(
                try replies.filter { $0.status == 200 }.map { try $0.json(WorkItem.self).owner?.id })
            #expect(owners.count == 1)
            #expect(replies.counted(by: \.said) == ["200": 8, "409 work_item_claimed_by_another": 8])
        }
    }

    @Test func `holds a claim for half an hour after the last touch`() async throws {
        try await open { server, _, nora, omar in
            let path = try await path(server, nora)
            let claimed = try await server.post("\(path)/claim", as: nora).json(WorkItem.self)
            #expect(claimed.state == "claimed")
            #expect(claimed.owner?.name == "Nora")
            #expect(claimed.claimedUntil == (server.clock.now + .minutes(30)).rfc3339)
            #expect(try await queue(server, nora, "?mine=true").items.map(\.id) == [claimed.id])
            #expect(try await queue(server, nora).mine == 1)
            server.clock.advance(by: .minutes(30))
            let omar = try await server.refresh(omar).json(TokenAnswer.self)
            #expect(try await server.get(path, as: omar).json(WorkItem.self).state == "open")
            #expect(try await server.post("\(path)/claim", as: omar).said == "200")
        }
    }

    @Test func `takes an item back`() async throws {
        try await open { server, _, nora, omar in
            let path = try await path(server, nora)
            _ = try await server.post("\(path)/claim", as: nora)
            #expect(
                try await server.post("\(path)/release", as: omar).said == "409 work_item_claimed_by_another")
            let released = try await server.post("\(path)/release", as: nora).json(WorkItem.self)
            #expect(released.state == "open")
            #expect(released.owner == nil)
        }
    }

    @Test func `hides what is put off until its time`() async throws {
        try await open { server, _, nora, _ in
            let path = try await path(server, nora)
            let until = server.clock.now + .hours(2)
            func snooze(_ until: Instant) async throws -> String {
                try await server.post(
                    "\(path)/snooze", SnoozeRequest(until: until.rfc3339, note: "Calls at noon."), as: nora
                )
                .said
            }
            #expect(
                try await snooze(server.clock.now)
                    == "422 snooze_out_of_range /until snooze_out_of_range")
            #expect(
                try await snooze(server.clock.now + .hours(8 * 24))
                    == "422 snooze_out_of_range /until snooze_out_of_range")
            #expect(try await snooze(until) == "200")
            #expect(try await queue(server, nora).items.isEmpty)
            let all = try await queue(server, nora, "?all=true")
            #expect(all.items.map(\.snoozedUntil) == [until.rfc3339])
            server.clock.advance(to: until)
            let nora = try await server.refresh(nora).json(TokenAnswer.self)
            #expect(try await queue(server, nora).items.map(\.state) == ["open"])
        }
    }

    @Test func `passes an item on to a colleague who may have it`() async throws {
        try await open { server, team, nora, omar in
            let path = try await path(server, nora)
            func handOver(to account: String, as person: TokenAnswer) async throws -> Reply {
                try await server.post(
                    "\(path)/hand-over", HandOverRequest(to: account, note: "Yours."), as: person)
            }
            #expect(try await handOver(to: omar.account.id, as: nora).said == "409 work_item_not_claimed")
            _ = try await server.post("\(path)/claim", as: nora)
            for stranger in [team.ana.account.id, UUID().uuidString] {
                #expect(
                    try await handOver(to: stranger, as: nora).said
                        == "422 colleague_unfit /to colleague_unfit")
            }
            let handed = try await handOver(to: omar.account.id, as: nora)
            #expect(try handed.json(WorkItem.self).owner?.name == "Omar")
            #expect(
                try await handOver(to: nora.account.id, as: nora).said == "409 work_item_claimed_by_another")
            #expect(try await queue(server, omar).mine == 1)
        }
    }

    @Test func `is done with an item by one of its outcomes, once`() async throws {
        try await open { server, _, nora, omar in
            let path = try await path(server, nora)
            func resolve(_ outcome: String, as person: TokenAnswer) async throws -> String {
                try await server.post(
                    "\(path)/resolve", ResolveRequest(outcome: outcome, note: "Spoke with her."), as: person
                )
                .said
            }
            #expect(try await resolve("accepted", as: nora) == "409 work_item_not_claimed")
            _ = try await server.post("\(path)/claim", as: nora)
            #expect(try await resolve("accepted", as: omar) == "409 work_item_claimed_by_another")
            #expect(
                try await resolve("perhaps", as: nora)
                    == "422 work_item_outcome_unknown /outcome work_item_outcome_unknown")
            #expect(try await resolve("accepted", as: nora) == "200")
            #expect(try await resolve("accepted", as: nora) == "200")
            #expect(try await resolve("declined", as: nora) == "409 work_item_already_resolved")
            #expect(try await server.post("\(path)/claim", as: omar).said == "409 work_item_already_resolved")
            #expect(try await queue(server, nora).items.isEmpty)
            let item = try await server.get(path, as: nora).json(WorkItem.self)
            #expect([item.state, item.outcome] == ["resolved", "accepted"])
            #expect(try await server.count("timeline_entry", where: "code = 'screeningAccepted'") == 1)
            #expect(try await server.count("audit_event", where: "action = 'workItem.resolve'") == 1)
        }
    }
}
