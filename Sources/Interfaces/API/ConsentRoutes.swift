import Access
import CarePath
import Clinic
import Clocks
import HTTPTypes
import Intakes
import StrictJSON
import Wire

/// A patient's consents: read, signed one by one, and taken back where that may be.
package struct ConsentRoutes: RouteTopic {
    let care: CarePath

    package var routes: [Route] {
        [
            Route(
                .get, "/v1/me/consents", "The documents in force, and what is signed of them.",
                permission: .ownRecord
            ) { call in
                try Answer(
                    ConsentsAnswer(await care.consents(of: call.ownID(), by: call.actor), in: call.language))
            },
            Route(
                .post, "/v1/me/consents", "Signs one document.", permission: .ownRecord,
                idempotency: .accepted, body: .json, success: .created
            ) { call in
                let signed = try call.read { $0.consent() }
                let language = call.language
                return try await call.once({ try Answer(ConsentsAnswer($0, in: language)) }) { once in
                    try await care.signConsent(
                        signed.document, version: signed.version, sha256: signed.sha256, as: signed.signature,
                        of: call.ownID(), once: once, by: call.actor)
                }
            },
            Route(
                .post, "/v1/me/consents/{document}/withdraw", "Takes a consent back.", permission: .ownRecord,
                idempotency: .accepted
            ) { call in
                let language = call.language
                return try await call.once({ try Answer(ConsentsAnswer($0, in: language)) }) { once in
                    try await care.withdrawConsent(
                        call.text("document"), of: call.ownID(), once: once, by: call.actor)
                }
            },
        ]
    }
}

extension ConsentsAnswer {
    init(_ view: ConsentsView, in language: Language) {
        self.init(
            items: view.documents.map { line in
                let document = line.document
                return Document(
                    document: document.name, version: document.version,
                    title: document.title.said(in: language), text: document.text.said(in: language),
                    sha256: document.sha256(in: language), required: document.isRequired,
                    withdrawable: document.isWithdrawable,
                    state: line.signedAt != nil ? "signed" : line.withdrawnAt != nil ? "withdrawn" : "due",
                    signedAt: line.signedAt?.rfc3339, withdrawnAt: line.withdrawnAt?.rfc3339)
            })
    }
}

extension JSONReader {
    fileprivate mutating func consent() -> (
        document: String, version: Int, sha256: String, signature: String
    )? {
        let document = string("document", length: 1...60)
        let version = integer("version", in: 1...10_000)
        let sha256 = string("sha256", length: 64...64)
        let signature = string("signature", length: 2...200)
        return made { (document.value, version.value, sha256.value, signature.value) }
    }
}
