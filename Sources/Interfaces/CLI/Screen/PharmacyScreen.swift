import Wire

extension Reader {
    /// The pharmacies, a row each.
    func pharmacies(_ pharmacies: [PharmacyLine]) -> Screen {
        var screen = screen()
        screen.rule()
        screen.table(
            Table(
                [
                    .init("Rank", rightAligned: true), .init("Pharmacy"), .init("Name", narrowest: 10),
                    .init("State"), .init("Speaks"), .init("A day", rightAligned: true),
                ],
                rows: pharmacies.map { pharmacy in
                    [
                        "\(pharmacy.rank)", .init(pharmacy.slug), .init(pharmacy.name),
                        .init(
                            pharmacy.state.spoken, tone: pharmacy.state == "takingOrders" ? .plain : .alarm),
                        .init(pharmacy.adapter), "\(pharmacy.dailyCapacity)",
                    ]
                }))
        return screen
    }

    /// One pharmacy whole.
    func show(_ pharmacy: PharmacyAnswer, on screen: inout Screen) {
        screen.line(.init("Pharmacy", pharmacy.line.slug), .init("Name", pharmacy.line.name))
        screen.fields(
            .init("State", pharmacy.line.state.spoken), pharmacy.suspendedUntil.map { .init("Until", $0) })
        screen.fields(.init("NPI", pharmacy.npi), .init("DEA", pharmacy.dea))
        screen.fields(.init("Speaks", "\(pharmacy.line.adapter) at \(pharmacy.baseUrl)"))
        if !pharmacy.hasCredentials { screen.text("User and password are missing.", .alarm) }
        screen.fields(
            .init("Label", "bought by the \(pharmacy.labelBuyer)"),
            .init("Ships in", "\(pharmacy.daysToShip) days"))
        screen.list(
            "Licences",
            pharmacy.licences.map { ("\($0.state) \($0.number), \($0.from) to \($0.until)", .plain) })
        screen.list(
            "Makes",
            pharmacy.products.map {
                ("\($0.strengthMg) mg, \($0.product)\($0.scored ? ", scored" : "")", .plain)
            })
    }
}
