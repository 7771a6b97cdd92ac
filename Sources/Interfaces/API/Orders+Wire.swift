import CarePath
import Clinic
import Clocks
import Foundation
import PharmacyOrders
import StrictJSON
import Wire

extension OrderAnswer {
    init(_ line: OrderLine) {
        let order = line.order
        var triage: String?
        var end: String?
        var reroutedTo: String?
        switch order.state {
        case .triage(let asked, _): triage = asked.code
        case .ended(let how):
            end = how.how.code
            if case .rerouted(let next) = how.how { reroutedTo = next.description }
        case .on, .unknown, .cancelRequested, .cancelRefused: break
        }
        self.init(
            id: order.id.description, handle: order.handle, state: order.state.name.rawValue,
            fillId: order.fill.uuidString.lowercased(), fillNumber: line.fillNumber,
            prescriptionId: order.prescription.uuidString.lowercased(),
            patientId: order.patient.uuidString.lowercased(), patient: line.patientHandle,
            pharmacy: .init(slug: line.pharmacy.slug, name: line.pharmacy.name),
            pharmacyReference: order.reference, quantity: order.quantity,
            doNotDispenseBefore: order.doNotDispenseBefore.description, createdAt: order.createdAt.rfc3339,
            submittedAt: order.submittedAt?.rfc3339, acknowledgedAt: order.acknowledgedAt?.rfc3339,
            dispensedAt: order.dispensedAt?.rfc3339, triageCode: triage, endCode: end, reroutedTo: reroutedTo,
            awaitsSecondPerson: order.notFoundBy != nil,
            dispense: line.dispense.map {
                .init(
                    rxNumber: $0.rxNumber, on: $0.on.description, quantity: $0.quantity,
                    useBy: $0.useBy?.description)
            })
    }
}

extension OwnOrder {
    init(_ line: OrderLine, _ codes: PharmacyCodes, in language: Language) {
        let triage: String? = if case .triage(let asked, _) = line.order.state { asked.code } else { nil }
        self.init(
            id: line.order.id.description, handle: line.order.handle, state: line.order.state.name.rawValue,
            words: triage.flatMap { codes[$0]?.words.said(in: language) }, fillNumber: line.fillNumber,
            quantity: line.order.quantity, orderedAt: line.order.createdAt.rfc3339,
            dispensedOn: line.dispense?.on.description, useBy: line.dispense?.useBy?.description)
    }
}

extension OrderExplanationAnswer {
    init(_ explanation: OrderExplanation) {
        self.init(
            order: OrderAnswer(explanation.line),
            events: explanation.events.map {
                .init(
                    type: $0.type, occurredAt: $0.occurredAt.rfc3339, heardAt: $0.heardAt.rfc3339,
                    by: $0.heardBy,
                    effect: $0.effect, code: $0.code)
            },
            exchanges: explanation.exchanges.map {
                .init(
                    at: $0.at.rfc3339, operation: $0.operation, status: $0.status, outcome: $0.outcome,
                    ms: $0.milliseconds)
            },
            obstacles: explanation.obstacles.map { .init(rule: $0.rawValue, code: $0.code) },
            passedOver: explanation.misses.mapValues { $0.map(\.rawValue) })
    }
}

extension JSONReader {
    mutating func orderReason() -> String? {
        let reason = string("reason", length: 1...200)
        return made { reason.value }
    }

    mutating func reroute() -> (pharmacy: String, transfer: String?)? {
        let pharmacy = string("pharmacy", length: 1...40)
        let transfer = optionalString("transfer", length: 1...200)
        return made { (pharmacy.value, transfer.value) }
    }

    /// The pharmacy's number where it has the order; `.some(nil)` where it does not.
    mutating func settlement() -> String?? {
        let found = boolean("found")
        let reference: JSONField<String?> =
            found.ifRead == true
            ? JSONField(string("reference", length: 1...80).ifRead)
            : optionalString("reference", length: 1...80)
        return made { found.value ? reference.value : nil }
    }
}
