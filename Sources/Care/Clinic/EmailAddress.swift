import Foundation

/// An e-mail address in the one form that is stored and compared: trimmed, lower case.
///
/// The check is what keeps typing mistakes out; whether the address is real is proven by a code sent to it.
package struct EmailAddress: Sendable, Hashable, Codable, CustomStringConvertible {
    package let address: String

    /// `nil` unless it reads `somebody@host.domain` in at most 254 characters (RFC 5321), printable ASCII.
    package init?(_ text: String) {
        let folded = text.trimmingCharacters(in: .whitespaces).lowercased()
        guard folded.utf8.count <= 254,
            folded.wholeMatch(of: /[a-z0-9.!#$%&'*+\/=?^_`{|}~-]{1,64}@[a-z0-9](?:[a-z0-9.-]*[a-z0-9])?/)
                != nil,
            let at = folded.lastIndex(of: "@")
        else { return nil }
        let host = folded[folded.index(after: at)...].split(separator: ".", omittingEmptySubsequences: false)
        guard host.count > 1, host.allSatisfy({ !$0.isEmpty && $0.count <= 63 }) else { return nil }
        address = folded
    }

    /// Enough for its owner to know it again, too little for anybody else: `m…@example.org`.
    package var masked: String {
        guard let at = address.firstIndex(of: "@") else { return "…" }
        return "\(address.prefix(1))…\(address[at...])"
    }

    package var description: String { masked }
}

/// A US telephone number in E.164: `+16025550143`.
package struct PhoneNumber: Sendable, Hashable, Codable, CustomStringConvertible {
    package let e164: String

    /// Takes `+1` and ten digits, with spaces, dots, dashes or brackets between them; `nil` for what the North
    /// American plan does not give out (area and exchange begin with 2 to 9).
    package init?(_ text: String) {
        let bare = text.filter { !" .-()".contains($0) }
        let digits = bare.hasPrefix("+1") ? String(bare.dropFirst(2)) : bare
        guard digits.wholeMatch(of: /[2-9][0-9]{2}[2-9][0-9]{6}/) != nil else { return nil }
        e164 = "+1\(digits)"
    }

    /// `…43`.
    package var masked: String { "…\(e164.suffix(2))" }

    package var description: String { masked }
}
