import Access
import Clinic
import Clocks
import DoorSupport
import Foundation
import Support
import Testing
import Wire

@Suite struct `What comes next` {
    private func next(_ server: ClinicServer, _ person: TokenAnswer) async throws -> NextSteps {
        try await server.get("/v1/me/next", as: person).json(NextSteps.self)
    }

    @Test func `for a qualified patient is the intake`() async throws {
        try await ClinicServer.open { server in
            let steps = try await next(server, try await server.patient(Newcomer("Maya")))
            #expect(steps.asOf == server.clock.now.rfc3339)
            #expect(steps.timeZone == "America/Phoenix")
            #expect(steps.stage.code == "welcome")
            #expect(steps.stage.words == "Your account is ready")
            #expect(steps.waitingFor.isEmpty)
            #expect(steps.actions.map(\.code) == ["startIntake"])
            let action = try #require(steps.actions.first)
            #expect([action.do.method, action.do.href] == ["PUT", "/v1/me/intake"])
            #expect(action.title == "Begin your medical questionnaire")
            #expect(steps.blocked == nil)
            #expect(steps.help.crisis.call == "988")
        }
    }

    @Test func `is said in the patient's language, or in the one asked for`() async throws {
        try await ClinicServer.open { server in
            var maya = Newcomer("Maya")
            maya.language = "es"
            let token = try await server.patient(maya)
            #expect(try await next(server, token).stage.words == "Su cuenta está lista")
            let english = try await server.get("/v1/me/next", as: token, [("Accept-Language", "en")])
            #expect(try english.json(NextSteps.self).stage.words == "Your account is ready")
        }
    }

    /// Saturday morning: the next business day ends on Monday.
    @Test func `for one in review is the care team's word, by when the queue promises it`() async throws {
        try await ClinicServer.open { server in
            let team = try await server.administrators()
            let nora = try await server.colleague("Nora", [.careNavigator], team)
            let steps = try await next(server, try await server.patient(.toReview("Maya")))
            #expect(steps.stage.code == "screeningReview")
            #expect(steps.waitingFor.map(\.code) == ["screeningReview"])
            let queue = try await server.get("/v1/staff/queue", as: nora).json(QueueAnswer.self)
            #expect(steps.waitingFor.first?.expected == queue.items.first?.due)
            #expect(steps.waitingFor.first?.expected?.hasPrefix("2026-11-2") == true)
        }
    }

    @Test(arguments: [
        ("accepted", "welcome", "screeningAccepted"), ("declined", "declined", "screeningDeclined"),
    ])
    func `after a review is what was decided`(outcome: String, stage: String, line: String) async throws {
        try await ClinicServer.open { server in
            let team = try await server.administrators()
            let nora = try await server.colleague("Nora", [.careNavigator], team)
            let maya = try await server.patient(.toReview("Maya"))
            let queue = try await server.get("/v1/staff/queue", as: nora).json(QueueAnswer.self)
            let path = "/v1/staff/work-items/\(try #require(queue.items.first).id)"
            _ = try await server.post("\(path)/claim", as: nora)
            let resolution = ResolveRequest(outcome: outcome, note: "Spoke with her.")
            #expect(try await server.post("\(path)/resolve", resolution, as: nora).said == "200")
            let steps = try await next(server, maya)
            #expect(steps.stage.code == stage)
            #expect(steps.blocked?.code == (outcome == "declined" ? "declined" : nil))
            #expect(steps.actions.map(\.code) == (outcome == "declined" ? [] : ["startIntake"]))
            let record = try await server.get("/v1/me", as: maya).json(PatientAnswer.self)
            #expect(record.screening.standing == outcome)
            let timeline = try await server.get("/v1/me/timeline", as: maya).json(Page<TimelineEntry>.self)
            #expect(timeline.items.first?.code == line)
        }
    }
}
