import Access
import CarePath
import CareSupport
import Clinic
import Clocks
import DoorSupport
import Foundation
import Patients
import Postgres
import Support
import Testing
import Wire

@Suite struct `A role` {
    @Test func `is offered by a letter, once for one key`() async throws {
        try await ClinicServer.open { server in
            let team = try await server.administrators()
            let key = UUID()
            let first = try await server.invite("Nora", [.careNavigator], by: team.ana, key: key)
            #expect(first.said == "201")
            let again = try await server.invite("Nora", [.careNavigator], by: team.ana, key: key)
            #expect(again.body == first.body)
            #expect(again["Idempotency-Replayed"] == "true")
            let letters = try await server.messages(to: "nora@clinic.example")
            #expect(letters.count == 1)
            #expect(letters.first?.body.contains("Ana Reyes") == true)
            let account = try first.json(InvitationAnswer.self).accountId
            #expect(try await server.grants(of: account, team).map(\.role) == ["careNavigator"])
            #expect(try await server.invite("Nora", [.patient], by: team.ana).said.hasPrefix("422"))
        }
    }

    @Test func `that signs for others' treatment needs a second administrator`() async throws {
        try await ClinicServer.open { server in
            let team = try await server.administrators()
            let invited = try await server.invite("Petra", [.prescriber], by: team.ana).json(
                InvitationAnswer.self)
            let petra = try await server.enrol(try await server.link(sentTo: "petra@clinic.example"))
            let before = try await server.signIn(petra)
            #expect(before.account.roles.isEmpty)
            #expect(try await server.get("/v1/staff/queue", as: before).said == "403 forbidden")

            let grant = try #require(try await server.grants(of: invited.accountId, team).first)
            #expect(grant.state == "pending")
            func approve(by person: TokenAnswer) async throws -> String {
                try await server.post("/v1/staff/grants/\(grant.id)/approve", as: person).said
            }
            #expect(try await approve(by: before) == "403 forbidden")
            #expect(try await approve(by: team.ana) == "409 second_person_required")
            #expect(try await approve(by: team.ben) == "204")
            #expect(try await approve(by: team.ben) == "204")
            #expect(try await server.count("audit_event", where: "action = 'roleGrant.approve'") == 1)

            let after = try await server.refresh(before).json(TokenAnswer.self)
            #expect(after.account.roles == ["prescriber"])
            #expect(try await server.get("/v1/staff/queue", as: after).said == "200")
        }
    }

    @Test func `is approved once, by sixteen clients of one administrator`() async throws {
        try await ClinicServer.open { server in
            let team = try await server.administrators()
            let invited = try await server.invite("Petra", [.prescriber], by: team.ana).json(
                InvitationAnswer.self)
            let grant = try #require(try await server.grants(of: invited.accountId, team).first)
            let replies = try await race(16) { _ in
                try await server.post("/v1/staff/grants/\(grant.id)/approve", as: team.ben)
            }
            #expect(replies.counted(by: \.said) == ["204": 16])
            #expect(try await server.count("audit_event", where: "action = 'roleGrant.approve'") == 1)
        }
    }

    @Test func `is given to a colleague, not to oneself and not twice`() async throws {
        try await ClinicServer.open { server in
            let team = try await server.administrators()
            let nora = try await server.colleague("Nora", [.careNavigator], team)
            func grant(_ role: String, to account: String) async throws -> String {
                try await server.post(
                    "/v1/staff/accounts/\(account)/grants", GrantRequest(role: role), as: team.ana
                ).said
            }
            #expect(try await grant("auditor", to: nora.account.id) == "201")
            #expect(try await grant("auditor", to: nora.account.id) == "409 already_granted")
            #expect(try await grant("auditor", to: team.ana.account.id) == "409 second_person_required")
            #expect(try await grant("patient", to: nora.account.id).hasPrefix("422 role_not_grantable"))
            #expect(
                try await grant("wizard", to: nora.account.id) == "422 validation_failed /role notAnOption")
            #expect(try await grant("auditor", to: UUID().uuidString) == "404 not_found")
        }
    }

    @Test func `that ends takes its holder's sessions and claims with it`() async throws {
        try await ClinicServer.open { server in
            let team = try await server.administrators()
            let member = try await server.join("Nora", [.careNavigator], team)
            let nora = try await server.signIn(member)
            let omar = try await server.colleague("Omar", [.careNavigator], team)
            try await server.register(.toReview("Maya"))
            let item = try #require(
                try await server.get("/v1/staff/queue", as: nora).json(QueueAnswer.self).items.first)
            let path = "/v1/staff/work-items/\(item.handle)"
            #expect(try await server.post("\(path)/claim", as: nora).said == "200")
            #expect(
                try await server.post("\(path)/claim", as: omar).said == "409 work_item_claimed_by_another")

            let grant = try #require(try await server.grants(of: nora.account.id, team).first)
            #expect(try await server.post("/v1/staff/grants/\(grant.id)/end", as: team.ben).said == "204")
            #expect(try await server.post("/v1/staff/grants/\(grant.id)/end", as: team.ben).said == "204")
            #expect(try await server.get("/v1/staff/queue", as: nora).said == "401 token_invalid")
            #expect(try await server.refresh(nora).said == "401 token_expired")
            server.clock.advance(by: .seconds(30))
            let returning = try await server.present(
                member.password, server.code(of: member.totp), of: member.email)
            #expect(returning.said == "401 credentials_wrong")
            let free = try await server.get(path, as: omar).json(WorkItem.self)
            #expect(free.state == "open")
            #expect(free.owner == nil)
            #expect(try await server.post("\(path)/claim", as: omar).said == "200")
        }
    }

    @Test func `of the last administrator stays`() async throws {
        try await ClinicServer.open { server in
            let team = try await server.administrators()
            let bens = try #require(try await server.grants(of: team.ben.account.id, team).first)
            #expect(try await server.post("/v1/staff/grants/\(bens.id)/end", as: team.ana).said == "204")
            let anas = try #require(try await server.grants(of: team.ana.account.id, team).first)
            #expect(
                try await server.post("/v1/staff/grants/\(anas.id)/end", as: team.ana).said
                    == "409 last_administrator")
        }
    }
}
