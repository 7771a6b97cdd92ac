import Access
import CarePath
import CareSupport
import Clinic
import DoorSupport
import Foundation
import Postgres
import StrictJSON
import Support
import Testing
import Wire

/// Who may do what at a treatment, and what is said to who may not, or not so.
@Suite struct `The care team's doors at a treatment` {
    @Test func `let navigators report and pause, and prescribers decide`() async throws {
        try await ClinicServer.open { server in
            let clinic = server.clinic
            let maya = try await clinic.inTreatment()
            let nora = try await PrescriptionStory.token(try await clinic.colleague("nora"), clinic)
            let lin = try await PrescriptionStory.token(maya.person.prescriber, clinic)
            let path = "/v1/staff/patients/\(maya.patient)"
            let tomorrow = (maya.firstDay + 1).description
            func post(_ verb: String, _ body: JSONValue, as person: TokenAnswer) async throws -> Reply {
                try await server.post("\(path)/\(verb)", json: body, as: person, key: UUID())
            }
            func dose(_ mg: Int, from date: String = "", as person: TokenAnswer) async throws -> String {
                try await post(
                    "dose",
                    [
                        "doseMg": .number(.init(mg)), "from": .string(date.isEmpty ? tomorrow : date),
                        "reason": "Sleeps better.",
                    ], as: person
                ).said
            }

            // A day told on the telephone, by the patient's own rules.
            let report = try await post(
                "check-ins", ["taken": "planned", "effects": ["nausea": 1]], as: nora)
            #expect(report.said == "201")
            #expect(try report.json(CheckInAnswer.self).consequence?.rules.isEmpty == false)
            #expect(try await post("check-ins", ["taken": "planned"], as: nora).said == "409 check_in_exists")
            #expect(
                try await post("check-ins", ["taken": "planned", "date": .string(tomorrow)], as: nora).said
                    == "422 check_in_date_ahead /date check_in_date_ahead")
            let crisis = try await server.get("\(path)/check-ins", as: nora)
            #expect(try crisis.json(Page<CheckInAnswer>.self).items.map(\.takenMg) == [15])

            // Doses.
            #expect(try await dose(30, as: nora) == "403 forbidden")
            #expect(try await dose(60, as: lin) == "422 dose_not_allowed /doseMg dose_not_allowed")
            #expect(
                try await dose(30, from: "2026-11-01", as: lin)
                    == "422 resume_date_not_allowed /from resume_date_not_allowed")
            #expect(try await post("dose", ["doseMg": 30], as: lin).status == 422)
            #expect(try await dose(30, as: lin) == "200")
            #expect(
                try await post("dose/agree", [:], as: lin).status == 404,
                "an offer is agreed to by its own id")

            // Pause by anybody, resume by a prescriber.
            let pause: JSONValue = ["reason": "Fell twice.", "wishedBy": "careTeam"]
            #expect(
                try await post("treatment/pause", ["reason": "x", "wishedBy": "somebody"], as: nora).status
                    == 422)
            #expect(try await post("treatment/pause", pause, as: nora).said == "200")
            #expect(try await post("treatment/pause", pause, as: nora).said == "409 treatment_already_paused")
            let go: JSONValue = ["doseMg": 15, "from": .string(tomorrow), "reason": "Well again."]
            #expect(try await post("treatment/resume", go, as: nora).said == "403 forbidden")
            #expect(
                try await post(
                    "treatment/resume", ["doseMg": 45, "from": .string(tomorrow), "reason": "x"], as: lin
                )
                .said == "422 dose_not_allowed /doseMg dose_not_allowed")
            let resumed = try await post("treatment/resume", go, as: lin)
            #expect(resumed.said == "200")
            #expect(try resumed.json(DecisionAnswer.self).occasion == "resume")
            #expect(try await post("treatment/resume", go, as: lin).said == "409 treatment_not_paused")

            // Read.
            let decisions = try await server.get("\(path)/decisions?date=\(maya.firstDay)&limit=2", as: nora)
            let page = try decisions.json(Page<DecisionAnswer>.self)
            #expect(page.items.map(\.occasion) == ["resume", "pause"] && page.nextCursor != nil)
            #expect(page.items.allSatisfy { !$0.reasons.isEmpty && !$0.words.isEmpty })
            #expect(
                try await server.get("\(path)/decisions?date=yesterday", as: nora).said == "400 invalid_query"
            )
            #expect(
                try await server.get("\(path)/progress?from=2026-01-01", as: nora).said == "400 invalid_query"
            )
            let progress = try await server.get("\(path)/progress", as: nora).json(ProgressAnswer.self)
            #expect(progress.days.first?.taken == "planned" && progress.days.first?.effects?["nausea"] == 1)
            let chart = try await server.get(path, as: nora).json(ChartAnswer.self)
            #expect(chart.course?.cycle?.day == 1 && chart.course?.isReported == true)
            #expect(try await server.get("/v1/staff/dose-changes?state=offered", as: nora).said == "200")
            #expect(
                try await server.post(
                    "/v1/staff/dose-changes/\(UUID())/agree", as: lin, key: UUID()
                ).said == "404 not_found")

            // The end, at the patient's word; and nothing after it.
            #expect(try await post("treatment/stop", ["reason": "Wants no more."], as: nora).said == "200")
            #expect(try await dose(15, as: lin) == "409 treatment_ended")
            #expect(try await post("check-ins", ["taken": "none"], as: nora).said == "409 treatment_ended")
            #expect(try await server.get(path, as: nora).json(ChartAnswer.self).course == nil)
        }
    }

    @Test func `name what settles work that nobody resolves`() async throws {
        try await ClinicServer.open { server in
            let clinic = server.clinic
            let maya = try await clinic.inTreatment()
            let nora = try await PrescriptionStory.token(try await clinic.colleague("nora"), clinic)
            let id = UUID()
            try await clinic.database.transaction(by: Actor.system("test")) { connection in
                try connection.run(
                    """
                    INSERT INTO work_item (id, kind, cause, patient_id, reasons, due_at, state, created_at, version)
                    VALUES (\(id), 'doseAgreement', 'test', \(maya.patient), '{T18}', '2026-11-22T12:00:00Z', 'open',
                        '2026-11-21T12:00:00Z', 1)
                    """, "test.work")
            }
            let item = try await server.get("/v1/staff/work-items/\(id)", as: nora).json(WorkItem.self)
            #expect(item.outcomes.isEmpty && item.settledBy?.contains("lozenge dose agree") == true)
            _ = try await server.post("/v1/staff/work-items/\(id)/claim", as: nora)
            let reply = try await server.post(
                "/v1/staff/work-items/\(id)/resolve", ResolveRequest(outcome: "done", note: "x"), as: nora)
            #expect(reply.said == "409 work_item_settled_elsewhere")
        }
    }
}
