import Metrics

/// The circuits of one transfer thread, one for each authority whose policy asks for it.
struct CircuitBoard {
    private struct Circuit {
        var breaker: CircuitBreaker
        let gauge: Gauge
    }

    private var circuits: [String: Circuit] = [:]

    /// Gives `pending` its pass; or says for how long its host is left alone.
    mutating func refuses(
        _ pending: inout PendingTransfer, at now: ContinuousClock.Instant = .now
    ) -> Duration? {
        guard let settings = pending.order.policy.circuit else { return nil }
        let authority = pending.order.authority
        var circuit = circuits[authority] ?? make(settings, authority)
        defer { keep(circuit, authority) }
        switch circuit.breaker.admit(at: now) {
        case .admitted(let pass):
            pending.pass = pass
            return nil
        case .refused(let retryAfter):
            return retryAfter
        }
    }

    /// A transfer ended, or never began. Says for how long the host is left alone if it is so from now on.
    mutating func ended(
        _ pending: PendingTransfer, _ verdict: CircuitBreaker.Verdict, at now: ContinuousClock.Instant = .now
    ) -> Duration? {
        let authority = pending.order.authority
        guard let pass = pending.pass, var circuit = circuits[authority] else { return nil }
        defer { keep(circuit, authority) }
        guard circuit.breaker.ended(pass, verdict, at: now), case .open(let until) = circuit.breaker.state
        else { return nil }
        return until - now
    }

    private func make(_ settings: CircuitBreaker.Settings, _ authority: String) -> Circuit {
        Circuit(
            breaker: CircuitBreaker(settings),
            gauge: Gauge(label: "lozenge_outbound_circuit", dimensions: [("host", authority)]))
    }

    /// 0 is closed, 1 is open, between them it is tried.
    private mutating func keep(_ circuit: Circuit, _ authority: String) {
        let before = circuits[authority]?.breaker.state
        circuits[authority] = circuit
        guard before != circuit.breaker.state else { return }
        switch circuit.breaker.state {
        case .closed: circuit.gauge.record(0)
        case .probing: circuit.gauge.record(0.5)
        case .open: circuit.gauge.record(1)
        }
    }
}

extension CircuitBreaker.Verdict {
    /// A no of the partner's, a 4xx too, shows that it is well. What this side brought about says nothing.
    init(_ result: Result<OutboundResponse, TransferError>) {
        switch result {
        case .success(let response): self = response.status >= 500 ? .failure : .success
        case .failure(let error):
            switch error.kind {
            case .resolve, .connect, .tls, .timeout, .connectionLost, .badAnswer: self = .failure
            case .mailRefused, .tooLarge: self = .success
            case .notAllowed, .cancelled, .unavailable, .shutDown, .circuitOpen, .sourceFailed:
                self = .nothing
            }
        }
    }
}
