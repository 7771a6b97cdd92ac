import Access
import CareSupport
import Clinic
import Clocks
import DoorSupport
import Foundation
import Patients
import StrictJSON
import Support
import Testing
import Wire

/// The next supply over HTTP: what an app sends, what the care team sees, and what is said to who may not, or not so.
@Suite(.database) struct `The next supply over HTTP` {
    private static let answers: JSONValue = [
        "phq9": [1, 1, 1, 1, 1, 1, 1, 1, 3], "gad7": [1, 1, 1, 1, 1, 1, 0], "urinary": 0, "wish": "same",
        "count": 68,
    ]

    @Test func `is answered, counted, read and decided by whom it belongs to`() async throws {
        try await ClinicServer.open { server in
            let clinic = server.clinic
            let treated = try await clinic.inTreatment(email: "\(UUID().uuidString.lowercased())@example.org")
            func token(_ caller: Caller) async throws -> TokenAnswer {
                try await PrescriptionStory.token(caller, clinic)
            }
            let patient = Caller(
                accountID: treated.patient.uuid, kind: .patient, roles: [.patient], session: UUID())
            var maya = try await token(patient)
            func post(_ path: String, _ body: JSONValue, as person: TokenAnswer) async throws -> Reply {
                try await server.post(path, json: body, as: person, key: UUID())
            }

            // Before day 14 there is nothing to answer, and nothing to ask for.
            let none = try await server.get("/v1/me/refill-review", as: maya)
                .json(OwnRefillReviewAnswer.self)
            #expect(none.state == "none")
            #expect(none.opensOn == (treated.firstDay + 13).description)
            #expect(
                try await post("/v1/me/refill-review", Self.answers, as: maya).said
                    == "409 refill_review_not_open")
            #expect(
                try await server.post("/v1/me/refill-requests", as: maya, key: UUID()).said
                    == "409 refill_not_decided")

            // What is wrong is said field by field.
            let wrong = try await post(
                "/v1/me/refill-review",
                ["phq9": [1, 4], "gad7": [], "urinary": 4, "wish": "lots", "count": -1, "mood": 3], as: maya)
            #expect(wrong.status == 422)
            #expect((wrong.problem?.errors?.count ?? 0) >= 6)
            #expect(
                try await post("/v1/me/counts", ["lozenges": 3, "half": true], as: maya).said
                    == "422 half_impossible /half half_impossible")
            #expect(
                try await post("/v1/me/supply-events", ["kind": "sold", "lozenges": 1], as: maya).status
                    == 422)

            // Day 14: opened by the morning; thoughts of self-harm in the answers are answered at once.
            clinic.clock.advance(
                to: (treated.firstDay + 13).at(hour: 9, minute: 0, in: treated.zone))
            maya = try await token(patient)
            let answered = try await post("/v1/me/refill-review", Self.answers, as: maya)
            let own = try answered.json(OwnRefillReviewAnswer.self)
            #expect([own.state, own.visit] == ["answered", "none"])
            #expect(own.crisis?.call == "988")
            let next = try await server.get("/v1/me/next", as: maya).json(NextSteps.self)
            #expect(next.actions.contains { $0.code == "bookConsult" && $0.do.kind == "refillReview" })

            // The care team's list and packet; a navigator reads and does not decide.
            let nora = try await token(try await clinic.colleague("nora"))
            let lin = try await token(treated.person.prescriber)
            let list = try await server.get("/v1/staff/refill-reviews?due=2027-12-31", as: nora)
                .json(Page<RefillReviewAnswer>.self)
            let review = try #require(list.items.first { $0.patient.id == treated.patient.description })
            let packet = try await server.get("/v1/staff/refill-reviews/\(review.handle)", as: nora)
                .json(RefillPacketAnswer.self)
            #expect(packet.answers?.phq9 == 11)
            #expect(packet.flags.map(\.rule).contains("T1"))
            #expect(packet.adherence.unreported == 13)
            let path = "/v1/staff/refill-reviews/\(review.handle)/decide"
            #expect(
                try await post(path, ["outcome": "renewSame", "note": "Well."], as: nora).said
                    == "403 forbidden")
            let lacking = try await post(path, ["outcome": "renewSame", "note": "Well."], as: lin)
            #expect(lacking.problem?.code == "renewal_gates_closed")
            #expect(["R3", "R4", "R7"].allSatisfy(lacking.said.contains))
            #expect(
                try await post(path, ["outcome": "continueOnHand", "note": "Enough."], as: lin).problem?.code
                    == "look_again_out_of_range")
            let decision: JSONValue = [
                "outcome": "continueOnHand", "note": "Enough at home.",
                "lookAgainOn": .string((treated.firstDay + 20).description),
            ]
            #expect(try await post(path, decision, as: lin).said == "200")
            #expect(try await post(path, decision, as: lin).said == "200")
            #expect(
                try await post(path, ["outcome": "taper", "note": "No."], as: lin).said
                    == "409 refill_review_decided")
            #expect(
                try await post("/v1/me/refill-review", Self.answers, as: maya).said
                    == "409 refill_review_decided")
            #expect(
                try await post("/v1/staff/refill-reviews/rr-0000/decide", decision, as: lin).status == 404)
        }
    }
}
