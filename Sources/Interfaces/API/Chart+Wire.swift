import CarePath
import Clinic
import Clocks
import Intakes
import Wire

extension ChartPath {
    init(_ path: PathSummary) {
        self.init(
            stage: path.stage.rawValue,
            eligibility: path.eligibility.map {
                Eligibility(
                    outcome: $0.outcome.rawValue, rules: $0.rules, evaluatedAt: $0.evaluatedAt.rfc3339)
            },
            scores: path.scores.map { Score(instrument: $0.instrument, total: $0.total, band: $0.band) },
            consents: Consents(
                signed: path.required - path.position.unsigned, required: path.required),
            visit: path.visit.map {
                Visit(handle: $0.handle, state: $0.state, startsAt: $0.startsAt.rfc3339)
            },
            prescription: path.prescription.map {
                Prescription(
                    handle: $0.handle, state: $0.state, quantity: $0.quantity, strengthMg: $0.strength,
                    refills: $0.refills, signedAt: $0.signedAt?.rfc3339,
                    lastFillOn: $0.lastFillOn?.description)
            },
            order: path.order.map {
                Order(
                    handle: $0.handle, state: $0.state, fill: $0.fill, lot: $0.lot,
                    useBy: $0.useBy?.description)
            },
            shipment: path.parcel.map {
                Shipment(
                    handle: $0.handle, state: $0.state, carrier: $0.carrier,
                    expected: $0.expected?.description, deliveredAt: $0.deliveredAt?.rfc3339,
                    receipt: $0.receipt)
            },
            flags: path.flags.map { Flag(rule: $0.rule, severity: $0.severity) },
            closedFlags: path.closedFlags)
    }
}
