import Access
import CarePath
import Clinic
import HTTPTypes
import Patients
import PharmacyOrders
import Prescriptions
import StrictJSON
import Wire

/// Fills on their way through pharmacies: released, held, followed, stopped, sent elsewhere.
package struct OrderRoutes: RouteTopic {
    let care: CarePath

    package var routes: [Route] { reading + fills + changing }

    private var reading: [Route] {
        [
            Route(
                .get, "/v1/staff/orders", "Pharmacy orders, the latest first.", permission: .readPatients,
                query: QueryParameter.page + [.state, .patient]
            ) { call in
                let patient = try await call.orderPatient(care)
                let filter = OrderFilter(
                    state: try call.query.option(.state, of: PharmacyOrder.State.Name.self), patient: patient)
                let page = try call.page()
                let found = try await care.orders(
                    filter, after: page.position(as: OrderPage.Position.self), limit: page.limit,
                    by: call.actor)
                let next = try found.next.map { try Cursor.text(of: $0) }
                return try call.answer(
                    page: Page(items: found.lines.map(OrderAnswer.init), nextCursor: next), next: next)
            },
            Route(
                .get, "/v1/staff/orders/{order}", "One order, by id or handle.", permission: .readPatients
            ) { call in try await answer(care.order(order(of: call), by: call.actor)) },
            Route(
                .get, "/v1/staff/orders/{order}/explain", "Why an order stands where it stands.",
                permission: .readPatients
            ) { call in
                try await Answer(OrderExplanationAnswer(care.explainOrder(order(of: call), by: call.actor)))
            },
            Route(
                .get, "/v1/me/orders", "One's own supplies at the pharmacy, the latest first.",
                permission: .ownRecord, query: QueryParameter.page
            ) { call in
                let page = try call.page()
                let found = try await care.orders(
                    OrderFilter(patient: try call.ownID()), after: page.position(as: OrderPage.Position.self),
                    limit: page.limit, by: call.actor)
                let next = try found.next.map { try Cursor.text(of: $0) }
                let items = found.lines.map { OwnOrder($0, care.program.pharmacyCodes, in: call.language) }
                return try call.answer(page: Page(items: items, nextCursor: next), next: next)
            },
        ]
    }

    private var fills: [Route] {
        [
            Route(
                .post, "/v1/staff/orders/release", "Asks the rules of release again for a fill.",
                permission: .prepareCare, idempotency: .required, body: .json, success: .created
            ) { call in
                let fill = try call.read { body in
                    let fill = body.parse("fill", as: .id) { ID<Fill>($0) }
                    return body.made { fill.value }
                }
                return try await call.once(answer) {
                    try await care.releaseFill(fill, once: $0, by: call.actor)
                }
            },
            Route(
                .post, "/v1/staff/fills/{fill}/hold", "Keeps a planned fill back, with a reason.",
                permission: .prepareCare, idempotency: .accepted, body: .json
            ) { call in
                let fill: ID<Fill> = try call.id("fill")
                let reason = try call.read { $0.orderReason() }
                return try await call.once({ try Answer(FillAnswer(fillId: $0.description, held: true)) }) {
                    try await care.holdFill(fill, because: reason, once: $0, by: call.actor)
                }
            },
            Route(
                .post, "/v1/staff/fills/{fill}/release", "Lifts the hold; the rules are asked again.",
                permission: .prepareCare, idempotency: .accepted
            ) { call in
                let fill: ID<Fill> = try call.id("fill")
                return try await call.once({ try Answer(FillAnswer(fillId: $0.description, held: false)) }) {
                    try await care.unholdFill(fill, once: $0, by: call.actor)
                }
            },
        ]
    }

    private var changing: [Route] {
        [
            change("cancel", "Stops an order, or asks the pharmacy to.") { order, call in
                let reason = try call.read { $0.orderReason() }
                return try await call.once(answer) {
                    try await care.cancelOrder(order, because: reason, once: $0, by: call.actor)
                }
            },
            change("reroute", "Sends the fill to another pharmacy, as a new order.") { order, call in
                let (pharmacy, transfer) = try call.read { $0.reroute() }
                return try await call.once(answer) {
                    try await care.rerouteOrder(
                        order, to: pharmacy, transfer: transfer, once: $0, by: call.actor)
                }
            },
            change("settle", "Says what the pharmacy said by telephone: it has the order, or not.") {
                order, call in
                let reference = try call.read { $0.settlement() }
                return try await call.once(answer) {
                    try await care.settleUnknown(order, foundAs: reference, once: $0, by: call.signedIn)
                }
            },
            change("resolve-triage", "The pharmacy's question is answered; the order goes on.", body: .none) {
                order, call in
                try await call.once(answer) {
                    try await care.resolveTriage(of: order, once: $0, by: call.actor)
                }
            },
        ]
    }

    private func change(
        _ verb: String, _ summary: String, body: Route.BodyRule = .json,
        _ handle: @escaping @Sendable (ID<PharmacyOrder>, Call) async throws -> Answer
    ) -> Route {
        Route(
            .post, PathTemplate(stringLiteral: "/v1/staff/orders/{order}/\(verb)"), summary,
            permission: .prepareCare, idempotency: .required, body: body
        ) { call in try await handle(order(of: call), call) }
    }

    private func order(of call: Call) async throws -> ID<PharmacyOrder> {
        try await call.reference("order", prefix: "or") { handle in
            try await care.orderID(handle: handle, by: call.actor)
        }
    }

    private func answer(_ line: OrderLine) throws -> Answer { try Answer(OrderAnswer(line)) }
}

extension QueryParameter {
    fileprivate static let state: QueryParameter = "state"
    fileprivate static let patient: QueryParameter = "patient"
}

extension Call {
    /// Whose orders are asked for, by id or handle; `nil` for everybody's.
    fileprivate func orderPatient(_ care: CarePath) async throws -> ID<Patient>? {
        guard let text = try query.text("patient", longest: 40) else { return nil }
        if let id = ID<Patient>(text) { return id }
        return try await care.patientID(handle: text.lowercased(), by: actor)
    }
}
