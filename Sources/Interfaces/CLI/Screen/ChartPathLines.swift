import Wire

extension Reader {
    /// How far the patient has come, stage by stage; what has not begun has no line.
    func path(_ path: ChartPath, scores: Bool, on screen: inout Screen) {
        let consents = "\(path.consents.signed) of \(path.consents.required) current"
        screen.fields(
            path.eligibility.map { .init("Rules", eligibility($0)) },
            .init("Consents", consents))
        if scores { screen.fields(.init("Scores", path.scores.map(score).joined(separator: ", "))) }
        if let visit = path.visit {
            screen.fields(
                .init(
                    "Next",
                    "\(visit.handle)   visit \(clock.moment(wire: visit.startsAt)), \(visit.state.spoken)"))
        }
        if let prescription = path.prescription {
            screen.fields(.init("Rx", self.prescription(prescription)))
        }
        if let order = path.order { screen.fields(.init("Order", self.order(order))) }
        if let shipment = path.shipment { screen.fields(.init("Parcel", self.shipment(shipment))) }
        let closed = path.closedFlags == 0 ? "" : " (\(path.closedFlags) closed)"
        if path.flags.isEmpty {
            screen.fields(.init("Flags", "none open" + closed))
        } else {
            screen.list(
                "Flags",
                path.flags.map { flag in
                    ("severity \(flag.severity): \(flag.rule)", flag.severity == 1 ? .alarm : .plain)
                })
        }
    }

    private func eligibility(_ eligibility: ChartPath.Eligibility) -> String {
        let rules = eligibility.rules.isEmpty ? "" : ": " + eligibility.rules.joined(separator: ", ")
        return eligibility.outcome.spoken + rules
    }

    private func score(_ score: ChartPath.Score) -> String {
        let name = ["phq9": "PHQ-9", "gad7": "GAD-7"][score.instrument] ?? score.instrument
        guard let total = score.total else { return "\(name) not complete" }
        return "\(name) \(total)" + (score.band.map { " \($0.spoken)" } ?? "")
    }

    /// `rx-4m9xd   60 x 30 mg, signed 30 Oct, 2 refills, last fill 30 Apr`.
    private func prescription(_ prescription: ChartPath.Prescription) -> String {
        let state =
            prescription.signedAt.map { "signed \(clock.dated(wire: $0))" } ?? prescription.state.spoken
        let parts =
            [
                "\(prescription.quantity) x \(prescription.strengthMg) mg", state,
                "\(prescription.refills) refills",
            ]
            + (prescription.lastFillOn.map { ["last fill \(WallClock.spoken(date: $0))"] } ?? [])
        return "\(prescription.handle)   " + parts.joined(separator: ", ")
    }

    private func order(_ order: ChartPath.Order) -> String {
        let lot = order.lot.map { lot in
            ", lot \(lot)" + (order.useBy.map { " use by \(WallClock.spoken(date: $0))" } ?? "")
        }
        return "\(order.handle)   fill \(order.fill), \(order.state.spoken)" + (lot ?? "")
    }

    private func shipment(_ shipment: ChartPath.Shipment) -> String {
        var parts = [shipment.state.spoken + (shipment.carrier.map { " (\($0))" } ?? "")]
        if let delivered = shipment.deliveredAt {
            parts.append(clock.dated(wire: delivered))
        } else if let expected = shipment.expected {
            parts.append("expected \(WallClock.spoken(date: expected))")
        }
        if let receipt = shipment.receipt { parts.append("patient: \(receipt.spoken)") }
        return "\(shipment.handle)   " + parts.joined(separator: ", ")
    }
}
