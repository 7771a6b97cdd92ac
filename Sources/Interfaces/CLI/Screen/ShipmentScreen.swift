import Wire

/// Parcels as the care team reads them.
extension Reader {
    func shipments(_ parcels: [StaffShipmentAnswer], more: Bool) -> Screen {
        var screen = screen()
        screen.rule()
        guard !parcels.isEmpty else {
            screen.text("No parcel is under way.")
            return screen
        }
        screen.table(
            Table(
                [
                    .init("#", rightAligned: true), .init("Parcel"), .init("Patient"), .init("State"),
                    .init("Carrier", narrowest: 6), .init("Due"), .init("Seen"),
                ],
                rows: parcels.enumerated().map { row($0 + 1, $1) }))
        if more { screen.footer("more  (shipment list --all)") }
        return screen
    }

    func show(_ answer: StaffShipmentAnswer, on screen: inout Screen) {
        let parcel = answer.parcel
        screen.line(
            .init("Parcel", parcel.handle), .init("Order", answer.order), .init("State", parcel.state.spoken))
        screen.fields(.init("Patient", answer.patient))
        screen.fields(.init("From", "\(parcel.pharmacy), \(parcel.quantity) lozenges"))
        screen.fields(
            .init(
                "Carrier",
                [parcel.carrier, parcel.service, parcel.trackingCode].compactMap(\.self).joined(
                    separator: " ")))
        screen.fields(.init("Label", answer.purchase.spoken))
        screen.fields(
            .init(
                "Says",
                "pharmacy \(parcel.truths.pharmacy), carrier \(parcel.truths.carrier.spoken), patient \(parcel.truths.patient?.spoken ?? "nothing")"
            ))
        if let signer = parcel.signedBy { screen.fields(.init("Signed", signer)) }
        let events = (answer.events ?? []).map { event in
            (
                text: "\(clock.moment(wire: event.heardAt))  \(event.status)  \(event.effect)",
                tone: event.effect == "parked" ? Tone.alarm : .plain
            )
        }
        if !events.isEmpty { screen.list("Heard", events) }
    }

    private func row(_ number: Int, _ answer: StaffShipmentAnswer) -> [Table.Cell] {
        let parcel = answer.parcel
        return [
            "\(number)", "\(parcel.handle)", "\(answer.patient)", "\(parcel.state.spoken)",
            "\(parcel.carrier ?? "-")", "\(parcel.estimatedDelivery ?? "-")",
            "\(answer.lastScanAt.map { clock.moment(wire: $0) } ?? "-")",
        ]
    }
}
