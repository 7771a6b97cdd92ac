import CarePath
import Clinic
import Clocks
import Foundation
import Testing

@testable import Webhooks

@Suite struct `The report on a push` {
    private typealias Vector = `A push by Standard Webhooks`

    private func report(
        _ push: WebhookPush, late seconds: Int = 0, secrets: [String] = [Vector.secret]
    ) -> WebhookReport {
        WebhookVerifier(
            secrets: secrets.map { WebhookSecret(id: ID(UUID()), scheme: .standardWebhooks, secret: $0) }
        ).report(on: push, now: Vector.sentAt + .seconds(seconds))
    }

    private func said(_ report: WebhookReport, _ code: WebhookReport.Check.Code) -> String? {
        report.checks.first { $0.code == code }?.words.en
    }

    @Test func `says that all is well`() {
        let report = report(Vector.push())
        #expect(report.isGenuine)
        #expect(report.checks.map(\.code) == [.headers, .timestamp, .signature, .body])
    }

    @Test func `says by how much the clock is off, and that the secret was right`() {
        let report = report(
            Vector.push(), late: 412,
            secrets: ["whsec_" + Data(repeating: 1, count: 24).base64EncodedString(), Vector.secret])
        #expect(!report.isGenuine)
        #expect(said(report, .timestamp)?.contains("412 s behind") == true)
        #expect(said(report, .signature) == "Secret 2 matched.")
    }

    @Test(arguments: [
        ("{\"test\": 2432232314}\n", "a newline was added"), ("{\"test\": \r2432232314}", "its line ends"),
    ])
    func `says what happened to the body`(_ body: String, _ words: String) {
        let report = report(Vector.push(body: body))
        #expect(!report.isGenuine)
        #expect(said(report, .signature) == "No valid secret made this signature.")
        #expect(said(report, .body)?.contains(words) == true)
        #expect(said(report, .body)?.contains("Secret 1") == true)
    }

    @Test func `says what is missing, and what is no JSON`() {
        #expect(said(report(Vector.push(id: nil)), .headers) == "The webhook-id header is missing.")
        #expect(said(report(Vector.push(), secrets: []), .headers) == "We share no secret with you yet.")
        #expect(said(report(Vector.push(body: "test")), .body) == "The body is not JSON.")
    }
}
