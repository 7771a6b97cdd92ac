import API
import Access
import CareSupport
import Clocks
import Foundation
import StrictJSON
import Support
import Testing
import Wire

@Suite(.database, .serialized) struct `A person, over HTTP` {
    @Test func `reads where the program works and what it asks`() async throws {
        try await ClinicDoor.open { door in
            let program = try await door.get("/v1/program", nil, [("Accept-Language", "es")]).json(
                ProgramAnswer.self)
            #expect(program.states == ["AZ", "NY"])
            #expect(program.environment == "test")
            #expect(program.crisis.call == "988")
            let list = try await door.get("/v1/questionnaires")
            #expect(list.status == 200)
            #expect(list.text.contains("SUBSETTED"))
            let one = try await door.get("/v1/questionnaires/screening")
            #expect(
                one.body
                    == Array(
                        try Data(
                            contentsOf: Checkout.folder.appending(
                                path: "Schema/questionnaires/screening.json"))))
            #expect(try await door.get("/v1/questionnaires/none").status == 404)
        }
    }

    @Test func `is screened, and what is wrong with an answer is told with its place in the body`()
        async throws
    {
        try await ClinicDoor.open { door in
            var answers = ScreeningAnswers()
            answers.selfHarm = "Y"
            let answer = try await door.client.send(
                "POST", "/v1/screenings",
                json: #"{"response":\#(answers.response.text),"contact":"maya@example.org"}"#)
            #expect(answer.status == 201)
            let screening = try answer.json(ScreeningAnswer.self)
            #expect(screening.result == "needsReview")
            #expect(screening.crisis?.emergency == "911")
            answers.birthDate = "2999-01-01"
            let future = try await door.client.send(
                "POST", "/v1/screenings", json: #"{"response":\#(answers.response.text)}"#)
            #expect(future.status == 422)
            #expect(try future.problem.errors?.first?.pointer.hasPrefix("/response/item/0/answer/0") == true)
            let missing = try await door.client.send(
                "POST", "/v1/screenings", json: #"{"response":{"resourceType":"Patient"}}"#)
            #expect(missing.status == 422)
        }
    }

    @Test func `becomes a patient once, signs in, and sees their record`() async throws {
        try await ClinicDoor.open { door in
            let body = #"{"response":\#(ScreeningAnswers().response.text)}"#
            let screening = try await door.client.send("POST", "/v1/screenings", json: body).json(
                ScreeningAnswer.self)
            let key = UUID()
            let request = ClinicDoor.registration(screening.screeningId, email: "walk@example.org")
            let first = try await door.post("/v1/patients", request, key: key)
            let second = try await door.post("/v1/patients", request, key: key)
            #expect(first.status == 202)
            #expect(second.text == first.text)
            #expect(second["idempotency-replayed"] == "true")
            #expect(try first.json(CodeSent.self).sentTo == "w…@example.org")

            let tokens = try await door.signIn("walk@example.org")
            #expect(tokens.account.kind == "patient")
            let token = tokens.accessToken
            let me = try await door.get("/v1/me", token)
            let record = try me.json(PatientAnswer.self)
            #expect(record.email == "walk@example.org")
            #expect(record.screening.standing == "qualified")
            let tag = try #require(me["etag"])
            let changed = try await door.post(
                "/v1/me", PatientPatch(language: "en"), token, method: "PATCH", [("If-Match", tag)])
            #expect(changed.status == 200)
            #expect(try changed.json(PatientAnswer.self).language == "en")
            let stale = try await door.post(
                "/v1/me", PatientPatch(language: "es"), token, method: "PATCH", [("If-Match", tag)])
            #expect(stale.status == 412)
            let elsewhere = try await door.post(
                "/v1/me", PatientPatch(timeZone: "America/New_York"), token, method: "PATCH",
                [("If-Match", try #require(changed["etag"]))])
            #expect(try elsewhere.code == "time_zone_not_in_state")

            let next = try await door.get("/v1/me/next", token).json(NextSteps.self)
            #expect(next.stage.code == "welcome")
            let timeline = try await door.get("/v1/me/timeline?limit=1", token)
            #expect(try timeline.json(Page<TimelineEntry>.self).items.map(\.code) == ["profileChanged"])
            let link = try #require(timeline["link"]).dropFirst().prefix { $0 != ">" }
            let older = try await door.get(String(link), token).json(Page<TimelineEntry>.self)
            #expect(older.items.map(\.code) == ["registered"])
            #expect(older.nextCursor == nil)
        }
    }

    @Test func `is told why a registration cannot be`() async throws {
        try await ClinicDoor.open { door in
            let request = ClinicDoor.registration(UUID().uuidString, email: "none@example.org")
            let unknown = try await door.post("/v1/patients", request, key: UUID())
            #expect(unknown.status == 422)
            #expect(try unknown.problem.errors?.map(\.pointer) == ["/screeningId"])
            let keyless = try await door.post("/v1/patients", request)
            #expect(try keyless.code == "idempotency_key_required")
            let body = #"{"response":\#(ScreeningAnswers().response.text)}"#
            let screening = try await door.client.send("POST", "/v1/screenings", json: body).json(
                ScreeningAnswer.self)
            var other = ClinicDoor.registration(screening.screeningId, email: "none@example.org")
            other.birthDate = "1992-03-03"
            #expect(try await door.post("/v1/patients", other, key: UUID()).code == "birth_date_differs")
            other.address.state = "ZZ"
            other.phone = "911"
            other.address.postalCode = "850"
            let wrong = try await door.post("/v1/patients", other, key: UUID())
            #expect(
                try wrong.problem.errors?.map(\.pointer) == [
                    "/address/state", "/address/postalCode", "/phone",
                ])
        }
    }

    @Test func `whose sign-in is wrong hears so and no more`() async throws {
        try await ClinicDoor.open { door in
            try await door.register(email: "codes@example.org")
            func attempt(_ code: String, _ address: String) async throws -> RawResponse {
                try await door.post(
                    "/v1/auth/token", TokenRequest.code(channel: "email", address: address, code: code))
            }
            let wrong = try await attempt("000000", "codes@example.org")
            #expect(wrong.status == 401)
            #expect(try wrong.code == "code_wrong")
            #expect(wrong["www-authenticate"] != nil)
            #expect(try await attempt("123456", "stranger@example.org").status == 401)
            #expect(try await attempt("123456", "codes@example.org").status == 200)
            #expect(try await attempt("123456", "codes@example.org").code == "code_expired")
            let known = try await door.post(
                "/v1/auth/code", CodeRequest(channel: "email", address: "codes@example.org"))
            let strange = try await door.post(
                "/v1/auth/code", CodeRequest(channel: "email", address: "no@example.org"))
            #expect(known.status == 202)
            #expect(strange.status == 202)
            let misfit = try await door.post(
                "/v1/auth/code", CodeRequest(channel: "text", address: "no@example.org"))
            #expect(try misfit.problem.errors?.map(\.pointer) == ["/address"])
            let odd = try await door.client.send(
                "POST", "/v1/auth/token", json: #"{"grantType":"magic","code":"1"}"#)
            #expect(try odd.problem.errors?.map(\.pointer) == ["/grantType"])
        }
    }

    @Test func `refreshes, sees where they are signed in, and signs out`() async throws {
        try await ClinicDoor.open { door in
            try await door.register(email: "sessions@example.org")
            let tokens = try await door.signIn("sessions@example.org")
            let again = try await door.post(
                "/v1/auth/token", TokenRequest.refresh(token: tokens.refreshToken)
            )
            .json(TokenAnswer.self)
            let sessions = try await door.get("/v1/me/sessions", again.accessToken).json(
                Page<SessionAnswer>.self)
            #expect(sessions.items.map(\.current) == [true])
            let strange = try await door.post(
                "/v1/me/sessions/\(UUID())", nil, again.accessToken, method: "DELETE")
            #expect(strange.status == 404)
            let phone = try await door.token(
                of: Caller(
                    accountID: try #require(UUID(uuidString: again.account.id)), kind: .patient,
                    roles: [.patient],
                    session: UUID()))
            let mine = try #require(sessions.items.first)
            #expect(
                try await door.get("/v1/me/sessions", phone).json(Page<SessionAnswer>.self).items.map(
                    \.current) == [false])
            try await door.register(email: "other@example.org")
            let other = try await door.signIn("other@example.org").accessToken
            #expect(
                try await door.post("/v1/me/sessions/\(mine.id)", nil, other, method: "DELETE").status == 404)
            #expect(
                try await door.post("/v1/auth/revoke", RevokeRequest(everywhere: true), again.accessToken)
                    .status == 204)
            #expect(try await door.get("/v1/me", again.accessToken).code == "token_invalid")
            let lost = try await door.get("/v1/me/sessions", other).json(Page<SessionAnswer>.self)
            let ended = try await door.post(
                "/v1/me/sessions/\(try #require(lost.items.first).id)", nil, other, method: "DELETE")
            #expect(ended.status == 204)
            #expect(try await door.get("/v1/me", other).status == 401)
        }
    }

    @Test func `whose state is not served leaves an address once`() async throws {
        try await ClinicDoor.open { door in
            let entry = WaitlistRequest(email: "wait@example.org", state: "WY", language: nil)
            let key = UUID()
            let first = try await door.post("/v1/waitlist", entry, key: key)
            #expect(first.status == 202)
            #expect(try first.json(WaitlistAnswer.self).sentTo == "w…@example.org")
            #expect(try await door.post("/v1/waitlist", entry, key: key).body == first.body)
        }
    }
}
