import Access
import CareSupport
import Clinic
import Clocks
import DoorSupport
import Foundation
import Patients
import Support
import Testing
import Wire

/// The on-call rota, pagers and flags by hand, over HTTP.
@Suite struct `The on-call rota over HTTP` {
    private func open(
        _ body:
            @Sendable (ClinicServer, _ team: Administrators, _ wei: TokenAnswer, _ maria: TokenAnswer)
            async throws
            -> Void
    ) async throws {
        try await ClinicServer.open { server in
            let team = try await server.administrators()
            let wei = try await server.colleague("Wei", [.prescriber], team)
            let maria = try await server.colleague("Maria", [.prescriber], team)
            try await body(server, team, wei, maria)
        }
    }

    private func shift(_ person: String, from: Instant, hours: Int, backup: String? = nil) -> ShiftRequest {
        ShiftRequest(
            role: "prescriber", person: person, backup: backup, from: from.rfc3339,
            to: (from + .hours(hours)).rfc3339)
    }

    @Test func `is kept by administrators and medical directors, and shows its gaps to the team`()
        async throws
    {
        try await open { server, team, wei, maria in
            let now = server.clinic.clock.now
            let path = "/v1/staff/rota/shifts"
            let whole = try await server.get("/v1/staff/rota", as: wei).json(RotaAnswer.self)
            #expect(whole.shifts.isEmpty && whole.gaps.map(\.from) == [now.rfc3339])
            let (first, second) = (wei.account.id, maria.account.id)
            #expect(
                try await server.post(path, shift(first, from: now, hours: 24), as: wei, key: UUID()).said
                    == "403 forbidden")
            let key = UUID()
            let body = shift(first, from: now, hours: 24 * 7, backup: second)
            let added = try await server.post(path, body, as: team.ana, key: key)
            #expect(added.status == 201)
            let kept = try added.json(ShiftAnswer.self)
            #expect(kept.person.name == "Wei" && kept.backup?.name == "Maria" && kept.state == "planned")
            // The same key, the same answer; another shift at that time, none.
            #expect(try await server.post(path, body, as: team.ana, key: key).body == added.body)
            #expect(
                try await server.post(path, shift(second, from: now, hours: 1), as: team.ana, key: UUID())
                    .said
                    == "409 rota_overlaps_another")
            #expect(
                try await server.post(
                    path, shift("st-00000", from: now + .hours(24 * 8), hours: 1), as: team.ana, key: UUID()
                ).said == "422 rota_person_unfit")
            let later = try await server.get("/v1/staff/rota", as: maria).json(RotaAnswer.self)
            #expect(later.shifts.map(\.handle) == [kept.handle])
            #expect(later.gaps.map(\.from) == [kept.to])
            let ended = try await server.post("\(path)/\(kept.handle)/end", as: team.ben, key: UUID())
            #expect(
                try ended.json(ShiftAnswer.self).to == now.rfc3339
                    || ended.json(ShiftAnswer.self).state == "removed")
        }
    }

    @Test func `calls the number that somebody has proven`() async throws {
        try await open { server, team, wei, _ in
            let pager = "/v1/staff/me/pager"
            let named = try await server.put(pager, PagerRequest(phone: "+1 602 555 0177"), as: wei)
            #expect(named.status == 202)
            #expect(try named.json(CodeSent.self).sentTo == "…77")
            let code = try await server.code(sentTo: "+16025550177")
            let wrong = code == "123456" ? "654321" : "123456"
            #expect(
                try await server.post("\(pager)/proof", PagerProofRequest(code: wrong), as: wei).said
                    == "422 pager_code_wrong /code pager_code_wrong")
            let proven = try await server.post("\(pager)/proof", PagerProofRequest(code: code), as: wei)
            #expect(try proven.json(PagerAnswer.self).phone == "…77")
            #expect(
                try await server.post(
                    "/v1/staff/rota/shifts",
                    shift(wei.account.id, from: server.clinic.clock.now, hours: 24), as: team.ana, key: UUID()
                ).status == 201)
            let patient = try await server.patient(Newcomer("Maya")).account.id
            let raised = try await server.post(
                "/v1/staff/patients/\(patient)/flags",
                FlagSeverityRequest(severity: 1, reason: "Sounded confused."), as: wei,
                key: UUID())
            #expect(raised.status == 201)
            let flag = try raised.json(FlagAnswer.self)
            #expect(flag.rule == "byHand" && flag.remark == "Sounded confused.")
            let page = try #require(try await server.messages(to: "+16025550177").last)
            #expect(page.body.contains(flag.handle) && !page.body.contains("confused"))
            let sheet = try await server.get("/v1/staff/flags/\(flag.handle)", as: wei).json(
                FlagSheetAnswer.self)
            #expect(sheet.alarms.map(\.level) == ["onCall"])
            #expect(sheet.alarms.first?.pages.map(\.person.name) == ["Wei"])
            #expect(
                try await server.post(
                    "/v1/staff/flags/\(flag.handle)/escalate",
                    FlagSeverityRequest(severity: 2, reason: "Less."), as: wei,
                    key: UUID()
                ).said == "409 flag_not_graver /severity flag_not_graver")
            let report = try await server.get("/v1/staff/reports/deadlines", as: wei).json(
                DeadlineReportAnswer.self)
            #expect(report.lines.allSatisfy { $0.met + $0.late + $0.waiting == $0.count })
        }
    }
}
