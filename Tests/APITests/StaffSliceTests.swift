import API
import Access
import CarePath
import CareSupport
import Clinic
import Clocks
import Foundation
import HTTPTypes
import Postgres
import Support
import Testing
import Wire

@Suite(.database, .serialized) struct `The care team, over HTTP` {
    @Test func `comes in by a link, with password and authenticator`() async throws {
        try await ClinicDoor.open { door in
            let links = try await door.clinic.carePath.setUp(by: .system("test"))
            let link = try #require(links.first).token.text
            let offer = try await door.post("/v1/auth/enrolments", EnrolmentRequest(token: link))
                .json(EnrolmentAnswer.self)
            #expect(offer.roles == ["administrator"])
            let secret = TOTPSecret(bytes: try #require(Base32.decode(offer.totpSecret)))
            func code() -> String { secret.code(atStep: TOTPSecret.step(at: door.clinic.clock.now)) }
            var completion = EnrolmentCompletion(
                token: link, name: "Ana Reyes", email: "ana@clinic.example", password: "short", totp: code())
            #expect(
                try await door.post("/v1/auth/enrolments/complete", completion).code == "password_too_weak")
            completion.password = "blue violin under the stairs"
            #expect(try await door.post("/v1/auth/enrolments/complete", completion).status == 204)
            #expect(try await door.post("/v1/auth/enrolments/complete", completion).code == "link_used")
            door.clinic.clock.advance(by: .seconds(30))
            let proof = TokenRequest.password(
                email: "ana@clinic.example", password: completion.password, totp: code())
            let tokens = try await door.post("/v1/auth/token", proof).json(TokenAnswer.self)
            #expect(tokens.account.roles == ["administrator"])
            #expect(try await door.post("/v1/auth/token", proof).code == "credentials_wrong")
            let me = try await door.get("/v1/staff/me", tokens.accessToken).json(StaffAnswer.self)
            #expect(me.name == "Ana Reyes")
            let invitation = InvitationRequest(
                name: "Jo Lin", email: "jo@clinic.example", roles: ["careNavigator", "prescriber"])
            let key = UUID()
            let invited = try await door.post(
                "/v1/staff/invitations", invitation, tokens.accessToken, key: key)
            #expect(invited.status == 201)
            #expect(
                try await door.post("/v1/staff/invitations", invitation, tokens.accessToken, key: key).body
                    == invited.body)
            let accounts = try await door.get("/v1/staff/accounts", tokens.accessToken).json(
                Page<StaffAccount>.self)
            let jo = try #require(accounts.items.first { $0.email == "jo@clinic.example" })
            let pending = try #require(jo.grants.first { $0.state == "pending" })
            let self_ = try await door.post("/v1/staff/grants/\(pending.id)/approve", nil, tokens.accessToken)
            #expect(try self_.code == "second_person_required")
            #expect(
                try await door.post("/v1/staff/grants/\(pending.id)/end", nil, tokens.accessToken).status
                    == 204)
            let more = try await door.post(
                "/v1/staff/accounts/\(jo.id)/grants", GrantRequest(role: "auditor"), tokens.accessToken)
            #expect(more.status == 201)
        }
    }

    @Test func `takes on a screening that waits, decides, and reads the chart`() async throws {
        try await ClinicDoor.open { door in
            var answers = ScreeningAnswers()
            answers.mania = "bipolar"
            try await door.register(answers, email: "review@example.org")
            let token = try await door.token(of: try await door.clinic.colleague("Nava"))
            let other = try await door.token(of: try await door.clinic.colleague("Ben"))
            let queue = try await door.get("/v1/staff/queue?kind=screeningReview&state=AZ", token).json(
                QueueAnswer.self)
            let item = try #require(queue.items.first)
            #expect(queue.team == 1)
            #expect(item.reasons == ["E5"])
            let path = "/v1/staff/work-items/\(item.handle)"
            let key = UUID()
            let claimed = try await door.post("\(path)/claim", nil, token, key: key)
            #expect(
                claimed.status == 200, "\(claimed.text) \(door.log.lines.filter { $0.contains("failed") })")
            #expect(try claimed.json(WorkItem.self).state == "claimed")
            let repeated = try await door.post("\(path)/claim", nil, token, key: key)
            #expect(repeated.body == claimed.body)
            #expect(repeated["idempotency-replayed"] == "true")
            #expect(try await door.post("\(path)/claim", nil, other).code == "work_item_claimed_by_another")
            let tooLate = SnoozeRequest(until: "2999-01-01T00:00:00Z", note: "Later.")
            #expect(try await door.post("\(path)/snooze", tooLate, token).code == "snooze_out_of_range")
            let odd = ResolveRequest(outcome: "perhaps", note: "Hm.")
            #expect(
                try await door.post("\(path)/resolve", odd, token).problem.errors?.map(\.pointer) == [
                    "/outcome"
                ])
            let resolution = ResolveRequest(outcome: "accepted", note: "Spoke with\nthe person.")
            let resolved = try await door.post("\(path)/resolve", resolution, token)
            #expect(try resolved.json(WorkItem.self).outcome == "accepted")
            #expect(try await door.get(path, token).json(WorkItem.self).state == "resolved")

            let found = try await door.post(
                "/v1/staff/patients/search", PatientSearch(text: "review@example.org"), token
            )
            .json(Page<PatientHit>.self)
            let hit = try #require(found.items.first)
            #expect(hit.standing == "accepted")
            let chart = try await door.get("/v1/staff/patients/\(hit.handle)", token).json(ChartAnswer.self)
            #expect(chart.patient.id == hit.id)
            #expect(chart.work.isEmpty)
            let timeline = try await door.get("/v1/staff/patients/\(hit.id)/timeline", token)
            #expect(
                try timeline.json(Page<TimelineEntry>.self).items.map(\.code).contains("screeningAccepted"))
            #expect(try await door.get("/v1/staff/patients/pt-zzzzz", token).status == 404)
            #expect(try await door.get("/v1/staff/patients/\(UUID())", token).status == 404)
            #expect(try await door.get("/v1/staff/work-items/wi-zzzzz", token).status == 404)
        }
    }

    @Test func `puts work back, off, and into other hands`() async throws {
        try await ClinicDoor.open { door in
            var answers = ScreeningAnswers()
            answers.bladder = "Y"
            try await door.register(answers, email: "moves@example.org")
            let noa = try await door.clinic.colleague("Noa")
            let token = try await door.token(of: noa)
            let colleague = try await door.clinic.colleague("Ole")
            let now = door.clinic.clock.now
            let grant = try RoleGrant(
                of: .careNavigator, to: colleague.accountID, by: noa.accountID, now: now)
            try await door.clinic.database.transaction(by: Actor.system("test")) { connection in
                _ = try grant.insert(on: connection)
            }
            let queue = try await door.get("/v1/staff/queue", token).json(QueueAnswer.self)
            let item = try #require(queue.items.first { $0.state == "open" && $0.reasons == ["E13"] })
            let path = "/v1/staff/work-items/\(item.id)"
            func state(_ verb: String, _ body: (any Encodable)? = nil) async throws -> String {
                let answer = try await door.post("\(path)/\(verb)", body, token)
                #expect(
                    answer.status == 200, "\(answer.text) \(door.log.lines.filter { $0.contains("failed") })")
                return try answer.json(WorkItem.self).state
            }
            #expect(try await state("claim") == "claimed")
            #expect(try await state("release") == "open")
            let until = (door.clinic.clock.now + .hours(24)).rfc3339
            #expect(
                try await state("snooze", SnoozeRequest(until: until, note: "Waits for a letter."))
                    == "snoozed")
            #expect(
                try await door.get("/v1/staff/queue", token).json(QueueAnswer.self).items.allSatisfy {
                    $0.id != item.id
                })
            let all = try await door.get("/v1/staff/queue?all=true", token).json(QueueAnswer.self)
            #expect(all.items.contains { $0.id == item.id })
            #expect(try await state("claim") == "claimed")
            let unfit = HandOverRequest(to: UUID().uuidString, note: "Yours.")
            #expect(
                try await door.post("\(path)/hand-over", unfit, token).problem.errors?.map(\.pointer) == [
                    "/to"
                ])
            let given = try await door.post(
                "\(path)/hand-over", HandOverRequest(to: colleague.accountID.uuidString, note: "Yours."),
                token)
            #expect(try given.json(WorkItem.self).owner?.name == "Ole")
            #expect(
                try await door.get("/v1/staff/queue?mine=true", token).json(QueueAnswer.self).items.isEmpty)
        }
    }

    @Test func `says where the program works`() async throws {
        try await ClinicDoor.open { door in
            let token = try await door.token(of: try await door.clinic.colleague("Dir", [.medicalDirector]))
            func put(_ state: String, _ since: String, _ until: String?) async throws -> RawResponse {
                try await door.post(
                    "/v1/staff/program/states/\(state)", ServedStateRequest(since: since, until: until),
                    token, method: "PUT")
            }
            #expect(try await put("CO", "2026-01-01", nil).status == 200)
            #expect(try await door.get("/v1/program").json(ProgramAnswer.self).states.contains("CO"))
            #expect(try await put("CO", "2026-06-01", nil).code == "service_overlaps_another")
            #expect(try await put("CO", "2026-01-01", "2025-01-01").code == "service_ends_before_it_begins")
            #expect(try await put("ZZ", "2026-01-01", nil).status == 404)
        }
    }

    /// Route by role: nobody gets further than their role allows, and everybody gets as far.
    @Test func `may do what each role may, route by route`() async throws {
        try await ClinicDoor.open { door in
            let routes = try await RealRoutes.table().routes.filter(\.needsCaller)
            for role in Role.allCases {
                let token = try await door.token(
                    of: Caller(
                        accountID: UUID(), kind: role == .patient ? .patient : .staff, roles: [role],
                        session: UUID()))
                for route in routes {
                    let path = route.path.description.replacing(/\{[A-Za-z]+\}/, with: UUID().uuidString)
                    let answer = try await door.client.send(
                        route.method.rawValue, path, headers: [bearer(token)],
                        body: route.method == .get ? nil : [])
                    let isAllowed = route.permission.allows([role])
                    #expect(
                        (answer.status == 403) == !isAllowed,
                        "\(role) \(route.method) \(route.path): \(answer.status)")
                    #expect(answer.status < 500, "\(role) \(route.method) \(route.path): \(answer.status)")
                }
            }
            for route in routes {
                let path = route.path.description.replacing(/\{[A-Za-z]+\}/, with: UUID().uuidString)
                #expect(try await door.client.send(route.method.rawValue, path).status == 401)
            }
        }
    }

    @Test func `and its watchers see that the server is well`() async throws {
        try await ClinicDoor.open { door in
            #expect(try await door.get("/healthz").json(HealthAnswer.self).ok)
            #expect(try await door.get("/readyz").json(HealthAnswer.self).checks.map(\.name) == ["database"])
            #expect(try await door.get("/metrics")["content-type"]?.hasPrefix("text/plain") == true)
            let contract = try await door.get("/openapi.yaml")
            #expect(contract["content-type"] == "application/yaml")
            #expect(contract.text == (try ContractDocument.text))
            #expect(try await door.get("/dev/clock").status == 200)
            #expect(try await door.post("/dev/clock/advance", AdvanceRequest(to: "now")).status == 200)
            #expect(try await door.post("/dev/clock/advance", AdvanceRequest(to: "later")).status == 422)
            #expect(try await door.post("/dev/people", DevPersonRequest(stage: "welcome")).status == 201)
        }
    }
}
