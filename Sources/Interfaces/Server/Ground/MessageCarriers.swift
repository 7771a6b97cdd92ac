import Access
import Clocks
import Foundation
import Messaging
import Outbound
import Sandbox

/// Who takes messages to people: the clinic's providers, or the sandbox's stand-ins.
enum MessageCarriers {
    /// As the settings say. Only the providers' hosts are ever called; an installation that rehearses may have
    /// stand-ins on its own machine, and there without TLS.
    static func providers(
        _ settings: MessageSettings, of realm: Realm, clock: any ProgramClock, recorder: ExchangeRecorder
    ) -> MessagingPartners {
        let mail = URL(string: settings.mailServer)
        let mailHost = mail?.host() ?? ""
        let client = HTTPClient(
            policy: .partner(
                hosts: [mailHost, URL(string: settings.textURL)?.host() ?? ""],
                reach: realm == .test ? .publicInternetAndLoopback : .publicInternet))
        let isTLS = mail?.scheme == "smtps"
        let isStandIn = realm == .test && ["127.0.0.1", "localhost", "::1"].contains(mailHost)
        let credentials = settings.mailUser.flatMap { user in
            settings.mailPassword.map { (user: user, password: $0.reveal()) }
        }
        let server = MailServer(
            host: mailHost, port: mail?.port ?? (isTLS ? 465 : 587),
            security: isTLS ? .implicitTLS : isStandIn ? .plain : .startTLS,
            credentials: credentials)
        return MessagingPartners(
            texts: TextPartner(
                account: .init(
                    baseURL: settings.textURL, sid: settings.textAccount,
                    authToken: settings.textToken.reveal(),
                    sender: settings.textFrom), client: client, recorder: recorder),
            mail: MailPartner(
                server: server, sender: .init(name: "Lozenge", address: settings.mailFrom), client: client,
                clock: clock, recorder: recorder))
    }

    /// The stand-ins at their loopback addresses.
    static func sandbox(
        at addresses: SandboxServices.Addresses, clock: any ProgramClock, recorder: ExchangeRecorder
    ) -> MessagingPartners {
        let client = HTTPClient(
            policy: OutboundPolicy(hosts: [addresses.host], reach: .publicInternetAndLoopback))
        return MessagingPartners(
            texts: TextPartner(
                account: .init(
                    baseURL: addresses.textsURL, sid: "AC" + String(repeating: "0", count: 32),
                    authToken: "sandbox",
                    sender: "+15005550006"), client: client, recorder: recorder),
            mail: MailPartner(
                server: MailServer(host: addresses.host, port: addresses.mailPort, security: .plain),
                sender: .init(name: "Lozenge (test)", address: "care@clinic.example"), client: client,
                clock: clock,
                recorder: recorder))
    }
}
