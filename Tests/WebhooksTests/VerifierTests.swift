import CarePath
import Clinic
import Clocks
import Crypto
import Foundation
import StrictJSON
import Support
import Testing

@testable import Webhooks

@Suite struct `A push by Standard Webhooks` {
    /// The vector of the standard's own documentation.
    static let secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
    static let signature = "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="
    static let sentAt = Instant(microsecondsSince1970: 1_614_265_330_000_000)

    static func push(
        id: String? = "msg_p5jXN8AQM9LWM0D4loKWxJek", stamp: String? = "1614265330",
        signature: String? = signature,
        body: String = #"{"test": 2432232314}"#
    ) -> WebhookPush {
        let headers = [("Webhook-Id", id), ("WEBHOOK-TIMESTAMP", stamp), ("webhook-signature", signature)]
        return WebhookPush(
            headers: headers.compactMap { name, value in value.map { (name: name, value: $0) } },
            body: Data(body.utf8))
    }

    private func verify(
        _ push: WebhookPush, _ secrets: [String] = [secret], at now: Instant = sentAt
    ) throws(WebhookFlaw) -> WebhookScheme {
        try WebhookVerifier(
            secrets: secrets.map { WebhookSecret(id: ID(UUID()), scheme: .standardWebhooks, secret: $0) }
        ).verify(push, now: now)
    }

    @Test func `is genuine with the signature of the standard's vector`() throws {
        #expect(try verify(Self.push()) == .standardWebhooks)
        #expect(
            WebhookVerifier.eventID(of: Self.push(), .null, by: .standardWebhooks)
                == "msg_p5jXN8AQM9LWM0D4loKWxJek")
    }

    @Test func `is genuine with either of two secrets, and with one good signature of several`() throws {
        let other = "whsec_" + Data(repeating: 1, count: 24).base64EncodedString()
        #expect(try verify(Self.push(), [other, Self.secret]) == .standardWebhooks)
        #expect(try verify(Self.push(), [Self.secret, other]) == .standardWebhooks)
        let list = "v1a,AAAA v1,\(Data(repeating: 0, count: 32).base64EncodedString()) \(Self.signature)"
        #expect(try verify(Self.push(signature: list)) == .standardWebhooks)
    }

    @Test(arguments: [-300, -1, 0, 1, 300]) func `may be five minutes early or late`(_ seconds: Int) throws {
        #expect(try verify(Self.push(), at: Self.sentAt + .seconds(seconds)) == .standardWebhooks)
    }

    @Test(arguments: [-301, 301, 412, 86_400]) func `may be no more`(_ seconds: Int) {
        #expect(throws: WebhookFlaw.clockOff(seconds: Int64(-seconds))) {
            try verify(Self.push(), at: Self.sentAt + .seconds(seconds))
        }
    }

    @Test func `without one of its headers is refused for that`() {
        #expect(throws: WebhookFlaw.idMissing) { try verify(Self.push(id: nil)) }
        #expect(throws: WebhookFlaw.idMissing) { try verify(Self.push(id: "two words")) }
        #expect(throws: WebhookFlaw.timestampMissing) { try verify(Self.push(stamp: nil)) }
        #expect(throws: WebhookFlaw.timestampMissing) { try verify(Self.push(stamp: "+1614265330")) }
        #expect(throws: WebhookFlaw.signatureMissing) { try verify(Self.push(signature: nil)) }
        #expect(throws: WebhookFlaw.noSecret) { try verify(Self.push(), []) }
    }

    @Test(arguments: [
        push(id: "msg_other"), push(stamp: "1614265331"), push(body: #"{"test": 2432232315}"#),
        push(body: ""),
        push(signature: "g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="), push(signature: "v1,"),
        push(signature: "v1,AAAA"), push(signature: "v2,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="),
    ])
    func `with anything else than what was signed is refused`(_ push: WebhookPush) {
        #expect(throws: WebhookFlaw.signatureWrong) { try verify(push) }
    }
}

@Suite struct `A push by EasyPost` {
    private func verify(_ signature: String?, _ body: Data, _ secret: String = "sécret") throws(WebhookFlaw)
        -> WebhookScheme
    {
        let push = WebhookPush(
            headers: signature.map { [(name: "X-Hmac-Signature", value: $0)] } ?? [], body: body)
        let secret = WebhookSecret(id: ID(UUID()), scheme: .easyPost, secret: secret)
        return try WebhookVerifier(secrets: [secret]).verify(push, now: TestTime.some)
    }

    private enum TestTime { static let some = Instant(microsecondsSince1970: 0) }

    /// The body and signature of EasyPost's own client libraries.
    @Test(.enabled(if: Checkout.sharedData != nil))
    func `is genuine with the signature of EasyPost's vector`() throws {
        let folder = try #require(Checkout.sharedData)
        var body = try Data(contentsOf: folder.appending(path: "partners/easypost-event-body.json"))
        if body.last == 0x0A { body.removeLast() }
        try #require(body.count == 3550)
        let signature =
            "hmac-sha256-hex=38f3f53c103713df81616a0a186d77141957323ec21d5fe9363db93840f527db"
        #expect(try verify(signature, body) == .easyPost)
        #expect(try verify(signature.replacing("38f3f", with: "38F3F"), body) == .easyPost)
        #expect(throws: WebhookFlaw.signatureWrong) { try verify(signature, body + [0x0A]) }
        #expect(throws: WebhookFlaw.signatureWrong) { try verify(signature, body, "secret") }
        let event = WebhookVerifier.eventID(
            of: WebhookPush(headers: [], body: body), try JSONValue(parsing: body), by: .easyPost)
        #expect(event == "evt_1")
    }

    /// `é` in one code point and in two is the same secret, since the key is its NFKD form.
    @Test func `does not depend on how the secret's letters are composed`() throws {
        let body = Data("{}".utf8)
        let code = HMAC<SHA256>.authenticationCode(
            for: body, using: SymmetricKey(data: Data("se\u{301}cret".utf8)))
        let hex = code.map { String($0 >> 4, radix: 16) + String($0 & 15, radix: 16) }.joined()
        #expect(try verify("hmac-sha256-hex=\(hex)", body, "s\u{E9}cret") == .easyPost)
        #expect(try verify("hmac-sha256-hex=\(hex)", body, "se\u{301}cret") == .easyPost)
    }

    @Test(arguments: [
        "38f3f53c", "hmac-sha256-hex=", "hmac-sha256-hex=xyz",
        "hmac-sha256-hex=\(String(repeating: "0", count: 64))",
    ])
    func `with another signature is refused`(_ signature: String) {
        #expect(throws: WebhookFlaw.signatureWrong) { try verify(signature, Data("{}".utf8)) }
    }

    @Test func `without a signature is refused for that`() {
        #expect(throws: WebhookFlaw.signatureMissing) { try verify(nil, Data("{}".utf8)) }
    }
}

@Suite struct `A push by a simpler scheme` {
    private func verify(_ headers: [(name: String, value: String)], _ scheme: WebhookScheme, _ secret: String)
        throws(WebhookFlaw) -> WebhookScheme
    {
        let verifier = WebhookVerifier(secrets: [
            WebhookSecret(id: ID(UUID()), scheme: scheme, secret: secret)
        ])
        return try verifier.verify(
            WebhookPush(headers: headers, body: Data("[]".utf8)),
            now: Instant(microsecondsSince1970: 1_614_265_330_000_000))
    }

    @Test func `is judged by user and password`() throws {
        let header = (name: "Authorization", value: "Basic " + Data("life:s3cret".utf8).base64EncodedString())
        #expect(try verify([header], .basic, "life:s3cret") == .basic)
        #expect(throws: WebhookFlaw.signatureWrong) { try verify([header], .basic, "life:s3cres") }
        #expect(throws: WebhookFlaw.signatureMissing) { try verify([], .basic, "life:s3cret") }
        let push = WebhookPush(headers: [], body: Data("[]".utf8))
        let id = WebhookVerifier.eventID(of: push, .array([]), by: .basic)
        #expect(id?.count == 64)
    }

    @Test func `is judged by body and stamp`() throws {
        let code = HMAC<SHA256>.authenticationCode(
            for: Data("[]".utf8), using: SymmetricKey(data: Data("a long secret".utf8)))
        let hex = code.map { String($0 >> 4, radix: 16) + String($0 & 15, radix: 16) }.joined()
        let signature = (name: "X-Signature", value: hex)
        let stamp = (name: "X-Timestamp", value: "1614265330")
        #expect(try verify([signature, stamp], .hexTimestamp, "a long secret") == .hexTimestamp)
        #expect(throws: WebhookFlaw.timestampMissing) {
            try verify([signature], .hexTimestamp, "a long secret")
        }
        #expect(throws: WebhookFlaw.clockOff(seconds: -330)) {
            try verify(
                [signature, (name: "X-Timestamp", value: "1614265000")], .hexTimestamp, "a long secret")
        }
        // Nothing proves when it was sent, so it must say which message it is.
        let push = WebhookPush(headers: [], body: Data("[]".utf8))
        #expect(WebhookVerifier.eventID(of: push, .array([]), by: .hexTimestamp) == nil)
    }
}
