import Foundation
import Locks
import Outbound
import PharmacyOrders

/// One HTTP client a pharmacy's host, kept, so that connections and the limit of exchanges in flight are shared by
/// all who speak with it.
package final class PharmacyClients: Sendable {
    private let reach: OutboundPolicy.Reach
    private let recorder: ExchangeRecorder
    private let clients = Locked<[String: HTTPClient]>([:])

    /// At most so many exchanges with one pharmacy at once.
    private static let inFlight = 8

    /// - Parameter reach: `publicInternet` in an installation; its own machine too where partners are stand-ins.
    package init(reach: OutboundPolicy.Reach, recorder: ExchangeRecorder) {
        self.reach = reach
        self.recorder = recorder
    }

    /// Whom the program's jobs ask for a pharmacy.
    package var directory: PharmacyDirectory {
        PharmacyDirectory { [self] address in
            switch address.access.adapter {
            case .lifeFile:
                client(for: address.access.baseURL).map {
                    LifeFilePharmacy(address: address, client: $0, recorder: recorder)
                }
            case .fhir: nil
            }
        }
    }

    /// `nil` for an address without a host. Only that host can be reached through it.
    private func client(for baseURL: String) -> HTTPClient? {
        guard let url = URL(string: baseURL), let host = url.host() else { return nil }
        let authority = url.port.map { "\(host):\($0)" } ?? host
        return clients.withLock { clients in
            if let client = clients[authority] { return client }
            let client = HTTPClient(
                policy: .partner(hosts: [authority], reach: reach, maxInFlightPerHost: Self.inFlight))
            clients[authority] = client
            return client
        }
    }
}
