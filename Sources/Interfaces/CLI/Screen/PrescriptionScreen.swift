import Wire

extension Reader {
    /// One prescription with all that is known of it.
    func show(_ item: PrescriptionAnswer, on screen: inout Screen) {
        screen.line(
            .init("Prescription", item.handle), .init("State", item.state.spoken),
            .init("Drug", "\(item.drug), \(item.form)"))
        screen.fields(
            .init("Patient", "\(item.patient.name)  \(item.patient.handle)"),
            .init("By", item.prescriber.name))
        screen.fields(.init("Start", "\(item.start.doseMg) mg = \(item.start.label)"))
        screen.fields(.init("Maximum", "\(item.maximum.doseMg) mg = \(item.maximum.label)"))
        screen.fields(
            .init(
                "Quantity",
                "\(item.quantity) lozenges (\(item.quantityLeast) to \(item.quantityMost)), \(item.daysSupply) days"
            ),
            .init("Refills", "\(item.refills)"))
        screen.fields(
            .init("Basis", item.legalBasis.replacing("_", with: " ")),
            .init(
                "To",
                item.shipState == item.attestedState
                    ? item.shipState : "\(item.shipState), seen in \(item.attestedState)"))
        screen.fields(.init("Raises", item.standingOrder ? "standing order" : "prescriber agrees each time"))
        screen.fields(.init("Take", item.directions))
        screen.fields(.init("Why", item.reasonForCompounding))
        screen.fields(item.adultPresent.map { .init("Adult", $0) })
        screen.fields(
            item.signedAt.map { .init("Signed", clock.moment(wire: $0)) },
            item.lastFillOn.map { .init("Last fill", $0) })
        screen.fields(item.endReason.map { .init("Ended", $0) })
        screen.fields(
            .init(
                "Fills",
                item.fills.map { fill in
                    "\(fill.number) \(fill.state)" + (fill.quantity.map { " (\($0))" } ?? "")
                        + (fill.hold.map { ", held: \($0)" } ?? "")
                }.joined(separator: "; ")))
    }
}
