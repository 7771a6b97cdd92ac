import Foundation

/// The program's only way out: HTTP and mail to partners, through libcurl, under one policy.
///
/// Connections are kept and used again; over TLS many exchanges share one where the partner speaks HTTP/2. Redirects
/// are not followed, cookies and proxies from the environment play no part. A host that fails again and again is left
/// alone for a while, where the policy says so. Mail has a thread of its own, so that a slow mail server never holds up a pharmacy order.
package final class HTTPClient: Sendable {
    package let policy: OutboundPolicy
    let exchanges = TransferThread(name: "outbound")
    private let mails = TransferThread(name: "outbound-mail")

    package init(policy: OutboundPolicy) { self.policy = policy }

    deinit {
        exchanges.stopSoon()
        mails.stopSoon()
    }

    /// Sends `request` and gives the answer, whatever its status. Throws where there is no complete answer;
    /// the error says whether the partner may have acted. Cancelling the task ends the transfer at once.
    package func send(_ request: OutboundRequest) async throws(TransferError) -> OutboundResponse {
        let url = try CheckedURL(request.url, under: policy)
        try request.checkFields(for: url.host)
        return try await exchanges.perform(TransferOrder(.exchange(request, url), under: policy))
    }

    /// Hands `mail` to `server`. Returns when the server has taken it over; a no is thrown as `.mailRefused`.
    package func sendMail(_ mail: OutboundMail, via server: MailServer) async throws(TransferError) {
        _ = try await handOver(mail, to: server)
    }

    /// As `sendMail`; gives the server's last reply code.
    func handOver(_ mail: OutboundMail, to server: MailServer) async throws(TransferError) -> Int {
        try server.check(under: policy)
        try mail.checkFields(for: server.host)
        return try await mails.perform(TransferOrder(.mail(mail, server), under: policy)).status
    }

    /// Ends what is under way with an error and closes all connections. Afterwards every request fails.
    package func shutdown() async {
        await exchanges.stop()
        await mails.stop()
    }
}

extension OutboundRequest {
    /// Nothing may end a line early and so begin a field or a request of its own.
    func checkFields(for host: String) throws(TransferError) {
        let isToken: (String) -> Bool = { text in
            !text.isEmpty
                && text.utf8.allSatisfy { $0 > 0x20 && $0 < 0x7F && !"()<>@,;:\\\"/[]?={}".utf8.contains($0) }
        }
        guard isToken(method.rawValue) else { throw .notAllowed("malformed method", host: host) }
        for (name, value) in headers {
            guard isToken(name), !value.utf8.contains(where: { $0 < 0x20 && $0 != 0x09 || $0 == 0x7F }) else {
                throw .notAllowed("malformed header field", host: host)
            }
        }
    }
}
