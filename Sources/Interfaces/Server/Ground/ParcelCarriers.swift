import Access
import Carriers
import Foundation
import Outbound
import Shipments

/// Who sells labels and follows parcels, as the settings say.
enum ParcelCarriers {
    /// Only the broker's host is ever called; an installation that rehearses may have a stand-in on its own machine,
    /// and there without TLS.
    static func easyPost(
        _ settings: CarrierSettings, of realm: Realm, recorder: ExchangeRecorder
    ) -> EasyPost {
        let client = HTTPClient(
            policy: .partner(
                hosts: [URL(string: settings.url)?.host() ?? ""],
                reach: realm == .test ? .publicInternetAndLoopback : .publicInternet))
        return EasyPost(
            account: .init(baseURL: settings.url, key: settings.key.reveal()), client: client,
            recorder: recorder)
    }
}
