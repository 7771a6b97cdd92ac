import CCurl

/// Keeps new exchanges off connections on which an earlier one got no answer.
///
/// Many exchanges share a connection of HTTP/2, so libcurl keeps it when one of them times out: if the other end is
/// gone without a word, all later ones would be sent into the void too. Therefore, after a timeout, new exchanges with
/// that host make connections of their own for as long as older ones can still be under way, and what was connected
/// before the timeout is not used again.
struct SuspectConnections {
    /// By authority, the last timeout.
    private var timeouts: [String: ContinuousClock.Instant] = [:]

    mutating func note(_ result: Result<OutboundResponse, TransferError>, of order: TransferOrder) {
        guard case .failure(let error) = result, error.kind == .timeout, error.outcome == .unknown,
            order.isEncrypted
        else { return }
        timeouts[order.authority] = .now
    }

    /// Sets what `order`'s transfer needs.
    func avoid(for order: TransferOrder, on easy: EasyHandle) throws(CurlRefusal) {
        guard let timeout = timeouts[order.authority] else { return }
        let since = ContinuousClock.now - timeout
        if since <= order.policy.totalTimeout {
            try easy.set(CURLOPT_FRESH_CONNECT, 1)
        } else {
            // In whole seconds, rounded down: what is older was connected before.
            try easy.set(CURLOPT_MAXLIFETIME_CONN, Int(max(1, since.components.seconds)))
        }
    }
}
