import Clinic
import Clocks
import Foundation

/// How a partner proves that a message is its own.
package enum WebhookScheme: String, Sendable, CaseIterable {
    /// Standard Webhooks: id and time are signed with the body.
    case standardWebhooks
    /// EasyPost: the body alone is signed; a replay is known by the event's id.
    case easyPost
    /// The body alone is signed, and a time stands beside it unsigned.
    case hexTimestamp
    /// User name and password, nothing signed.
    case basic
}

/// A secret that we share with a partner. The newest and the one before it are valid together for a while, so that
/// neither side has to change at the same moment as the other.
package struct WebhookSecret: Sendable, Hashable {
    package let id: ID<WebhookSecret>
    package let scheme: WebhookScheme
    /// What both sides know, in the scheme's own form: `whsec_…`, a text, `user:password`.
    package let secret: String

    /// How long the older secret stays valid beside a new one: over a weekend and the day after.
    package static let overlap = Duration.hours(72)

    package init(id: ID<WebhookSecret>, scheme: WebhookScheme, secret: String) {
        self.id = id
        self.scheme = scheme
        self.secret = secret
    }

    /// Whether a text can be a secret of a scheme at all.
    package static func isUsable(_ secret: String, for scheme: WebhookScheme) -> Bool {
        switch scheme {
        case .standardWebhooks: (standardKey(secret)?.count ?? 0) >= 16
        case .easyPost, .hexTimestamp: secret.utf8.count >= 12
        case .basic: secret.contains(/^[^:]+:.{12,}$/)
        }
    }

    /// The key in `whsec_…`: the base64 after the prefix.
    package static func standardKey(_ secret: String) -> Data? {
        Data(base64Encoded: String(secret.trimmingPrefix("whsec_")))
    }

    /// A fresh secret of 32 random bytes, in the scheme's own form.
    static func generated(for scheme: WebhookScheme) -> String {
        var chance = SystemRandomNumberGenerator()
        let bytes = Data((0..<32).map { _ in UInt8.random(in: .min ... .max, using: &chance) })
        let text = bytes.base64EncodedString()
        return switch scheme {
        case .standardWebhooks: "whsec_" + text
        case .easyPost, .hexTimestamp: text
        case .basic: "partner:" + text
        }
    }
}

extension WebhookSecret: CustomStringConvertible, CustomReflectable {
    package var description: String { "WebhookSecret(\(id), \(scheme.rawValue))" }

    package var customMirror: Mirror { Mirror(self, children: ["id": id, "scheme": scheme]) }
}

/// Why a secret was not taken.
package enum WebhookSecretRefusal: Refusing, CaseIterable {
    /// Too short to be safe, or not in the scheme's form.
    case unfit

    package var code: String {
        switch self {
        case .unfit: "webhook_secret_unfit"
        }
    }
}
