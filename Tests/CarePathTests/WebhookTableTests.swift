import CareSupport
import Clinic
import Postgres
import Support
import Testing

@testable import CarePath

@Suite(.database) struct `The tables of partners' messages` {
    @Test func `know the same words as the program`() async throws {
        let clinic = try await TestClinic()
        try await clinic.expectCheck(
            "webhook_secret_scheme_known", toName: WebhookScheme.allCases.map(\.rawValue))
        try await clinic.expectCheck(
            "webhook_event_effect_known", toName: WebhookEvent.Effect.allCases.map(\.rawValue))
        try await clinic.expectCheck(
            "webhook_delivery_verdict_known", toName: WebhookEvent.Verdict.allCases.map(\.rawValue))
    }

    @Test func `have a month for the deliveries before it begins`() async throws {
        let clinic = try await TestClinic()
        for _ in 0..<2 { try await clinic.carePath.prepareWebhookMonths(by: .system("test")) }
        let months = try await clinic.texts(
            """
            SELECT relname AS line FROM pg_class
            WHERE relname LIKE 'webhook_delivery_20%' AND relkind = 'r' ORDER BY relname
            """)
        #expect(
            months == ["webhook_delivery_2026_11", "webhook_delivery_2026_12", "webhook_delivery_2027_01"])
    }
}
