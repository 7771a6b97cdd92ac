/// What a `JSONReader` read for one field: the value, or nothing where a problem was noted.
///
/// Reading goes on after a problem, so that a person learns all of them at once. `value` may be taken once
/// `finish` or `made` has said that there were none.
package struct JSONField<Value> {
    /// The value, `nil` where a problem was noted: for comparing two fields before `finish`.
    package let ifRead: Value?

    package init(_ value: Value?) { ifRead = value }

    /// The value. Taking it of a field with a problem is a bug and stops the program.
    package var value: Value {
        guard let ifRead else { preconditionFailure("A field was used before its reader had finished.") }
        return ifRead
    }
}

extension JSONField: Sendable where Value: Sendable {}
