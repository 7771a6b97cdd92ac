import Access
import CareSupport
import Clinic
import Clocks
import DoorSupport
import Foundation
import Patients
import Postgres
import Shipments
import Support
import Testing
import Wire

@testable import CarePath

/// A dispensed parcel behind the real door, with its patient, another one, and the care team.
@Suite(.database) struct `Parcels over HTTP` {
    private struct Story: Sendable {
        let server: ClinicServer
        let person: TestClinic.Person
        let maya: TokenAnswer
        let other: TokenAnswer
        let nora: TokenAnswer
        let parcel: String

        static func open(_ body: @Sendable (Story) async throws -> Void) async throws {
            try await ClinicServer.open { server in
                let clinic = server.clinic
                let person = try await clinic.person(at: .dispensed)
                let carePath = clinic.carePath
                try await clinic.database.transaction(by: Actor.system("test")) { connection in
                    try carePath.orderDispensed(
                        ID(person.order), by: .system("test"), on: connection, now: clinic.clock.now)
                }
                let nora = try await clinic.colleague("nora")
                let stranger = try await clinic.registered(email: "other@example.org", phone: "+16025550188")
                func patient(_ id: UUID) async throws -> TokenAnswer {
                    try await PrescriptionStory.token(
                        Caller(accountID: id, kind: .patient, roles: [.patient], session: UUID()), clinic)
                }
                let maya = try await patient(person.patient.uuid)
                let own: Page<ShipmentAnswer> = try await server.get("/v1/me/shipments", as: maya).json()
                try await body(
                    Story(
                        server: server, person: person, maya: maya, other: patient(stranger.id.uuid),
                        nora: PrescriptionStory.token(nora, clinic), parcel: #require(own.items.first).id))
            }
        }

        func say(_ what: String, _ request: ReceivedRequest, as who: TokenAnswer, key: UUID? = UUID())
            async throws -> Reply
        {
            try await server.post("/v1/me/shipments/\(parcel)/\(what)", request, as: who, key: key)
        }

        func start(_ day: String) async throws -> Reply {
            try await server.post(
                "/v1/me/treatment/start", StartRequest(firstDay: day), as: maya, key: UUID())
        }
    }

    @Test func `are confirmed once, by whose they are`() async throws {
        try await Story.open { story in
            let all = ReceivedRequest(count: 81, damaged: 0)
            #expect(
                try await story.say("received", all, as: story.maya, key: nil).said
                    == "400 idempotency_key_required")
            #expect(try await story.say("received", all, as: story.other).said == "404 not_found")
            #expect(
                try await story.say("received", ReceivedRequest(count: 1, damaged: 2), as: story.maya).said
                    == "422 damaged_exceeds_count /damaged damaged_exceeds_count")
            let key = UUID()
            let first = try await story.say("received", all, as: story.maya, key: key)
            #expect(first.said == "200")
            let answer: ShipmentAnswer = try first.json()
            #expect(answer.state == "received" && answer.arrived && answer.can.isEmpty)
            #expect(try await story.say("received", all, as: story.maya, key: key).body == first.body)
            #expect(
                try await story.say("received", ReceivedRequest(count: 80, damaged: 0), as: story.maya).said
                    == "409 shipment_already_received")
            let not = try await story.server.post(
                "/v1/me/shipments/\(story.parcel)/not-received", as: story.maya, key: UUID())
            #expect(not.said == "409 shipment_already_received")
        }
    }

    @Test func `let a first day be chosen once they are there`() async throws {
        try await Story.open { story in
            var treatment: TreatmentAnswer = try await story.server.get("/v1/me/treatment", as: story.maya)
                .json()
            #expect(
                treatment.state == "awaitingParcel"
                    && treatment.cannot.first?.reason == "treatment_not_arrived")
            #expect(try await story.start("2026-11-21").said == "409 treatment_not_arrived")
            _ = try await story.say("received", ReceivedRequest(count: 81, damaged: 0), as: story.maya)
            #expect(try await story.start("2026-11-20").said == "422 first_day_past /firstDay first_day_past")
            #expect(
                try await story.start("2026-12-06").said
                    == "422 first_day_too_late /firstDay first_day_too_late")
            let started = try await story.start("2026-11-21")
            #expect(started.said == "200")
            treatment = try started.json()
            #expect(treatment.state == "active" && treatment.cycle?.day == 1)
            #expect(treatment.today?.doseMg == 15 && treatment.today?.label == "1 lozenge of 15 mg")
            #expect(treatment.supply?.onHandMg == 1215)
            let seen = try await story.server.get(
                "/v1/staff/patients/\(story.person.patient)/treatment", as: story.nora)
            #expect(seen.said == "200")
        }
    }

    @Test func `are seen and marked by the care team`() async throws {
        try await Story.open { story in
            let shown = try await story.server.get("/v1/staff/shipments/\(story.parcel)", as: story.nora)
            let answer: StaffShipmentAnswer = try shown.json()
            #expect(answer.purchase == "none" && answer.parcel.quantity == 81)
            let list: Page<StaffShipmentAnswer> = try await story.server.get(
                "/v1/staff/shipments", as: story.nora
            ).json()
            #expect(list.items.map(\.parcel.id) == [story.parcel])
            #expect(try await story.server.get("/v1/staff/shipments", as: story.maya).said == "403 forbidden")
            let path = "/v1/staff/shipments/\(answer.parcel.handle)"
            #expect(
                try await story.server.post("\(path)/track", as: story.nora).said
                    == "409 shipment_not_tracked")
            let lost = MarkShipmentRequest(state: "lost", reason: "Nobody knows where it is.")
            #expect(
                try await story.server.post("\(path)/mark", lost, as: story.nora, key: UUID()).said
                    == "409 shipment_not_tracked")
            let off = MarkShipmentRequest(state: "cancelled", reason: "Wrong address.")
            let marked = try await story.server.post("\(path)/mark", off, as: story.nora, key: UUID())
            #expect(marked.said == "200")
            #expect(
                try await story.say("received", ReceivedRequest(count: 81, damaged: 0), as: story.maya).said
                    == "409 shipment_ended")
        }
    }
}
