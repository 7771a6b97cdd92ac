import Clocks
import Hummingbird
import StrictJSON

/// The stand-in pharmacies and the stand-in carrier, each with its journal, its door and its sense of time.
struct StandInPartners: Sendable {
    let target: WebhookTarget
    let timed: [any TimedPartner]
    private let desks: [PharmacyDesk]
    private let carrier: CarrierDesk
    private let carrierKey: String?
    private let faults: SandboxFaults

    /// Reads the journals; nothing serves yet.
    init(_ settings: SandboxServices.Settings, faults: SandboxFaults, clock: any ProgramClock)
        throws(SandboxFault)
    {
        let target = WebhookTarget(settings.webhooksURL)
        var timed: [any TimedPartner] = []
        var desks: [PharmacyDesk] = []
        for profile in settings.pharmacies {
            let journal = try Journal(
                PharmacyBook(of: profile),
                path: settings.journals.map { "\($0)/pharmacy-\(profile.slug).jsonl" })
            desks.append(PharmacyDesk(profile: profile, journal: journal, clock: clock))
            timed.append(
                StandIn(
                    name: "pharmacy \(profile.slug)", journal: journal, clock: clock, faults: faults,
                    operation: .pharmacyWebhook,
                    signer: .standardWebhooks(secret: profile.webhookSecret), target: target,
                    path: "/webhooks/pharmacies/\(profile.slug)"))
        }
        let journal = try Journal(
            CarrierBook(of: settings.carrier), path: settings.journals.map { "\($0)/carrier.jsonl" })
        timed.append(
            StandIn(
                name: "carrier \(settings.carrier.slug)", journal: journal, clock: clock, faults: faults,
                operation: .carrierWebhook, signer: .easyPost(secret: settings.carrier.webhookSecret),
                target: target, path: "/webhooks/carriers/\(settings.carrier.slug)"))
        self.target = target
        self.timed = timed
        self.desks = desks
        self.faults = faults
        carrier = CarrierDesk(journal: journal, clock: clock)
        carrierKey = settings.carrier.apiKey
    }

    func add(to router: Router<BasicRequestContext>) {
        for desk in desks {
            PharmacyRoutes(desk: desk, faults: faults).add(to: router)
            router.group("control/pharmacy/\(desk.profile.slug)").post("orders/{id}/release") { _, context in
                let isReleased = try desk.release(try context.parameters.require("id"))
                return answer(["released": .bool(isReleased)], status: isReleased ? .ok : .conflict)
            }
        }
        CarrierRoutes(desk: carrier, faults: faults, apiKey: carrierKey).add(to: router)
    }
}
