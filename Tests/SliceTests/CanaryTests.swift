import Access
import CareSupport
import Clinic
import DoorSupport
import Foundation
import Outbound
import Postgres
import StrictJSON
import Support
import Testing
import Wire

/// Promise N16. A person of unmistakable words goes all the way, sees every kind of no, and meets a database that
/// has lost a table; then everything that leaves the program for other eyes is searched for them.
@Suite struct `No word about a person` {
    @Test func `stands in logs, counters, problems, arguments of jobs, addresses or the audit`() async throws
    {
        try await ClinicServer.open { server in
            var canary = Canary()
            try await walk(server, &canary)
            for exchange in server.exchanges.all {
                #expect(canary.found(in: exchange.path).isEmpty)
                for name in ["Link", "Location"] {
                    #expect(canary.found(in: exchange.reply[name] ?? "").isEmpty)
                }
            }
            try await stumble(server, canary)
            try await breakDown(server, canary)

            let lines = server.log.lines
            #expect(lines.contains { $0.contains("\"/v1/patients\"") && $0.contains("202") })
            #expect(lines.contains { $0.contains("request failed") })
            for line in lines { #expect(canary.found(in: line).isEmpty) }
            let metrics = try await server.get("/metrics").text
            #expect(metrics.contains(#"route="/v1/patients""#))
            #expect(canary.found(in: metrics).isEmpty)
            let problems = server.exchanges.all.map(\.reply).filter { $0.status >= 400 }
            #expect(problems.count > 15)
            for reply in problems { #expect(canary.found(in: reply.text).isEmpty, "\(reply.said)") }
            for table in ["job", "job_history", "audit_event"] {
                let rows = try await rows(of: table, server)
                #expect(table == "job_history" || rows.count > 1)
                for row in rows { #expect(canary.found(in: row).isEmpty, "\(table)") }
            }
        }
    }

    @Test func `escapes the search for it`() {
        let canary = Canary()
        #expect(canary.found(in: "xochiquetzal") == ["Xochiquetzal"])
        #expect(canary.found(in: Data("a Zyzzyvanova".utf8).base64EncodedString()).isEmpty)
        #expect(canary.found(in: Data("Zyzzyvanova".utf8).base64EncodedString()) == ["Zyzzyvanova"])
        #expect(canary.found(in: "4e7564696272616e6368") == ["Nudibranch"])
        #expect(canary.found(in: "born 1987-09-23, +15058297613") == ["8297613", "1987-09-23"])
        #expect(canary.found(in: "somebody").isEmpty)
    }

    /// From the first question to the care team's decision.
    private func walk(_ server: ClinicServer, _ canary: inout Canary) async throws {
        let team = try await server.administrators()
        let member = try await server.join("Nora", [.careNavigator], team)
        let nora = try await server.signIn(member)
        let newcomer = canary.newcomer
        let screening = try await server.screen(newcomer, contact: newcomer.email).json(ScreeningAnswer.self)
        _ = try await server.post(
            "/v1/waitlist", WaitlistRequest(email: newcomer.email, state: "WY", language: "es"))
        let registration = newcomer.registration(on: screening.screeningId)
        for status in [202, 409] {
            #expect(try await server.post("/v1/patients", registration, key: UUID()).status == status)
        }
        let code = try await server.code(sentTo: newcomer.email)
        let person = try await server.signIn(newcomer)
        _ = try await server.askForCode(newcomer.phone)
        let again = try await server.refresh(person).json(TokenAnswer.self)
        let me = try await server.get("/v1/me", as: again)
        // The search does find what is there.
        #expect(canary.found(in: me.text).count >= 7)
        _ = try await server.patch("/v1/me", PatientPatch(language: "es"), as: again, ifMatch: me["ETag"])
        for path in ["/v1/me/next", "/v1/me/timeline?limit=1", "/v1/me/sessions"] {
            #expect(try await server.get(path, as: again).status == 200)
        }
        let words = [
            newcomer.given, newcomer.answers.birthDate, newcomer.email, newcomer.phone, again.account.handle,
        ]
        for text in words {
            let found = try await server.post(
                "/v1/staff/patients/search", PatientSearch(text: text), as: nora)
            #expect(try found.json(Page<PatientHit>.self).items.count == 1)
        }
        for path in ["", "/timeline?limit=1"] {
            #expect(
                try await server.get("/v1/staff/patients/\(again.account.id)\(path)", as: nora).status == 200)
        }
        let queue = try await server.get("/v1/staff/queue?limit=1", as: nora).json(QueueAnswer.self)
        let item = "/v1/staff/work-items/\(try #require(queue.items.first).handle)"
        let note = "Axolotlophobia since childhood."
        for verb in ["claim", "release", "claim"] {
            #expect(try await server.post("\(item)/\(verb)", as: nora, key: UUID()).status == 200)
        }
        let resolution = ResolveRequest(outcome: "accepted", note: note)
        #expect(try await server.post("\(item)/resolve", resolution, as: nora, key: UUID()).status == 200)
        canary.add("Axolotlophobia")
        // Six digits alone may stand in any number; with their words around them they are the code.
        canary.add("code is \(code)")
        for secret in [
            member.password, member.totp.base32, nora.accessToken, again.accessToken, again.refreshToken,
        ] {
            canary.add(secret)
        }
    }

    /// Every kind of no that has the person in it.
    private func stumble(_ server: ClinicServer, _ canary: Canary) async throws {
        let newcomer = canary.newcomer
        let good = try JSONValue(parsing: JSONEncoder().encode(newcomer.registration(on: UUID().uuidString)))
        let spoiled: [(String, JSONValue)] = [
            ("/birthDate", .string("\(newcomer.answers.birthDate)T00:00")),
            ("/email", .string("\(newcomer.email) x")),
            ("/phone", .string("\(newcomer.phone)7")), ("/language", .string(newcomer.given)),
            ("/name", .string(newcomer.family)), ("/timeZone", .string("Nudibranch/Hollow")),
            ("/address/state", .string(newcomer.family)),
        ]
        for (place, value) in spoiled {
            let reply = try await server.post(
                "/v1/patients", json: try good.with(value, at: place), key: UUID())
            #expect(reply.status == 422, "\(place)")
        }
        #expect(try await server.post("/v1/patients", json: good, key: UUID()).status == 422)
        #expect(try await server.post("/v1/patients", json: good).status == 400)
        var answers = newcomer
        answers.answers.state = newcomer.family
        #expect(try await server.screen(answers).status == 422)
        #expect(try await server.present("000000", at: newcomer.email).status == 401)
        #expect(try await server.present(newcomer.given, at: newcomer.phone).status == 422)
        #expect(try await server.present(newcomer.given, "000000", of: newcomer.email).status == 401)
        let torn = Data(#"{"name":"\#(newcomer.given)"#.utf8)
        #expect(
            try await server.send(.post, "/v1/patients", body: torn, type: "application/json").status == 400)
        #expect(try await server.get("/v1/program?who=\(newcomer.family)").status == 400)
        #expect(try await server.get("/v1/\(newcomer.given)").status == 404)
        #expect(try await server.get("/v1/questionnaires/\(newcomer.given)").status == 404)
        let headers: ClinicServer.Headers = [
            ("Authorization", "Bearer \(newcomer.given)"), ("X-Request-Id", newcomer.email),
        ]
        #expect(try await server.get("/v1/me", headers).status == 401)
        #expect(try await server.send(.post, "/v1/me", [("Idempotency-Key", newcomer.given)]).status == 405)
    }

    /// A table is gone in the middle of a registration: a fault of ours, with the person's data in its hands.
    private func breakDown(_ server: ClinicServer, _ canary: Canary) async throws {
        let owner = ScriptRunner(url: server.database.ownerURL)
        var sibling = canary.newcomer
        sibling.email = "second.\(sibling.email)"
        let registration = sibling.registration(on: try await server.screened(sibling))
        try await owner.run("ALTER TABLE patient_search_token RENAME TO elsewhere")
        let reply = try await server.post("/v1/patients", registration, key: UUID())
        #expect(reply.said == "500 internal_error")
        try await owner.run("ALTER TABLE elsewhere RENAME TO patient_search_token")
        #expect(try await server.post("/v1/patients", registration, key: UUID()).said == "202")
    }

    private func rows(of table: String, _ server: ClinicServer) async throws -> [String] {
        try await server.clinic.database.read(
            by: Actor.system("test"), "SELECT row_to_json(t)::text AS line FROM \(unsafe: table) AS t",
            "test.rows"
        ) { try $0["line"] as String }
    }
}
