import Metrics

/// Counts exchanges and their durations by host and kind of answer; hosts are few, since they are listed.
struct ExchangeMeter {
    private var timers: [String: [String: Timer]] = [:]

    mutating func record(_ result: Result<OutboundResponse, TransferError>, of order: TransferOrder) {
        let (host, answer) = (order.host, Self.label(for: result))
        let timer = timers[host]?[answer] ?? make(host, answer)
        timer.record(duration: ContinuousClock.now - order.begun)
    }

    private mutating func make(_ host: String, _ answer: String) -> Timer {
        let timer = Timer(
            label: "lozenge_outbound_seconds", dimensions: [("host", host), ("answer", answer)])
        timers[host, default: [:]][answer] = timer
        return timer
    }

    private static func label(for result: Result<OutboundResponse, TransferError>) -> String {
        switch result {
        case .success(let response): "\(response.status / 100)xx"
        case .failure(let error):
            switch error.kind {
            case .mailRefused(let refusal): "mailRefused \(refusal.code / 100)xx"
            default: "\(error.kind)"
            }
        }
    }
}
