import Access
import CareSupport
import Clinic
import Clocks
import DoorSupport
import Foundation
import Patients
import Postgres
import StrictJSON
import Support
import Testing
import Wire

/// People's changes as they are met from outside.
@Suite struct `People's changes at the door` {
    private let home: JSONValue = [
        "line1": "4 Elm Street", "city": "Albany", "state": "NY", "postalCode": "12207",
    ]

    @Test func `a move is shown before it is saved, and saved once`() async throws {
        try await ClinicServer.open { server in
            let maya = try await server.patient(Newcomer("Maya"))
            let team = try await server.administrators()
            try await server.clinic.covered()
            let asked: JSONValue = ["address": home, "effectiveFrom": "2026-12-01"]
            let preview = try await server.post("/v1/me/moves/preview", json: asked, as: maya)
            #expect(preview.said == "200")
            let shown = try preview.json(MoveAnswer.self)
            #expect(shown.id == nil)
            #expect(shown.consequences.map(\.code) == ["eligibilityAskedAgain"])
            let blind = try await server.post("/v1/me/moves", json: asked, as: maya, key: UUID())
            #expect(blind.said == "422 validation_failed /seen missing")
            let wrong: JSONValue = ["address": home, "effectiveFrom": "2026-12-01", "seen": "00"]
            #expect(
                try await server.post("/v1/me/moves", json: wrong, as: maya, key: UUID()).said
                    == "409 move_consequences_changed")
            let right: JSONValue = [
                "address": home, "effectiveFrom": "2026-12-01", "seen": .string(shown.seen),
            ]
            let key = UUID()
            let saved = try await server.post("/v1/me/moves", json: right, as: maya, key: key)
            #expect(saved.said == "201")
            #expect(try saved.json(MoveAnswer.self).inForce == false)
            let again = try await server.post("/v1/me/moves", json: right, as: maya, key: key)
            #expect(again["Idempotency-Replayed"] == "true")
            let known = try await server.get("/v1/me/moves", as: maya).json(Page<AddressAnswer>.self).items
            #expect(known.map(\.standing) == ["planned", "inForce"])
            let far: JSONValue = ["address": home, "effectiveFrom": "2028-12-01"]
            #expect(
                try await server.post("/v1/me/moves/preview", json: far, as: maya).said
                    == "422 move_date_out_of_range /effectiveFrom move_date_out_of_range")
            let navigator = try await server.colleague("Nora", [.careNavigator], team)
            let staff = try await server.get("/v1/staff/patients/\(maya.account.handle)/moves", as: navigator)
            #expect(try staff.json(Page<AddressAnswer>.self).items.count == 2)
        }
    }

    @Test func `a new address is proven by the code that goes there`() async throws {
        try await ClinicServer.open { server in
            let newcomer = Newcomer("Cora")
            let cora = try await server.patient(newcomer)
            let elsewhere = try await server.askForCode(newcomer.email)
            #expect(elsewhere.said == "202")
            let other = try await server.signIn(newcomer)
            let asked = try await server.post(
                "/v1/me/contact-changes", ContactChangeRequest(email: "cora.new@example.org"), as: cora,
                key: UUID())
            #expect(asked.said == "202")
            let change = try asked.json(ContactChangeAnswer.self)
            let path = "/v1/me/contact-changes/\(change.id)/prove"
            #expect(
                try await server.post(path, ContactProofRequest(code: "000000"), as: cora).said
                    == "401 code_wrong")
            #expect(
                try await server.post(path, ContactProofRequest(code: "000000"), as: other).said
                    == "401 code_wrong")
            let code = try await server.code(sentTo: "cora.new@example.org")
            let proven = try await server.post(path, ContactProofRequest(code: code), as: cora)
            #expect(proven.said == "200")
            #expect(try proven.json(PatientAnswer.self).email == "cora.new@example.org")
            #expect(try await server.get("/v1/me", as: cora).said == "200")
            #expect(try await server.get("/v1/me", as: other).status == 401)
            #expect(try await server.messages(to: newcomer.email).last?.subject == "Your address was changed")
            #expect(
                try await server.post("/v1/me/contact-changes", json: [:], as: cora, key: UUID()).said
                    == "422 validation_failed /email missing")
        }
    }

    @Test func `a request has its date and its answer, and an account its end`() async throws {
        try await ClinicServer.open { server in
            let leo = try await server.patient(Newcomer("Leo"))
            let asked = try await server.post(
                "/v1/me/requests", PatientRequestRequest(kind: "records", detail: "All."), as: leo,
                key: UUID())
            #expect(asked.said == "201")
            let request = try asked.json(PatientRequestAnswer.self)
            #expect([request.dueOn, request.basis] == ["2026-12-21", "hipaa-access-2013"])
            #expect(
                try await server.post(
                    "/v1/me/requests", PatientRequestRequest(kind: "closing"), as: leo, key: UUID()
                ).said == "422 validation_failed /kind notAnOption")
            let team = try await server.administrators()
            let navigator = try await server.colleague("Nils", [.careNavigator], team)
            let waiting = try await server.get("/v1/staff/requests", as: navigator)
            #expect(try waiting.json(Page<PatientRequestAnswer>.self).items.map(\.handle) == [request.handle])
            let held = try await server.post("/v1/me/close", CloseRequest(), as: leo, key: UUID())
            #expect(try held.json(ClosingAnswer.self).obstacles.map(\.code) == ["requestOpen"])
            let path = "/v1/staff/requests/\(request.handle)"
            let extended = try await server.post(
                "\(path)/extend", ReasonRequest(reason: "An archive."), as: navigator)
            #expect(try extended.json(PatientRequestAnswer.self).dueOn == "2027-01-20")
            let answered = try await server.post(
                "\(path)/resolve", RequestResolution(outcome: "fulfilled", answer: "Sent."), as: navigator)
            #expect(answered.said == "200")
            let own = try await server.get("/v1/me/requests", as: leo).json(Page<PatientRequestAnswer>.self)
            let closing = try #require(own.items.first { $0.kind == "closing" })
            #expect(own.items.first { $0.kind == "records" }?.answer == "Sent.")
            let closed = try await server.post(
                "/v1/staff/requests/\(closing.handle)/resolve",
                RequestResolution(outcome: "fulfilled", answer: "Closed."), as: navigator)
            #expect(closed.said == "200")
            #expect(try await server.get("/v1/me", as: leo).status == 401)
        }
    }

    @Test func `how one wants to be met is changed by who says which version`() async throws {
        try await ClinicServer.open { server in
            let mia = try await server.patient(Newcomer("Mia"))
            let before = try await server.get("/v1/me/preferences", as: mia)
            #expect(try before.json(PreferencesAnswer.self).askAt == "20:00")
            let tag = try #require(before["ETag"])
            let patch = PreferencesPatch(channel: "text", askAt: "09:30", language: "es")
            #expect(
                try await server.patch("/v1/me/preferences", patch, as: mia, ifMatch: nil).said
                    == "428 precondition_required")
            let after = try await server.patch("/v1/me/preferences", patch, as: mia, ifMatch: tag)
            #expect(after.said == "200")
            let answer = try after.json(PreferencesAnswer.self)
            #expect(
                [answer.channel, answer.askAt, answer.language, answer.quietFrom] == [
                    "text", "09:30", "es", "21:00",
                ])
            #expect(
                try await server.patch("/v1/me/preferences", patch, as: mia, ifMatch: tag).said == "412 stale"
            )
            let night = PreferencesPatch(askAt: "22:00")
            let now = try #require(after["ETag"])
            #expect(
                try await server.patch("/v1/me/preferences", night, as: mia, ifMatch: now).said
                    == "422 validation_failed /askAt badFormat")
        }
    }

    @Test func `two records become one by two people`() async throws {
        try await ClinicServer.open { server in
            let (one, two) = (Newcomer("Rita"), Newcomer("Ritaa"))
            let survivor = try await server.patient(one)
            let twice = try await server.patient(two)
            let team = try await server.administrators()
            let ana = try await server.colleague("Ada", [.careNavigator], team)
            let ben = try await server.colleague("Bob", [.careNavigator], team)
            let path = "/v1/staff/patients/\(twice.account.handle)/merges"
            let body = MergeRequest(into: survivor.account.handle, reason: "Registered twice.")
            let proposed = try await server.post(path, body, as: ana, key: UUID())
            #expect(proposed.said == "201")
            let merge = try proposed.json(MergeAnswer.self)
            let door = "/v1/staff/merges/\(merge.id)"
            #expect(try await server.post("\(door)/approve", as: ana).said == "409 second_person_required")
            let approved = try await server.post("\(door)/approve", as: ben)
            #expect(try approved.json(MergeAnswer.self).undoUntil?.hasPrefix("2026-12-21T") == true)
            #expect(try await server.get("/v1/me", as: twice).status == 401)
            let undone = try await server.post("\(door)/undo", as: ana)
            #expect(try undone.json(MergeAnswer.self).state == "undone")
            let listed = try await server.get("/v1/staff/merges", as: ana).json(Page<MergeAnswer>.self)
            #expect(listed.items.map(\.state) == ["undone"])
        }
    }
}
