/// Why bytes are not JSON that this program reads: at which byte, and where that is in the document.
///
/// It repeats none of the bytes, since they may hold health data.
package struct JSONSyntaxError: Error, Sendable, Hashable {
    /// What is wrong, in words that stay the same; the raw value is the code on the wire.
    package enum Reason: String, Sendable, CaseIterable {
        /// Nothing but blanks, or nothing at all.
        case empty
        /// A byte that no value, name or separator can have here.
        case unexpectedByte
        /// The bytes stop in the middle.
        case unexpectedEnd
        /// Something follows the value.
        case trailingBytes
        /// More objects and arrays inside each other than the limit.
        case tooDeep
        /// An object names a member twice; which of the two would count is anybody's guess, so neither does.
        case duplicateName
        /// Not UTF-8: an overlong form, a surrogate, a cut sequence, or a byte order mark at the start.
        case badUTF8
        /// A backslash before something JSON does not escape.
        case badEscape
        /// `\ud800` to `\udfff` that are not a pair, high before low.
        case loneSurrogate
        /// A raw line break or another character below U+0020 inside a string.
        case controlCharacter
        /// A number out of JSON's grammar: `01`, `+1`, `.5`, `1.`, `NaN`.
        case badNumber
    }

    package let reason: Reason
    /// Bytes from the start, counted from 0.
    package let offset: Int
    /// The innermost value that was being read.
    package let pointer: JSONPointer

    /// The same, seen from the array or object around it.
    func inside(_ token: String) -> JSONSyntaxError {
        JSONSyntaxError(
            reason: reason, offset: offset, pointer: JSONPointer(tokens: [token] + pointer.tokens))
    }
}

extension JSONSyntaxError: CustomStringConvertible {
    /// One English sentence for the person who wrote the client, with the offset.
    package var description: String {
        let what =
            switch reason {
            case .empty: "the body is empty"
            case .unexpectedByte: "this byte cannot stand here"
            case .unexpectedEnd: "the JSON ends in the middle"
            case .trailingBytes: "something follows the JSON value"
            case .tooDeep: "arrays and objects are nested too deeply"
            case .duplicateName: "the object names this member twice"
            case .badUTF8: "the bytes are not UTF-8"
            case .badEscape: "this backslash escapes nothing that JSON knows"
            case .loneSurrogate: "half of a surrogate pair stands alone"
            case .controlCharacter: "a control character must be escaped"
            case .badNumber: "this is not a JSON number"
            }
        return "At byte \(offset): \(what)."
    }
}
