import Foundation

/// Whom the program may talk to, and for how long it waits: the same for every request of one client.
///
/// A partner's address comes from settings, and a link in a partner's answer must never lead the program into
/// the clinic's own network; therefore hosts are listed, and every resolved address is checked before it is
/// connected to.
package struct OutboundPolicy: Sendable {
    /// The networks in which a listed host may lie.
    package enum Reach: Sendable {
        /// Live: public addresses, TLS always.
        case publicInternet
        /// Dev and tests: this machine too, and there without TLS.
        case publicInternetAndLoopback
        /// A tool in a person's hands, told by that person where its server is: any address; without TLS only
        /// this machine.
        case anywhere
    }

    /// The only hosts that are called: `api.twilio.com`, or with a port, `127.0.0.1:8025`, to allow just that
    /// one.
    package var hosts: Set<String>
    package var reach: Reach
    /// For name resolution, connecting and the TLS handshake together.
    package var connectTimeout: Duration
    /// From having sent a request to the first byte of its answer; `nil` leaves it to `totalTimeout`.
    package var firstByteTimeout: Duration?
    /// For the whole exchange, waiting for a free place included.
    package var totalTimeout: Duration
    /// The longest body that is read; a longer one ends the transfer.
    package var maxResponseBytes: Int
    /// At most so many exchanges with one host at once; further ones wait in order.
    package var maxInFlightPerHost: Int
    /// When a host that fails is left alone for a while; `nil` for one that is always asked.
    package var circuit: CircuitBreaker.Settings?
    /// A PEM file of certificate authorities instead of the system's, for partners with an authority of their
    /// own.
    package var authorities: String?

    package init(
        hosts: Set<String>, reach: Reach = .publicInternet, connectTimeout: Duration = .seconds(3),
        firstByteTimeout: Duration? = nil, totalTimeout: Duration = .seconds(15),
        maxResponseBytes: Int = 4 << 20, maxInFlightPerHost: Int = 16,
        circuit: CircuitBreaker.Settings? = nil, authorities: String? = nil
    ) {
        self.hosts = Set(hosts.map { $0.lowercased() })
        self.reach = reach
        self.connectTimeout = connectTimeout
        self.firstByteTimeout = firstByteTimeout
        self.totalTimeout = totalTimeout
        self.maxResponseBytes = maxResponseBytes
        self.maxInFlightPerHost = maxInFlightPerHost
        self.circuit = circuit
        self.authorities = authorities
    }

    /// For the partners of a clinic: an answer begins within ten seconds and is whole after fifteen, and who fails again
    /// and again is left alone for a while. Stand-ins on this machine never are: there days may pass in seconds, and a
    /// pause by this machine's clock would be one of days.
    package static func partner(
        hosts: Set<String>, reach: Reach, maxInFlightPerHost: Int = 16
    ) -> OutboundPolicy {
        OutboundPolicy(
            hosts: hosts, reach: reach, firstByteTimeout: .seconds(10),
            maxInFlightPerHost: maxInFlightPerHost,
            circuit: reach == .publicInternet ? .partner : nil)
    }

    func lists(host: String, port: Int) -> Bool {
        hosts.contains(host) || hosts.contains("\(host):\(port)")
    }

    /// Whether a socket to `address` may be opened. Without TLS it may only lead to this machine.
    func allows(_ address: InternetAddress, encrypted: Bool) -> Bool {
        switch (address.neighborhood, reach) {
        case (.loopback, .publicInternetAndLoopback), (.loopback, .anywhere): true
        case (.loopback, .publicInternet): false
        case (.public, _): encrypted
        case (.internal, .anywhere): encrypted
        case (.internal, _): false
        }
    }
}
