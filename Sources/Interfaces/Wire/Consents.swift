/// `GET /v1/me/consents`: the documents in force, and what is signed of them.
package struct ConsentsAnswer: Codable, Sendable {
    package var items: [Document]

    package struct Document: Codable, Sendable {
        /// `telehealth`.
        package var document: String
        package var version: Int
        package var title: String
        package var text: String
        /// Of the text in the language of this answer; what is signed.
        package var sha256: String
        package var required: Bool
        package var withdrawable: Bool
        /// `due`, `signed` or `withdrawn`.
        package var state: String
        package var signedAt: String?
        package var withdrawnAt: String?

        package init(
            document: String, version: Int, title: String, text: String, sha256: String, required: Bool,
            withdrawable: Bool, state: String, signedAt: String?, withdrawnAt: String?
        ) {
            self.document = document
            self.version = version
            self.title = title
            self.text = text
            self.sha256 = sha256
            self.required = required
            self.withdrawable = withdrawable
            self.state = state
            self.signedAt = signedAt
            self.withdrawnAt = withdrawnAt
        }
    }

    package init(items: [Document]) { self.items = items }
}

/// `POST /v1/me/consents`: one document signed, by the name typed.
package struct ConsentRequest: Codable, Sendable {
    package var document: String
    package var version: Int
    package var sha256: String
    package var signature: String

    package init(document: String, version: Int, sha256: String, signature: String) {
        self.document = document
        self.version = version
        self.sha256 = sha256
        self.signature = signature
    }
}
