/// One fill's way through one pharmacy, as the care team sees it.
package struct OrderAnswer: Codable, Sendable {
    package struct Pharmacy: Codable, Sendable {
        package var slug: String
        package var name: String

        package init(slug: String, name: String) {
            self.slug = slug
            self.name = name
        }
    }

    package struct Dispense: Codable, Sendable {
        package var rxNumber: String
        package var on: String
        package var quantity: Int
        package var useBy: String?

        package init(rxNumber: String, on: String, quantity: Int, useBy: String?) {
            self.rxNumber = rxNumber
            self.on = on
            self.quantity = quantity
            self.useBy = useBy
        }
    }

    package var id: String
    /// `or-h81zt`.
    package var handle: String
    package var state: String
    package var fillId: String
    package var fillNumber: Int
    package var prescriptionId: String
    package var patientId: String
    package var patient: String
    package var pharmacy: Pharmacy
    package var pharmacyReference: String?
    package var quantity: Int
    package var doNotDispenseBefore: String
    package var createdAt: String
    package var submittedAt: String?
    package var acknowledgedAt: String?
    package var dispensedAt: String?
    /// What the pharmacy asks.
    package var triageCode: String?
    package var endCode: String?
    package var reroutedTo: String?
    /// Somebody said that the pharmacy does not have it; a second person must say so too.
    package var awaitsSecondPerson: Bool
    package var dispense: Dispense?

    package init(
        id: String, handle: String, state: String, fillId: String, fillNumber: Int, prescriptionId: String,
        patientId: String, patient: String, pharmacy: Pharmacy, pharmacyReference: String?, quantity: Int,
        doNotDispenseBefore: String, createdAt: String, submittedAt: String?, acknowledgedAt: String?,
        dispensedAt: String?, triageCode: String?, endCode: String?, reroutedTo: String?,
        awaitsSecondPerson: Bool, dispense: Dispense?
    ) {
        self.id = id
        self.handle = handle
        self.state = state
        self.fillId = fillId
        self.fillNumber = fillNumber
        self.prescriptionId = prescriptionId
        self.patientId = patientId
        self.patient = patient
        self.pharmacy = pharmacy
        self.pharmacyReference = pharmacyReference
        self.quantity = quantity
        self.doNotDispenseBefore = doNotDispenseBefore
        self.createdAt = createdAt
        self.submittedAt = submittedAt
        self.acknowledgedAt = acknowledgedAt
        self.dispensedAt = dispensedAt
        self.triageCode = triageCode
        self.endCode = endCode
        self.reroutedTo = reroutedTo
        self.awaitsSecondPerson = awaitsSecondPerson
        self.dispense = dispense
    }
}

/// `GET /v1/staff/orders/{order}/explain`: why it stands where it stands.
package struct OrderExplanationAnswer: Codable, Sendable {
    package struct Event: Codable, Sendable {
        package var type: String
        package var occurredAt: String
        package var heardAt: String
        package var by: String
        /// `applied`, `repeated`, `late` or `parked`.
        package var effect: String
        package var code: String?

        package init(
            type: String, occurredAt: String, heardAt: String, by: String, effect: String, code: String?
        ) {
            self.type = type
            self.occurredAt = occurredAt
            self.heardAt = heardAt
            self.by = by
            self.effect = effect
            self.code = code
        }
    }

    package struct Exchange: Codable, Sendable {
        package var at: String
        package var operation: String
        package var status: Int?
        /// `answered`, `notSent` or `unknown`.
        package var outcome: String
        package var ms: Int

        package init(at: String, operation: String, status: Int?, outcome: String, ms: Int) {
            self.at = at
            self.operation = operation
            self.status = status
            self.outcome = outcome
            self.ms = ms
        }
    }

    package struct Rule: Codable, Sendable {
        /// `O7`.
        package var rule: String
        package var code: String

        package init(rule: String, code: String) {
            self.rule = rule
            self.code = code
        }
    }

    package var order: OrderAnswer
    package var events: [Event]
    package var exchanges: [Exchange]
    /// What would keep its fill from being released today.
    package var obstacles: [Rule]
    /// Why routing passes pharmacies over, by their slugs.
    package var passedOver: [String: [String]]

    package init(
        order: OrderAnswer, events: [Event], exchanges: [Exchange], obstacles: [Rule],
        passedOver: [String: [String]]
    ) {
        self.order = order
        self.events = events
        self.exchanges = exchanges
        self.obstacles = obstacles
        self.passedOver = passedOver
    }
}

/// An order as its patient sees it.
package struct OwnOrder: Codable, Sendable {
    package var id: String
    package var handle: String
    package var state: String
    /// What it waits for, where the pharmacy asks something.
    package var words: String?
    package var fillNumber: Int
    package var quantity: Int
    package var orderedAt: String
    package var dispensedOn: String?
    package var useBy: String?

    package init(
        id: String, handle: String, state: String, words: String?, fillNumber: Int, quantity: Int,
        orderedAt: String, dispensedOn: String?, useBy: String?
    ) {
        self.id = id
        self.handle = handle
        self.state = state
        self.words = words
        self.fillNumber = fillNumber
        self.quantity = quantity
        self.orderedAt = orderedAt
        self.dispensedOn = dispensedOn
        self.useBy = useBy
    }
}

/// `POST /v1/staff/orders/release`.
package struct ReleaseRequest: Codable, Sendable {
    package var fill: String

    package init(fill: String) { self.fill = fill }
}

/// `POST /v1/staff/fills/{fill}/hold` and `POST /v1/staff/orders/{order}/cancel`.
package struct OrderReasonRequest: Codable, Sendable {
    /// A few words without health data.
    package var reason: String

    package init(reason: String) { self.reason = reason }
}

/// `POST /v1/staff/orders/{order}/reroute`.
package struct RerouteRequest: Codable, Sendable {
    /// The other pharmacy's slug.
    package var pharmacy: String
    /// What the pharmacists wrote down of the transfer, where the first one had the order.
    package var transfer: String?

    package init(pharmacy: String, transfer: String?) {
        self.pharmacy = pharmacy
        self.transfer = transfer
    }
}

/// `POST /v1/staff/orders/{order}/settle`: what a person learned by telephone.
package struct SettleRequest: Codable, Sendable {
    package var found: Bool
    /// The pharmacy's number, where it has the order.
    package var reference: String?

    package init(found: Bool, reference: String?) {
        self.found = found
        self.reference = reference
    }
}

/// `POST /v1/staff/fills/{fill}/hold` and `…/release`: the fill that was meant.
package struct FillAnswer: Codable, Sendable {
    package var fillId: String
    package var held: Bool

    package init(fillId: String, held: Bool) {
        self.fillId = fillId
        self.held = held
    }
}
