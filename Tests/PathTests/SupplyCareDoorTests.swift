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

/// The care team at the supply, over HTTP: recalls, replacements, counts told on the phone, the report of gaps.
@Suite(.database) struct `The supply over HTTP` {
    @Test func `is recalled, replaced, counted and reported by whom it belongs to`() async throws {
        try await ClinicServer.open { server in
            let clinic = server.clinic
            let maya = try await clinic.inTreatment(email: "\(UUID().uuidString.lowercased())@example.org")
            let nora = try await PrescriptionStory.token(try await clinic.colleague("nora"), clinic)
            let lin = try await PrescriptionStory.token(maya.person.prescriber, clinic)
            let pharmacies = try await server.get("/v1/staff/pharmacies", as: nora).json(
                Page<PharmacyLine>.self)
            let slug = try #require(pharmacies.items.first).slug
            func post(_ path: String, _ body: JSONValue, as person: TokenAnswer, key: UUID = UUID())
                async throws
                -> Reply
            {
                try await server.post("/v1/staff\(path)", json: body, as: person, key: key)
            }

            // A lot is recalled once, by its name in any case, and the key answers again what it answered.
            let lot: JSONValue = [
                "pharmacy": .string(slug), "lot": " k2291 ", "reason": "potency", "notice": "Letter 118",
            ]
            let key = UUID()
            let recalled = try await post("/recalls", lot, as: nora, key: key)
            let recall = try recalled.json(RecallAnswer.self)
            #expect(recall.lot == "k2291" && recall.drug == "ketamine hydrochloride")
            #expect(try await post("/recalls", lot, as: nora, key: key).body == recalled.body)
            #expect(try await post("/recalls", lot, as: lin).said == "409 lot_recalled_already")
            #expect(
                try await post(
                    "/recalls", ["pharmacy": "nowhere", "lot": "A", "reason": "potency", "notice": "x"],
                    as: nora
                ).said == "404 not_found")
            let wrong = try await post("/recalls", ["lot": "", "reason": "bad", "colour": 1], as: nora)
            #expect(wrong.status == 422 && (wrong.problem?.errors?.count ?? 0) >= 4)
            let listed = try await server.get("/v1/staff/recalls", as: nora).json(Page<RecallAnswer>.self)
            #expect(listed.items.map(\.handle) == [recall.handle])
            let lifted = try await post(
                "/recalls/\(recall.handle)/lift", ["reason": "Another lot was meant."], as: nora)
            #expect(try lifted.json(RecallAnswer.self).liftReason == "Another lot was meant.")
            #expect(
                try await post("/recalls/rc-0000/lift", ["reason": "x"], as: nora).said == "404 not_found")

            // Counted and gone, told on the phone.
            let person = "/patients/\(maya.patient)"
            let count = try await post("\(person)/counts", ["lozenges": 81, "occasion": "asked"], as: nora)
            #expect(try count.json(CountAnswer.self).isConcern == false)
            let gone = try await post("\(person)/supply-events", ["kind": "lost", "lozenges": 70], as: nora)
            #expect(try gone.json(SupplyAnswer.self).onHandLozenges == 11)

            // Only a prescriber has it replaced, and says why.
            let wish: JSONValue = ["reason": "lost", "note": "Left on a train."]
            #expect(try await post("\(person)/early-fills", wish, as: nora).said == "403 forbidden")
            #expect(
                try await post("\(person)/early-fills", ["reason": "parcelLost", "note": "x"], as: lin).status
                    == 422)
            let fill = try await post("\(person)/early-fills", wish, as: lin).json(NextFillAnswer.self)
            #expect(fill.state == "planned" && fill.releaseOn == fill.notBefore)
            #expect(
                try await post("/shipments/\(maya.shipment.uuidString)/reship", ["note": "Gone."], as: lin)
                    .said
                    == "409 supply_not_replaceable")

            // The report names every owner and nobody else.
            let report = try await server.get("/v1/staff/reports/gaps", as: nora)
            #expect(
                try report.json(GapReportAnswer.self).byOwner.keys.sorted() == [
                    "carrier", "patient", "pharmacy", "prescriber", "program",
                ])
            #expect(try await server.get("/v1/staff/reports/gaps?from=2026-12-01", as: nora).status == 400)
        }
    }
}
