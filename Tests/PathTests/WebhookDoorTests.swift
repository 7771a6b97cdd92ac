import CarePath
import CareSupport
import Clinic
import Clocks
import DoorSupport
import Foundation
import Postgres
import StrictJSON
import Support
import Testing
import Wire

@Suite struct `A partner's push` {
    private static let body = #"{"type":"order.acknowledged","data":{}}"#

    @Test func `is kept with its bytes, its delivery and its job before it is answered`() async throws {
        try await ClinicServer.open { server in
            let alpha = try await server.pusher()
            #expect(try await alpha.push(Self.body, id: "msg_1", to: server).status == 204)
            #expect(try await server.count("webhook_event", where: "effect = 'pending'") == 1)
            #expect(try await server.count("webhook_delivery", where: "verdict = 'first'") == 1)
            #expect(try await server.count("job", where: "kind = 'webhook.apply'") == 1)
            // Sealed: the database alone shows nothing of it.
            #expect(try await server.count("webhook_event", where: "body::text LIKE '%6f72646572%'") == 0)
        }
    }

    @Test func `with a wrong signature is 401, and leaves nothing but a count`() async throws {
        try await ClinicServer.open { server in
            let alpha = try await server.pusher()
            let changed = try await alpha.push(
                Self.body, id: "msg_1", to: server, changing: Self.body.replacing("{}", with: "{ }"))
            #expect(changed.said == "401 webhook_unproven")
            let late = try await alpha.push(
                Self.body, id: "msg_2", to: server, at: server.clock.now - .seconds(301))
            #expect(late.said == "401 webhook_unproven")
            let stranger = WebhookPusher(slug: "alpha", secret: WebhookPusher.other)
            #expect(
                try await stranger.push(Self.body, id: "msg_3", to: server).said == "401 webhook_unproven")
            #expect(try await server.count("webhook_event") == 0)
            #expect(try await server.count("webhook_delivery") == 0)
            #expect(try await server.count("job", where: "kind = 'webhook.apply'") == 0)
            #expect(try await server.count("webhook_refusal", where: "partner = 'pharmacy:alpha'") == 2)
        }
    }

    @Test func `that is too large, no JSON or for nobody is refused for that`() async throws {
        try await ClinicServer.open { server in
            let alpha = try await server.pusher()
            let large = "\"" + String(repeating: "a", count: 1 << 20) + "\""
            #expect(try await alpha.push(large, id: "msg_1", to: server).status == 413)
            #expect(try await alpha.push("{", id: "msg_2", to: server).said.hasPrefix("400 malformed_json"))
            let nobody = WebhookPusher(slug: "nobody", secret: alpha.secret)
            #expect(try await nobody.push(Self.body, id: "msg_3", to: server).said == "404 not_found")
            #expect(try await server.post("/webhooks/carriers/nobody", json: [:]).said == "404 not_found")
            #expect(try await server.post("/webhooks/carriers/easypost", json: [:]).status == 401)
            #expect(try await server.count("webhook_event") == 0)
        }
    }

    @Test func `again is answered the same and changes nothing`() async throws {
        try await ClinicServer.open { server in
            let alpha = try await server.pusher()
            for _ in 0..<5 {
                #expect(try await alpha.push(Self.body, id: "msg_1", to: server).status == 204)
                server.clock.advance(by: .minutes(1))
            }
            #expect(try await server.count("webhook_event") == 1)
            #expect(try await server.count("webhook_delivery", where: "verdict = 'repeated'") == 4)
            #expect(try await server.count("job", where: "kind = 'webhook.apply'") == 1)
        }
    }

    @Test func `of sixteen at once is one event`() async throws {
        try await ClinicServer.open { server in
            let alpha = try await server.pusher()
            let answers = try await race(16) { _ in
                try await alpha.push(Self.body, id: "msg_1", to: server).status
            }
            #expect(answers == Array(repeating: 204, count: 16))
            #expect(try await server.count("webhook_event") == 1)
            #expect(try await server.count("webhook_delivery") == 16)
            #expect(try await server.count("webhook_delivery", where: "verdict = 'first'") == 1)
            #expect(try await server.count("job", where: "kind = 'webhook.apply'") == 1)
        }
    }

    @Test func `with other bytes under a known id is put aside for a person`() async throws {
        try await ClinicServer.open { server in
            let alpha = try await server.pusher()
            _ = try await alpha.push(Self.body, id: "msg_1", to: server)
            let other = Self.body.replacing("acknowledged", with: "dispensed")
            #expect(try await alpha.push(other, id: "msg_1", to: server).status == 204)
            let adapter = ListeningAdapter()
            try await server.applyWebhooks(adapter)
            #expect(adapter.heard == [Self.body])
            #expect(
                try await server.count(
                    "webhook_delivery", where: "verdict = 'quarantined' AND body IS NOT NULL")
                    == 1)
            // What was put aside still waits, though the first bytes had their effect.
            #expect(
                try await server.count("work_item", where: "kind = 'webhookParked' AND state = 'open'") == 1)
        }
    }

    /// Promise N5: each 2xx has one delivery that points to an event with the same bytes.
    @Test func `that was answered with 2xx is never lost, whatever comes in between`() async throws {
        try await ClinicServer.open { server in
            let alpha = try await server.pusher()
            let taken = try await race(48) { number in
                let body = #"{"type":"order.acknowledged","n":\#(number % 12)}"#
                let reply = try await alpha.push(
                    body, id: "msg_\(number % 12)", to: server,
                    changing: number.isMultiple(of: 5) ? body + " " : nil)
                return reply.status == 204 ? 1 : 0
            }.reduce(0, +)
            #expect(taken == 48 - 10)
            #expect(try await server.count("webhook_delivery") == taken)
            let joined = try await server.count(
                "webhook_delivery AS delivery JOIN webhook_event AS event ON event.id = delivery.event_id",
                where: "delivery.sha256 = event.sha256")
            #expect(joined == taken)
        }
    }

    @Test func `is proven by the older of two secrets too, until its time is over`() async throws {
        try await ClinicServer.open { server in
            let old = try await server.pusher()
            server.clock.advance(by: .minutes(1))
            let new = WebhookPusher(slug: old.slug, secret: try await server.secret(for: old.slug))
            server.clock.advance(by: .minutes(1))
            #expect(try await old.push(Self.body, id: "msg_1", to: server).status == 204)
            #expect(try await new.push(Self.body, id: "msg_2", to: server).status == 204)
            let newest = WebhookPusher(slug: old.slug, secret: try await server.secret(for: old.slug))
            server.clock.advance(by: .minutes(1))
            #expect(try await old.push(Self.body, id: "msg_3", to: server).status == 401)
            #expect(try await new.push(Self.body, id: "msg_4", to: server).status == 204)
            server.clock.advance(by: WebhookSecret.overlap)
            #expect(try await new.push(Self.body, id: "msg_5", to: server).status == 401)
            #expect(try await newest.push(Self.body, id: "msg_6", to: server).status == 204)
        }
    }

    @Test func `can be tried out, and is told what is wrong with it`() async throws {
        try await ClinicServer.open { server in
            let alpha = try await server.pusher()
            let late = try await alpha.push(
                Self.body, id: "msg_1", to: server, at: server.clock.now - .seconds(412), path: "/verify")
            let answer = try late.json(WebhookCheckAnswer.self)
            #expect(!answer.genuine)
            #expect(answer.checks.filter { !$0.passed }.map(\.code) == ["timestamp"])
            #expect(answer.checks.first { $0.code == "timestamp" }?.words.contains("412 s") == true)
            #expect(answer.checks.first { $0.code == "signature" }?.words == "Secret 1 matched.")
            let good = try await alpha.push(Self.body, id: "msg_1", to: server, path: "/verify")
            #expect(try good.json(WebhookCheckAnswer.self).genuine)
            #expect(try await server.count("webhook_event") == 0)
        }
    }
}

extension WebhookPusher {
    /// A secret that nobody gave.
    static let other = "whsec_" + Data(repeating: 3, count: 32).base64EncodedString()
}
