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

/// A day in treatment, as an app sends and reads it.
@Suite(.database) struct `Daily life over HTTP` {
    private struct Story: Sendable {
        let server: ClinicServer
        let treated: TestClinic.InTreatment
        let maya: TokenAnswer
        let other: TokenAnswer

        static func open(_ body: @Sendable (Story) async throws -> Void) async throws {
            try await ClinicServer.open { server in
                let clinic = server.clinic
                let treated = try await clinic.inTreatment(
                    email: "\(UUID().uuidString.lowercased())@example.org")
                let stranger = try await clinic.registered(
                    email: "\(UUID().uuidString.lowercased())@example.org", phone: "+16025550188")
                func token(_ id: UUID) async throws -> TokenAnswer {
                    try await PrescriptionStory.token(
                        Caller(accountID: id, kind: .patient, roles: [.patient], session: UUID()), clinic)
                }
                try await body(
                    Story(
                        server: server, treated: treated, maya: token(treated.patient.uuid),
                        other: token(stranger.id.uuid)))
            }
        }

        func report(_ request: CheckInRequest, key: UUID? = UUID()) async throws -> Reply {
            try await server.post("/v1/me/check-ins", request, as: maya, key: key)
        }

        func treatment() async throws -> TreatmentAnswer {
            try await server.get("/v1/me/treatment", as: maya).json()
        }

        func next() async throws -> NextSteps { try await server.get("/v1/me/next", as: maya).json() }
    }

    @Test func `is reported once a day, and says at once what follows`() async throws {
        try await Story.open { story in
            #expect(
                try await story.report(CheckInRequest(taken: "planned"), key: nil).said
                    == "400 idempotency_key_required")
            var wrong = CheckInRequest(taken: "part")
            (wrong.mood, wrong.effects, wrong.phq9) = (11, ["nausea": 4], [0, 1])
            wrong.asq = .init(
                wishedDead: "yes", betterOffDead: "no", thoughtsOfKilling: "no", everTried: "no")
            #expect(
                try await story.report(wrong).said
                    == "422 validation_failed /takenMg missing, /effects/nausea outOfRange, /mood outOfRange, "
                    + "/asq/rightNow missing, /phq9 tooFew")
            #expect(
                try await story.server.post(
                    "/v1/me/check-ins", CheckInRequest(taken: "planned"), as: story.other, key: UUID()
                ).said == "409 treatment_not_started")

            let first = try await story.next()
            #expect(first.stage.code == "treatment" && first.stage.words == "Day 1 of your first month")
            #expect(first.actions.map(\.code) == ["checkIn"])
            var request = CheckInRequest(taken: "planned")
            (request.effects, request.mood, request.wish, request.note) = (
                ["nausea": 1], 6, "same", "canary note"
            )
            let key = UUID()
            let reply = try await story.report(request, key: key)
            #expect(reply.said == "201")
            let answer: CheckInAnswer = try reply.json()
            #expect(answer.version == 1 && answer.takenMg == 15 && answer.effects == ["nausea": 1])
            #expect(answer.consequence?.kind == "hold" && answer.consequence?.toMg == 15)
            #expect(answer.crisis == nil)
            // The same key gives the same bytes; another body under it is refused.
            #expect(try await story.report(request, key: key).body == reply.body)
            #expect(
                try await story.report(CheckInRequest(taken: "none"), key: key).said
                    == "422 idempotency_key_reused")
            #expect(try await story.report(request).said == "409 check_in_exists")
            #expect(
                try await story.report(CheckInRequest(date: "2027-01-01", taken: "planned")).said
                    == "422 check_in_date_ahead /date check_in_date_ahead")
            #expect(
                try await story.report(CheckInRequest(date: "2026-11-01", taken: "planned")).said.hasPrefix(
                    "4"))
            let list: Page<CheckInAnswer> = try await story.server.get(
                "/v1/me/check-ins?limit=1", as: story.maya
            ).json()
            #expect(list.items.map(\.date) == [answer.date] && list.nextCursor == nil)
            #expect(try await story.next().actions.isEmpty)
            let treatment = try await story.treatment()
            #expect(treatment.today?.reported == true && treatment.supply?.onHandMg == 1200)
            #expect(treatment.why?.since == treatment.cycle?.firstDay)
        }
    }

    @Test func `says whom to call with every answer that speaks of self-harm or danger`() async throws {
        try await Story.open { story in
            var request = CheckInRequest(taken: "planned")
            request.selfHarm = true
            let reply = try await story.report(request)
            let answer: CheckInAnswer = try reply.json()
            #expect(answer.crisis?.call == "988" && answer.crisis?.emergency == "911")
            #expect(answer.asqDueBy != nil)
            #expect(try await story.next().actions.first?.code == "answerAsq")
            request.asq = .init(
                wishedDead: "no", betterOffDead: "no", thoughtsOfKilling: "yes", everTried: "no",
                rightNow: "no")
            let path = "/v1/me/check-ins/\(answer.date)"
            let amended = try await story.server.put(path, request, as: story.maya, key: UUID())
            #expect(amended.said == "200")
            let second: CheckInAnswer = try amended.json()
            #expect(second.version == 2 && second.asq == "positive" && second.crisis != nil)
            #expect(second.consequence?.rules.contains("T1") == true)
            request.warnings = ["chestPain"]
            let third: CheckInAnswer = try await story.server.put(path, request, as: story.maya).json()
            #expect(third.consequence?.permission == "pause")
            let next = try await story.next()
            #expect(next.stage.code == "treatmentPaused" && next.waitingFor.map(\.code) == ["pauseDecision"])
            #expect(
                try await story.server.post(
                    "/v1/me/treatment/resume", OwnResumeRequest(), as: story.maya, key: UUID()
                ).said.hasPrefix("409 "))
            #expect(
                try await story.server.put(
                    "/v1/me/check-ins/2026-10-01", request, as: story.maya, key: UUID()
                ).said.hasPrefix("4"))
        }
    }

    @Test func `measures, pauses, goes on and stops`() async throws {
        try await Story.open { story in
            let empty = VitalsRequest(readings: [.init()])
            #expect(
                try await story.server.post("/v1/me/vitals", empty, as: story.maya, key: UUID()).said
                    == "422 validation_failed /readings/0/bloodPressure missing")
            let high = VitalsRequest(readings: [
                .init(bloodPressure: .init(systolic: 185, diastolic: 101), pulse: 90)
            ])
            let measured = try await story.server.post("/v1/me/vitals", high, as: story.maya, key: UUID())
            #expect(measured.said == "201")
            let vitals: VitalsAnswer = try measured.json()
            #expect(vitals.consequence?.permission == "pause" && vitals.crisis != nil)
            #expect(try await story.treatment().pause?.cause == "rule")
            let unknown = UUID().uuidString.lowercased()
            #expect(
                try await story.server.post(
                    "/v1/me/dose-changes/\(unknown)/acknowledge", as: story.maya, key: UUID()
                ).said == "404 not_found")
            let stop = try await story.server.post(
                "/v1/me/treatment/stop", StopRequest(reason: "enough"), as: story.maya, key: UUID())
            #expect(stop.said == "200")
            let stopped: StopAnswer = try stop.json()
            #expect(stopped.treatment.state == "stopped" && stopped.asksLastScores)
            #expect(stopped.treatment.leftover != nil)
            #expect(try await story.next().stage.code == "treatmentEnded")
            #expect(try await story.report(CheckInRequest(taken: "planned")).said == "409 treatment_ended")
        }
    }
}
