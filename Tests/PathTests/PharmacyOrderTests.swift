import CareSupport
import Clocks
import DoorSupport
import Foundation
import Sandbox
import Testing
import Wire

@Suite(.timeLimit(.minutes(3))) struct `An order, over HTTP and to a pharmacy` {
    @Test func `goes out once although the pharmacy's answer is lost, and is found by asking`() async throws {
        try await PharmacyScene.open { scene in
            let person = try await scene.person()
            scene.sandbox.faults.order(.timeoutAfterSuccess, for: .pharmacyOrder)
            let released = try await scene.release(person.fill)
            try #require(released.said == "201")
            let id = try released.json(OrderAnswer.self).id
            try await scene.work()
            #expect(try await scene.order(id).state == "unknown")
            scene.server.clock.advance(by: .seconds(30))
            try await scene.work()
            let found = try await scene.order(id)
            #expect(found.state == "submitted")
            #expect(found.pharmacyReference != nil)
            #expect(try await scene.held(id) == 1)

            // The pharmacy makes it and says so; each message comes through the door.
            try await scene.live(.hours(72))
            let dispensed = try await scene.order(found.handle)
            #expect(dispensed.state == "dispensed")
            #expect(dispensed.dispense?.quantity == 81)
            #expect(try await scene.held(id) == 1)

            let explained = try await scene.server.get(
                "/v1/staff/orders/\(id)/explain", as: scene.noraLater()
            )
            .json(OrderExplanationAnswer.self)
            #expect(explained.exchanges.map(\.outcome) == ["unknown", "answered"])
            #expect(explained.exchanges.map(\.operation) == ["submitOrder", "findOrder"])
            let said = explained.events.filter { $0.effect == "applied" && $0.type != "watch" }.map(\.type)
            #expect(
                said == [
                    "submission.unknown", "ask.found", "acknowledged", "compounding", "verified", "ready",
                    "dispensed",
                ])

            _ = try await scene.server.askForCode("maya@example.org")
            let code = try await scene.server.code(sentTo: "maya@example.org")
            let maya = try await scene.server.present(code, at: "maya@example.org").json(TokenAnswer.self)
            let own = try await scene.server.get("/v1/me/orders", as: maya).json(Page<OwnOrder>.self)
            #expect(own.items.map(\.state) == ["dispensed"])
        }
    }

    @Test func `is sent again only where the pharmacy certainly never got it`() async throws {
        try await PharmacyScene.open { scene in
            let person = try await scene.person()
            scene.sandbox.faults.order(.error500, for: .pharmacyOrder)
            let id = try await scene.release(person.fill).json(OrderAnswer.self).id
            try await scene.work()
            #expect(try await scene.order(id).state == "unknown")
            #expect(try await scene.held(id) == 0)
            scene.server.clock.advance(by: .seconds(30))
            try await scene.work()
            #expect(try await scene.order(id).state == "unknown")
            scene.server.clock.advance(by: .minutes(3))
            try await scene.work()
            #expect(try await scene.order(id).state == "submitted")
            #expect(try await scene.held(id) == 1)
        }
    }

    @Test func `waits in triage, is stopped, and its end is heard`() async throws {
        try await PharmacyScene.open { scene in
            let person = try await scene.person()
            scene.sandbox.faults.order(.triage(code: "badAddress"), for: .pharmacyOrder)
            let id = try await scene.release(person.fill).json(OrderAnswer.self).id
            try await scene.work()
            try await scene.pass(.hours(48))
            try await scene.work()
            let asked = try await scene.order(id)
            #expect(asked.state == "triage")
            #expect(asked.triageCode == "badAddress")
            let stopped = try await scene.server.post(
                "/v1/staff/orders/\(id)/cancel", OrderReasonRequest(reason: "Address is wrong."),
                as: scene.noraLater(),
                key: UUID())
            #expect(try stopped.json(OrderAnswer.self).state == "cancelRequested")
            try await scene.work()
            #expect(try await scene.order(id).state == "cancelled")
            let listed = try await scene.server.get("/v1/staff/orders?state=cancelled", as: scene.noraLater())
                .json(Page<OrderAnswer>.self)
            #expect(listed.items.map(\.id) == [id])
        }
    }

    @Test func `is refused with the rule's id, or with what its state forbids`() async throws {
        try await PharmacyScene.open { scene in
            let (server, nora) = (scene.server, scene.nora)
            let person = try await scene.person()
            let fill = person.fill.uuidString.lowercased()
            #expect(
                try await server.post("/v1/staff/orders/release", ReleaseRequest(fill: fill), as: nora).said
                    == "400 idempotency_key_required")
            #expect(
                try await server.post(
                    "/v1/staff/fills/\(fill)/hold", OrderReasonRequest(reason: "Moves."), as: nora
                ).said == "200")
            #expect(try await scene.release(person.fill).said == "409 fill_release_refused /fill O2")
            #expect(try await server.post("/v1/staff/fills/\(fill)/release", as: nora).said == "200")
            let suspended = try await server.put(
                "/v1/staff/pharmacies/alpha", scene.request(state: "draining"), as: scene.dora)
            #expect(suspended.said == "200")
            #expect(try await scene.release(person.fill).said == "409 fill_release_refused /fill O11")
            let again = try await server.put("/v1/staff/pharmacies/alpha", scene.request(), as: scene.dora)
            #expect(again.said == "200")
            #expect(try await scene.release(UUID()).said == "404 not_found")

            let key = UUID()
            let released = try await scene.release(person.fill, key: key)
            #expect(released.said == "201")
            #expect(try await scene.release(person.fill, key: key).body == released.body)
            #expect(try await scene.release(person.fill).said == "409 fill_release_refused /fill O1")
            let id = try released.json(OrderAnswer.self).id
            func ask(_ verb: String, _ body: some Encodable) async throws -> String {
                try await server.post("/v1/staff/orders/\(id)/\(verb)", body, as: nora, key: UUID()).said
            }
            #expect(
                try await ask("settle", SettleRequest(found: false, reference: nil))
                    == "409 order_not_unknown")
            #expect(
                try await ask("settle", SettleRequest(found: true, reference: nil))
                    == "422 validation_failed /reference missing")
            #expect(
                try await ask("reroute", RerouteRequest(pharmacy: "nobody", transfer: nil))
                    == "422 pharmacy_unfit")
            #expect(
                try await server.post("/v1/staff/orders/\(id)/resolve-triage", as: nora, key: UUID()).said
                    == "409 order_not_in_triage")
            try await scene.work()
            #expect(
                try await ask("reroute", RerouteRequest(pharmacy: "alpha", transfer: nil))
                    == "409 order_not_given_up")
            #expect(
                try await server.put(
                    "/v1/staff/pharmacies/alpha", scene.request(state: "closed"), as: scene.dora
                ).said == "409 pharmacy_has_orders")
            #expect(
                try await server.put("/v1/staff/pharmacies/alpha", scene.request(), as: nora).said
                    == "403 forbidden")
        }
    }

    @Test func `a pharmacy is taken only with numbers that check, and keeps its secrets`() async throws {
        try await PharmacyScene.open { scene in
            var wrong = scene.request()
            wrong.npi = "1234567890"
            wrong.dea = "BA1234567"
            wrong.baseUrl = "ftp://alpha.example"
            wrong.hours = ["1": ["17:00", "09:00"]]
            #expect(
                try await scene.server.put("/v1/staff/pharmacies/beta", wrong, as: scene.dora).said
                    == "422 validation_failed /npi badFormat, /dea badFormat, /hours badFormat, /baseUrl badFormat"
            )
            let overlapping = PharmacyLicenceRequest(
                state: "AZ", number: "P2", from: "2026-06-01", until: "2028-01-01")
            #expect(
                try await scene.server.post(
                    "/v1/staff/pharmacies/alpha/licences", overlapping, as: scene.dora
                ).said == "409 pharmacy_licence_overlaps")
            let seen = try await scene.server.get("/v1/staff/pharmacies/alpha", as: scene.nora)
            let sheet = try seen.json(PharmacyAnswer.self)
            #expect(sheet.hasCredentials && !seen.text.contains("sandbox\""))
            #expect(sheet.licences.count == 1 && sheet.products.map(\.strengthMg) == [15])
            let tag = try #require(seen["ETag"])
            #expect(
                try await scene.server.put(
                    "/v1/staff/pharmacies/alpha", scene.request(), as: scene.dora, ifMatch: tag
                ).said == "200")
            #expect(
                try await scene.server.put(
                    "/v1/staff/pharmacies/alpha", scene.request(), as: scene.dora, ifMatch: tag
                ).said == "412 stale")
            let all = try await scene.server.get("/v1/staff/pharmacies", as: scene.nora)
                .json(Page<PharmacyLine>.self)
            #expect(all.items.map(\.slug) == ["alpha"])
        }
    }
}
