import Clinic

/// Somebody who pushes messages to us: a pharmacy that we have, or a carrier that we can follow.
package struct WebhookPartner: Sendable, Hashable, CustomStringConvertible {
    package let kind: Kind
    /// `alpha`, as it stands in the address of its webhooks.
    package let slug: String

    /// What kind of partner, and with it who understands its messages.
    package enum Kind: String, Sendable, CaseIterable {
        case pharmacy, carrier
    }

    /// The carriers that the program can follow. A pharmacy is known by its row instead.
    package enum Carrier: String, Sendable, CaseIterable {
        case easypost
    }

    /// `nil` for a slug that no partner could have.
    package init?(_ kind: Kind, slug: String) {
        guard slug.wholeMatch(of: /[a-z0-9-]{1,40}/) != nil else { return nil }
        self.kind = kind
        self.slug = slug
    }

    /// Reads `pharmacy:alpha`, the word in the tables.
    package init?(_ name: String) {
        let parts = name.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
        guard parts.count == 2, let kind = Kind(rawValue: String(parts[0])) else { return nil }
        self.init(kind, slug: String(parts[1]))
    }

    package var description: String { "\(kind.rawValue):\(slug)" }

    /// Who acts when its message is kept: the program, at this partner's word.
    package var actor: Actor { .system(description) }
}
