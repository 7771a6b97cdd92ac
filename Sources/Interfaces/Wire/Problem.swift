/// What every refusal looks like on the wire: RFC 9457's problem details, with our stable `code` and, for a body
/// that was not understood, one entry per fault.
package struct Problem: Codable, Sendable, Equatable {
    /// `https://lozenge.example/problems/<code>`; identifies the kind of problem, need not resolve.
    package var type: String
    package var title: String
    package var status: Int
    /// What to do about it, in the caller's language.
    package var detail: String?
    /// The request's id, so that a caller can quote it and the log can be found.
    package var instance: String?
    /// Never changes and never depends on the language: `validation_failed`, `screening_expired`.
    package var code: String
    package var errors: [FieldProblem]?

    package init(
        type: String, title: String, status: Int, detail: String? = nil, instance: String? = nil,
        code: String,
        errors: [FieldProblem]? = nil
    ) {
        self.type = type
        self.title = title
        self.status = status
        self.detail = detail
        self.instance = instance
        self.code = code
        self.errors = errors
    }
}

/// One fault of a body: where (RFC 6901 JSON Pointer), which rule, and in words. Never the offending value.
package struct FieldProblem: Codable, Sendable, Equatable {
    package var pointer: String
    package var code: String
    package var detail: String

    package init(pointer: String, code: String, detail: String) {
        self.pointer = pointer
        self.code = code
        self.detail = detail
    }
}

/// One page of a list; `nextCursor` is opaque and absent on the last page.
package struct Page<Item: Codable & Sendable>: Codable, Sendable {
    package var items: [Item]
    package var nextCursor: String?

    package init(items: [Item], nextCursor: String? = nil) {
        self.items = items
        self.nextCursor = nextCursor
    }
}
