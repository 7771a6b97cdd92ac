import Access
import DoorSupport
import Foundation
import Postgres
import Support
import Testing
import Wire

@Suite struct `Visits over HTTP` {
    private static let note = ConsultCompletion.Note(
        icd10: ["F33.1"], findings: "Depressed for two years.", plan: "Start low.",
        risksDiscussed: "Dependence, bladder, blood pressure.")

    @Test func `go from a time to a signed note that the patient reads`() async throws {
        try await VisitStage.open { stage in
            let server = stage.server
            let maya = try await stage.ready("Maya")
            let times = try await server.get(
                "/v1/me/consult-times?kind=initial&from=2026-11-23T00:00:00Z&to=2026-11-24T00:00:00Z&limit=3",
                as: maya
            ).json(Page<ConsultTime>.self)
            let first = try #require(times.items.first)
            #expect(first.prescriber.name == "Lin, MD")
            #expect([first.startsAt, first.local] == [VisitStage.nine, "2026-11-23T07:00:00-07:00"])
            #expect(times.items.count == 3 && times.nextCursor != nil)

            let key = UUID()
            let held = try await stage.hold(maya, key: key)
            let again = try await stage.hold(maya, key: key)
            #expect(held.said == "201" && again.body == held.body)
            #expect(again["Idempotency-Replayed"] == "true")
            let visit = try held.json(ConsultAnswer.self)
            #expect(
                visit.state == "held" && visit.heldUntil != nil)
            let path = "/v1/me/consults/\(visit.handle)"
            #expect(try await server.post("\(path)/confirm", as: maya, key: UUID()).said == "200")
            let calendar = try await server.get("\(path).ics", as: maya)
            #expect(calendar["Content-Type"] == "text/calendar; charset=utf-8")
            #expect(calendar.text.contains("METHOD:REQUEST\r\n"))

            try stage.advance(to: "2026-11-23T13:50:00Z")
            let (patient, lin) = (try await stage.again("Maya"), try await stage.again(stage.lin))
            #expect(try await server.post("\(path)/check-in", as: patient, key: UUID()).said == "200")
            let room = try #require(
                try await server.get(path, as: patient).json(ConsultAnswer.self).room)
            #expect(room.token.split(separator: ".").count == 3)

            let desk = "/v1/staff/consults/\(visit.id)"
            let started = try await server.post(
                "\(desk)/start", ConsultStartRequest(identityConfirmed: "photoId", attestedState: "AZ"),
                as: lin, key: UUID())
            #expect(try started.json(ConsultAnswer.self).patient?.name == "Maya Ortiz")
            let completed = try await server.post(
                "\(desk)/complete", ConsultCompletion(note: Self.note, outcome: "approved", detail: nil),
                as: lin, key: UUID())
            #expect(completed.said == "200")
            #expect(
                try await server.post(
                    "\(desk)/addenda", AddendumRequest(text: "The lab results came."), as: lin, key: UUID()
                ).said == "201")
            let read = try await server.get(path, as: patient).json(ConsultAnswer.self)
            #expect(read.note?.icd10 == ["F33.1"] && read.addenda.map(\.text) == ["The lab results came."])
            #expect([read.state, read.outcome, read.attestedState] == ["completed", "approved", "AZ"])
            let lines = try await server.get("/v1/me/timeline", as: patient).json(Page<TimelineEntry>.self)
            #expect(lines.items.contains { $0.words == "You booked a visit for 2026-11-23, 07:00." })
            let listed = try await server.get(
                "/v1/staff/consults?from=2026-11-23T00:00:00Z&prescriber=\(stage.lin.account.id)",
                as: try await stage.again(stage.nora)
            ).json(Page<ConsultAnswer>.self)
            #expect(listed.items.map(\.id) == [visit.id])
        }
    }

    @Test func `are refused with a code of their own`() async throws {
        try await VisitStage.open { stage in
            let server = stage.server
            let maya = try await stage.ready("Maya")
            let unready = try await server.patient(Newcomer("Una"))
            let refused = try await stage.hold(unready)
            #expect(refused.said == "409 consult_not_ready  intakeMissing")
            #expect(try await stage.hold(maya, key: nil).said == "400 idempotency_key_required")
            #expect(
                try await stage.hold(maya, at: "2026-11-23T14:10:00Z").said
                    == "422 time_not_offered /startsAt time_not_offered")
            #expect(
                try await stage.hold(maya, at: "2026-11-22T14:00:00Z").said
                    == "422 time_not_offered /startsAt time_not_offered", "a Sunday")
            let park = try await server.join("Park", [.prescriber], stage.team)
            let visit = try await stage.booked(maya)
            #expect(try await stage.hold(try await stage.ready("Otis")).said == "409 slot_taken")
            #expect(
                try await server.get("/v1/me/consults/\(visit.id)", as: unready).said == "404 not_found")
            #expect(
                try await server.post("/v1/me/consults/\(visit.id)/confirm", as: unready, key: UUID()).said
                    == "404 not_found")

            let path = "/v1/staff/consults/\(visit.handle)"
            func start(_ state: String = "AZ", by person: TokenAnswer) async throws -> String {
                try await server.post(
                    "\(path)/start", ConsultStartRequest(identityConfirmed: "photoId", attestedState: state),
                    as: person, key: UUID()
                ).said
            }
            func complete(
                _ outcome: String = "approved", icd10: [String] = ["F33.1"], by person: TokenAnswer
            ) async throws -> String {
                var note = Self.note
                note.icd10 = icd10
                return try await server.post(
                    "\(path)/complete", ConsultCompletion(note: note, outcome: outcome, detail: nil),
                    as: person, key: UUID()
                ).said
            }
            #expect(try await start(by: stage.nora) == "403 forbidden")
            #expect(try await start(by: stage.lin) == "409 consult_too_early")
            try stage.advance(to: VisitStage.nine)
            let lin = try await stage.again(stage.lin)
            let other = try await server.signIn(park)
            #expect(try await start(by: other) == "409 consult_of_another_prescriber")
            #expect(
                try await start("TX", by: lin)
                    == "422 prescriber_not_licensed /attestedState prescriber_not_licensed")
            #expect(try await start("ZZ", by: lin) == "422 validation_failed /attestedState badFormat")
            #expect(try await complete(by: lin) == "409 consult_not_started")
            #expect(try await start(by: lin) == "200")
            #expect(
                try await complete(icd10: ["F33.1", "depressed"], by: lin)
                    == "422 validation_failed /note/icd10/1 tooLong")
            #expect(
                try await complete(icd10: ["F3"], by: lin) == "422 validation_failed /note/icd10/0 badFormat")
            #expect(
                try await complete("declined", by: lin)
                    == "422 outcome_detail_missing /detail outcome_detail_missing")
            #expect(try await complete(by: lin) == "200")
            #expect(
                try await server.post(
                    "\(path)/cancel", ConsultCancelRequest(reason: "Too late."),
                    as: try await stage.again(stage.nora), key: UUID()
                ).said == "409 consult_already_completed")
        }
    }

    @Test func `twenty at once on four times are four`() async throws {
        try await VisitStage.open { stage in
            var patients: [TokenAnswer] = []
            for number in 0..<20 { patients.append(try await stage.ready("Holder\(number)")) }
            let starts = ["14:00", "14:30", "15:00", "15:30"].map { "2026-11-23T\($0):00Z" }
            let answers = try await race(20) { [patients] number in
                try await stage.hold(patients[number], at: starts[number % 4]).said
            }
            #expect(answers.counted { $0 } == ["201": 4, "409 slot_taken": 16])
            #expect(try await stage.server.count("consult", where: "state = 'held'") == 4)
        }
    }

    @Test func `move, and give their time back`() async throws {
        try await VisitStage.open { stage in
            let server = stage.server
            let (maya, otis) = (try await stage.ready("Maya"), try await stage.ready("Otis"))
            let visit = try await stage.booked(maya)
            let moved = try await server.post(
                "/v1/me/consults/\(visit.id)/reschedule",
                ConsultMoveRequest(startsAt: "2026-11-23T15:00:00Z"), as: maya, key: UUID())
            #expect(moved.said == "201")
            let successor = try moved.json(ConsultAnswer.self)
            #expect(successor.state == "booked" && successor.id != visit.id)
            #expect(try await stage.hold(otis).said == "201")
            let old = try await server.get("/v1/me/consults/\(visit.id)", as: maya).json(ConsultAnswer.self)
            #expect([old.state, old.rescheduledTo] == ["rescheduled", successor.id])
            let off = try await server.post(
                "/v1/staff/consults/\(successor.handle)/cancel", ConsultCancelRequest(reason: "On leave."),
                as: stage.nora, key: UUID()
            ).json(ConsultAnswer.self)
            #expect(off.state == "cancelled" && off.endedBy == "staff" && off.late == false)
            let calendar = try await server.get("/v1/me/consults/\(successor.id).ics", as: maya).text
            #expect(calendar.contains("METHOD:CANCEL\r\n") && calendar.contains("UID:\(visit.id)@"))
            #expect(
                try await server.post("/v1/me/consults/\(successor.id)/confirm", as: maya, key: UUID()).said
                    == "409 consult_ended")
        }
    }
}
