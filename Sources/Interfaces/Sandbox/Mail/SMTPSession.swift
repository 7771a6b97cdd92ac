import Foundation

/// One client's conversation with the stand-in mail server: lines in, replies out (RFC 5321, AUTH PLAIN of
/// RFC 4954).
///
///     greeted ── EHLO ─▶ ready ── MAIL ─▶ sender ── RCPT ─▶ recipients ── DATA ─▶ text ── "." ─▶ ready
struct SMTPSession {
    /// A mail that was handed over.
    struct Envelope: Sendable, Equatable {
        var sender: String
        var recipients: [String]
        var bytes: [UInt8] = []
    }

    /// What the server does upon a line.
    enum Action: Equatable {
        /// Another line of a mail's text: no reply.
        case readOn
        case reply(String)
        /// The mail is complete. Whoever keeps it gives the reply.
        case take(Envelope)
        case replyAndClose(String)
    }

    private enum State {
        case greeted
        case ready
        case signingIn
        case envelope(Envelope)
        case text(Envelope)
    }

    private var state = State.greeted
    private var isSignedIn: Bool
    private let credentials: (user: String, password: String)?
    private static let sizeLimit = 10 << 20

    /// With `credentials` nobody else may send.
    init(credentials: (user: String, password: String)?) {
        self.credentials = credentials
        isSignedIn = credentials == nil
    }

    static let greeting = "220 sandbox.lozenge.invalid ESMTP"

    /// Takes one line without its end.
    mutating func receive(_ line: [UInt8]) -> Action {
        switch state {
        case .text(let envelope): return receiveText(line, of: envelope)
        case .signingIn: return signIn(with: String(decoding: line, as: UTF8.self))
        case .greeted, .ready, .envelope: break
        }
        let words = String(decoding: line, as: UTF8.self).split(separator: " ", maxSplits: 1)
        let argument = words.count > 1 ? String(words[1]) : ""
        switch words.first?.uppercased() {
        case "EHLO":
            state = .ready
            return .reply(
                "250-sandbox.lozenge.invalid\r\n250-SIZE \(Self.sizeLimit)\r\n250-8BITMIME\r\n250 AUTH PLAIN")
        case "HELO":
            state = .ready
            return .reply("250 sandbox.lozenge.invalid")
        case "AUTH": return beginSignIn(argument)
        case "MAIL": return mail(from: argument)
        case "RCPT": return recipient(argument)
        case "DATA": return data()
        case "RSET":
            if case .greeted = state {} else { state = .ready }
            return .reply("250 2.0.0 forgotten")
        case "NOOP": return .reply("250 2.0.0 still here")
        case "VRFY": return .reply("252 2.1.5 send and see")
        case "QUIT": return .replyAndClose("221 2.0.0 bye")
        default: return .reply("500 5.5.2 not understood")
        }
    }

    private mutating func beginSignIn(_ argument: String) -> Action {
        guard case .ready = state else { return .reply("503 5.5.1 not now") }
        let words = argument.split(separator: " ")
        guard words.first?.uppercased() == "PLAIN" else { return .reply("504 5.5.4 PLAIN only") }
        if words.count > 1 { return signIn(with: String(words[1])) }
        state = .signingIn
        return .reply("334 ")
    }

    /// `\0user\0password` in base 64 (RFC 4616).
    private mutating func signIn(with response: String) -> Action {
        state = .ready
        let parts = (Data(base64Encoded: response) ?? Data()).split(
            separator: 0, omittingEmptySubsequences: false
        )
        .map { String(decoding: $0, as: UTF8.self) }
        isSignedIn =
            parts.count == 3 && (credentials.map { $0.user == parts[1] && $0.password == parts[2] } ?? true)
        return .reply(isSignedIn ? "235 2.7.0 welcome" : "535 5.7.8 not accepted")
    }

    private mutating func mail(from argument: String) -> Action {
        guard case .ready = state else { return .reply("503 5.5.1 not now") }
        guard isSignedIn else { return .reply("530 5.7.0 sign in first") }
        guard let address = Self.address(in: argument, after: "FROM:") else {
            return .reply("501 5.1.7 no address")
        }
        state = .envelope(Envelope(sender: address, recipients: []))
        return .reply("250 2.1.0 ok")
    }

    /// Nobody lives under `.invalid` (RFC 2606): a way to order a refusal.
    private mutating func recipient(_ argument: String) -> Action {
        guard case .envelope(var envelope) = state else { return .reply("503 5.5.1 not now") }
        guard let address = Self.address(in: argument, after: "TO:"), address.contains("@") else {
            return .reply("501 5.1.3 no address")
        }
        if address.lowercased().hasSuffix(".invalid") { return .reply("550 5.1.2 no such domain") }
        envelope.recipients.append(address)
        state = .envelope(envelope)
        return .reply("250 2.1.5 ok")
    }

    private mutating func data() -> Action {
        guard case .envelope(let envelope) = state, !envelope.recipients.isEmpty else {
            return .reply("503 5.5.1 to whom?")
        }
        state = .text(envelope)
        return .reply("354 go on")
    }

    /// A leading dot was doubled by the sender (RFC 5321, 4.5.2); a dot alone is the end.
    private mutating func receiveText(_ line: [UInt8], of envelope: Envelope) -> Action {
        let dot = UInt8(ascii: ".")
        if line == [dot] {
            state = .ready
            if envelope.bytes.count > Self.sizeLimit { return .reply("552 5.3.4 too large") }
            return .take(envelope)
        }
        var envelope = envelope
        // Released first, so that the text grows in place and is not copied for each line.
        state = .ready
        if envelope.bytes.count <= Self.sizeLimit {
            envelope.bytes += line.first == dot ? line.dropFirst() : line[...]
            envelope.bytes += [0x0D, 0x0A]
        }
        state = .text(envelope)
        return .readOn
    }

    /// `FROM:<maya@example.org> SIZE=…`
    private static func address(in argument: String, after keyword: String) -> String? {
        guard argument.uppercased().hasPrefix(keyword) else { return nil }
        let rest = argument.dropFirst(keyword.count).drop { $0 == " " }
        guard rest.first == "<", let end = rest.firstIndex(of: ">") else { return nil }
        return String(rest[rest.index(after: rest.startIndex)..<end])
    }
}
