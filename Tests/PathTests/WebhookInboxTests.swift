import Access
import CarePath
import CareSupport
import Clinic
import Clocks
import DoorSupport
import Foundation
import Postgres
import Support
import Testing
import Wire

@Suite struct `A kept message` {
    @Test func `is applied once, by its partner's adapter`() async throws {
        try await ClinicServer.open { server in
            let alpha = try await server.pusher()
            let adapter = ListeningAdapter()
            for id in ["msg_1", "msg_2", "msg_1"] {
                _ = try await alpha.push(#"{"type":"order.acknowledged"}"#, id: id, to: server)
            }
            _ = try await alpha.push(#"{"type":"late"}"#, id: "msg_3", to: server)
            try await server.applyWebhooks(adapter)
            try await server.applyWebhooks(adapter)
            #expect(adapter.heard.count == 3)
            #expect(try await server.count("webhook_event", where: "effect = 'applied'") == 2)
            #expect(try await server.count("webhook_event", where: "effect = 'late'") == 1)
            #expect(try await server.count("work_item", where: "kind = 'webhookParked'") == 0)
        }
    }

    @Test func `that is not understood waits in the inbox, and can be tried again`() async throws {
        try await ClinicServer.open { server in
            let team = try await server.administrators()
            let nora = try await server.colleague("Nora", [.careNavigator], team)
            let alpha = try await server.pusher()
            _ = try await alpha.push(#"{"type":"order.levitated"}"#, id: "msg_1", to: server)
            _ = try await alpha.push(#"{"type":"order.acknowledged"}"#, id: "msg_2", to: server)
            let adapter = ListeningAdapter()
            try await server.applyWebhooks(adapter)

            let parked = try await server.get(
                "/v1/staff/webhooks?effect=parked&partner=pharmacy:alpha", as: nora
            )
            .json(Page<WebhookMessage>.self)
            let message = try #require(parked.items.first)
            #expect(parked.items.count == 1)
            #expect([message.eventId, message.reason] == ["msg_1", "unknownType"])
            let queue = try await server.get("/v1/staff/queue?kind=webhookParked", as: nora)
            #expect(try queue.json(QueueAnswer.self).items.map(\.reasons) == [["unknownType"]])

            let replayed = try await server.post("/v1/staff/webhooks/\(message.id)/replay", as: nora)
            #expect(replayed.said == "202")
            #expect(try replayed.json(WebhookMessage.self).effect == "pending")
            try await server.applyWebhooks(adapter)
            #expect(adapter.heard.filter { $0.contains("levitated") }.count == 2)

            let all = try await server.get("/v1/staff/webhooks?limit=1", as: nora)
            #expect(try all.json(Page<WebhookMessage>.self).items.map(\.eventId) == ["msg_2"])
            let next = try await server.get(try #require(all.nextPage), as: nora)
            #expect(try next.json(Page<WebhookMessage>.self).items.map(\.eventId) == ["msg_1"])
            let settled = try #require(try all.json(Page<WebhookMessage>.self).items.first)
            let again = try await server.post("/v1/staff/webhooks/\(settled.id)/replay", as: nora)
            #expect(again.said == "409 webhook_settled")
            #expect(
                try await server.get("/v1/staff/webhooks?partner=nobody", as: nora).said
                    == "400 invalid_query")
            #expect(try await server.get("/v1/staff/webhooks/\(UUID())", as: nora).said == "404 not_found")
        }
    }

    @Test func `shows its body to the director alone, and who looked stands in the audit`() async throws {
        try await ClinicServer.open { server in
            let team = try await server.administrators()
            let nora = try await server.colleague("Nora", [.careNavigator], team)
            let dana = try await server.colleague("Dana", [.medicalDirector], team)
            let alpha = try await server.pusher()
            let body = #"{"type":"order.acknowledged"}"#
            for _ in 0..<2 { _ = try await alpha.push(body, id: "msg_1", to: server) }
            let inbox = try await server.get("/v1/staff/webhooks", as: nora).json(Page<WebhookMessage>.self)
            let id = try #require(inbox.items.first).id
            let seen = try await server.get("/v1/staff/webhooks/\(id)", as: nora).json(WebhookMessage.self)
            #expect(seen.body == nil)
            #expect(seen.delivered?.map(\.verdict) == ["repeated", "first"])
            let whole = try await server.get("/v1/staff/webhooks/\(id)", as: dana).json(WebhookMessage.self)
            #expect(whole.body == body)
            #expect(try await server.count("audit_event", where: "action = 'webhook.readBody'") == 1)
        }
    }

    @Test func `is proven by a secret that only the director gives, and that is shown once`() async throws {
        try await ClinicServer.open { server in
            let team = try await server.administrators()
            let nora = try await server.colleague("Nora", [.careNavigator], team)
            let dana = try await server.colleague("Dana", [.medicalDirector], team)
            _ = try await server.clinic.pharmacy(slug: "alpha")
            let path = "/v1/staff/pharmacies/alpha/webhook-secrets"
            let request = WebhookSecretRequest(scheme: "standardWebhooks", secret: nil)
            #expect(try await server.post(path, request, as: nora).said == "403 forbidden")
            let made = try await server.post(path, request, as: dana)
            #expect(made.said == "201")
            let secret = try made.json(WebhookSecretAnswer.self).secret
            #expect(secret.hasPrefix("whsec_"))
            let pusher = WebhookPusher(slug: "alpha", secret: secret)
            #expect(try await pusher.push("{}", id: "msg_1", to: server).status == 204)
            let weak = WebhookSecretRequest(scheme: "standardWebhooks", secret: "whsec_AAAA")
            #expect(
                try await server.post(path, weak, as: dana).said
                    == "422 webhook_secret_unfit /secret webhook_secret_unfit")
            for other in ["/v1/staff/pharmacies/nobody", "/v1/staff/carriers/nobody"] {
                #expect(
                    try await server.post("\(other)/webhook-secrets", request, as: dana).said
                        == "404 not_found")
            }
            let carrier = WebhookSecretRequest(scheme: "easyPost", secret: "a secret of ours")
            #expect(
                try await server.post("/v1/staff/carriers/easypost/webhook-secrets", carrier, as: dana).said
                    == "201")
            #expect(!server.log.lines.contains { $0.contains(secret) })
        }
    }
}
