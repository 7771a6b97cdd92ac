import Wire

extension Reader {
    /// The orders, a row each.
    func orders(_ orders: [OrderAnswer], more: Bool) -> Screen {
        var screen = screen()
        screen.rule()
        screen.table(
            Table(
                [
                    .init("#", rightAligned: true), .init("Order"), .init("State"), .init("Patient"),
                    .init("Fill", rightAligned: true), .init("Pharmacy", narrowest: 8), .init("Since"),
                ],
                rows: orders.enumerated().map { index, order in
                    [
                        "\(index + 1)", .init(order.handle),
                        .init(order.state.spoken, tone: order.waits ? .alarm : .plain), .init(order.patient),
                        "\(order.fillNumber)", .init(order.pharmacy.slug),
                        .init(clock.moment(wire: order.createdAt)),
                    ]
                }))
        if orders.isEmpty { screen.text("No orders.") }
        if more { screen.footer("more  (order list --all)") }
        return screen
    }

    /// One order, a line for each thing known of it.
    func show(_ order: OrderAnswer, on screen: inout Screen) {
        screen.line(
            .init("Order", order.handle), .init("Patient", order.patient),
            .init("Fill", "fill \(order.fillNumber), \(order.quantity) lozenges"))
        screen.fields(
            .init("State", order.state.spoken, tone: order.waits ? .alarm : .plain),
            .init("Pharmacy", "\(order.pharmacy.name) (\(order.pharmacy.slug))"))
        screen.fields(
            order.pharmacyReference.map { .init("Number", $0) },
            .init("Not before", order.doNotDispenseBefore))
        screen.fields(
            order.triageCode.map { .init("Asks", $0.spoken, tone: .alarm) },
            order.endCode.map { .init("Ended", $0.spoken) })
        if order.awaitsSecondPerson {
            screen.text("One person says that the pharmacy does not have it; a second one must say so too.")
        }
        screen.fields(
            order.submittedAt.map { .init("Sent", clock.moment(wire: $0)) },
            order.acknowledgedAt.map { .init("Taken", clock.moment(wire: $0)) })
        if let dispense = order.dispense {
            screen.fields(
                .init("Dispensed", "\(dispense.quantity) on \(dispense.on), Rx \(dispense.rxNumber)"),
                dispense.useBy.map { .init("Use by", $0) })
        }
    }

    /// Everything that was heard and done, and what the rules would say.
    func explanation(_ explanation: OrderExplanationAnswer) -> Screen {
        var screen = screen()
        screen.rule()
        show(explanation.order, on: &screen)
        screen.gap()
        screen.list(
            "Heard",
            explanation.events.map {
                (
                    "\(clock.moment(wire: $0.heardAt))  \($0.type)  \($0.effect)  \($0.code ?? "")",
                    $0.effect == "parked" ? .alarm : .plain
                )
            })
        screen.list(
            "Asked",
            explanation.exchanges.map {
                (
                    "\(clock.moment(wire: $0.at))  \($0.operation)  \($0.status.map(String.init) ?? $0.outcome)  \($0.ms) ms",
                    $0.outcome == "answered" ? .plain : .alarm
                )
            })
        screen.list("Rules", explanation.obstacles.map { ("\($0.rule)  \($0.code.spoken)", .alarm) })
        screen.list(
            "Passed over",
            explanation.passedOver.sorted { $0.key < $1.key }.map {
                ("\($0.key): \($0.value.map(\.spoken).joined(separator: ", "))", .plain)
            })
        return screen
    }
}

extension OrderAnswer {
    /// Whether it waits for a person.
    fileprivate var waits: Bool {
        ["unknown", "triage", "rejected", "declinedByPharmacist", "failed"].contains(state)
    }
}
