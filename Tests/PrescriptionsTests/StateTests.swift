import Clinic
import Clocks
import Foundation
import Prescriptions
import Testing

/// Every state meets every event: where it leads, `=` for nothing, or the refusal's code.
@Suite struct `A prescription's way` {
    typealias State = Prescription.State

    static let events: [(name: String, hear: @Sendable (inout Prescription) throws -> Void)] = [
        ("change", { _ = try $0.change(to: Fixture.terms(quantity: 60)) }),
        ("markReady", { _ = try $0.markReady(.init(by: "x", at: Fixture.now, sha256: Data(count: 32))) }),
        ("sign", { _ = try $0.sign(waitsForCancel: false) }),
        ("signWaiting", { _ = try $0.sign(waitsForCancel: true) }),
        ("void", { _ = try $0.void(Fixture.end) }),
        ("earlierEnded", { _ = try $0.earlierEnded() }),
        ("transmitted", { _ = try $0.transmitted() }),
        ("transmissionFailed", { _ = try $0.transmissionFailed() }),
        ("dispensed", { _ = try $0.dispensed() }),
        ("lastFillUsed", { _ = try $0.lastFillUsed(Fixture.end) }),
        ("expire", { _ = try $0.expire(Fixture.end) }),
        ("requestCancel", { _ = try $0.requestCancel(Fixture.end) }),
        ("cancelAcknowledged", { _ = try $0.cancelAcknowledged(isReplaced: false) }),
        ("replaced", { _ = try $0.cancelAcknowledged(isReplaced: true) }),
        ("cancelRefused", { _ = try $0.cancelRefused() }),
    ]

    static let table: [State: [String]] = [
        .draft: [
            "draft", "ready", "!prescription_not_ready", "!prescription_not_ready", "void",
            "!prescription_not_signed",
            "!prescription_not_in_force", "!prescription_not_in_force", "!prescription_not_in_force",
            "!prescription_not_signed", "!prescription_not_signed", "!prescription_not_signed",
            "!prescription_not_signed", "!prescription_not_signed", "!prescription_not_signed",
        ],
        .ready: [
            "draft", "ready", "signed", "awaitingCancel", "void", "!prescription_not_signed",
            "!prescription_not_in_force", "!prescription_not_in_force", "!prescription_not_in_force",
            "!prescription_not_signed", "!prescription_not_signed", "!prescription_not_signed",
            "!prescription_not_signed", "!prescription_not_signed", "!prescription_not_signed",
        ],
        .void: [
            "!prescription_void", "!prescription_void", "!prescription_void", "!prescription_void", "=",
            "!prescription_not_signed", "!prescription_not_in_force", "!prescription_not_in_force",
            "!prescription_not_in_force", "!prescription_not_signed", "!prescription_not_signed",
            "!prescription_not_signed", "!prescription_not_signed", "!prescription_not_signed",
            "!prescription_not_signed",
        ],
        .awaitingCancel: after([
            "signed", "!prescription_not_in_force", "!prescription_not_in_force",
            "!prescription_not_in_force",
            "depleted", "expired", "cancelRequested", no, no, no,
        ]),
        .signed: after([
            "=", "transmitted", "transmissionFailed", "active", "depleted", "expired", "cancelRequested", no,
            no, no,
        ]),
        .transmitted: after(["=", "=", "=", "active", "depleted", "expired", "cancelRequested", no, no, no]),
        .transmissionFailed: after([
            "=", "transmitted", "=", "active", "depleted", "expired", "cancelRequested", no, no, no,
        ]),
        .active: after(["=", "=", "=", "=", "depleted", "expired", "cancelRequested", no, no, no]),
        .depleted: after(["=", "=", "=", "=", "=", "=", "!prescription_ended", no, no, no]),
        .expired: after(["=", "=", "=", "=", "=", "=", "!prescription_ended", no, no, no]),
        .cancelRequested: after(["=", "=", "=", "=", "=", "=", "=", "cancelled", "replaced", "cancelDenied"]),
        .cancelDenied: after(["=", "=", "=", "=", "=", "=", "cancelRequested", "cancelled", "replaced", "="]),
        .cancelled: after(["=", "=", "=", "=", "=", "=", "=", "=", "=", "="]),
        .replaced: after(["=", "=", "=", "=", "=", "=", "=", "=", "=", "="]),
    ]

    private static let no = "!prescription_cancel_not_requested"

    /// What is signed refuses every event of a draft.
    private static func after(_ rest: [String]) -> [String] {
        Array(repeating: "!prescription_already_signed", count: 5) + rest
    }

    @Test(arguments: State.allCases) func `is one table`(state: State) throws {
        let row = try #require(Self.table[state])
        try #require(row.count == Self.events.count)
        for (event, expected) in zip(Self.events, row) {
            var prescription = try Fixture.prescription(state)
            let before = prescription.version
            var met: String
            do {
                try event.hear(&prescription)
                met = prescription.version == before ? "=" : prescription.state.rawValue
            } catch let refusal as PrescriptionRefusal {
                met = "!\(refusal.code)"
                #expect(prescription.state == state && prescription.version == before)
            }
            #expect(met == expected, "\(state) hears \(event.name)")
        }
    }

    @Test func `changes nothing when the same is heard twice`() throws {
        for event in Self.events {
            for state in State.allCases {
                var prescription = try Fixture.prescription(state)
                guard (try? event.hear(&prescription)) != nil else { continue }
                let (once, version) = (prescription.state, prescription.version)
                try? event.hear(&prescription)
                #expect(
                    prescription.state == once && prescription.version == version, "\(state) \(event.name)")
            }
        }
    }
}

@Suite struct `A fill's way` {
    static let quantity = FillQuantity(lozenges: 81, of: Milligrams(15))

    static let events: [(name: String, hear: @Sendable (inout Fill) throws -> Void)] = [
        ("release", { _ = try $0.release(quantity, at: Fixture.now) }),
        ("dispensed", { _ = try $0.dispensed() }),
        ("partial", { _ = try $0.dispensed(isShort: true) }),
        ("received", { _ = try $0.received(at: Fixture.now) }),
        ("lost", { _ = try $0.failed(.lost, at: Fixture.now) }),
        ("damaged", { _ = try $0.failed(.damaged, at: Fixture.now) }),
        ("returned", { _ = try $0.failed(.returned, at: Fixture.now) }),
        ("cancel", { _ = try $0.cancel(at: Fixture.now) }),
        ("hold", { _ = try $0.hold("address", by: .system("test")) }),
    ]

    static let table: [Fill.State: [String]] = [
        .planned: ["released", no, no, un, un, un, un, "cancelled", "planned"],
        .released: ["=", "dispensed", "partial", un, un, un, un, "cancelled", re],
        .dispensed: ["=", "=", "=", "received", "lost", "damaged", "returned", di, re],
        .partial: ["=", "=", "=", "received", "lost", "damaged", "returned", di, re],
        .received: ["=", "=", "=", "=", en, "damaged", en, di, re],
        .lost: [en, "=", "=", en, "=", en, en, di, en],
        .damaged: [en, "=", "=", "=", en, "=", en, di, en],
        .returned: [en, "=", "=", en, en, en, "=", di, en],
        .cancelled: [en, en, en, en, en, en, en, "=", en],
    ]

    private static let no = "!fill_not_released"
    private static let un = "!fill_not_dispensed"
    private static let re = "!fill_already_released"
    private static let di = "!fill_already_dispensed"
    private static let en = "!fill_ended"

    private func fill(_ state: Fill.State) -> Fill {
        Fill(
            id: ID(at: Fixture.now), prescription: ID(at: Fixture.now), patient: Fixture.person, number: 1,
            notBefore: LocalDate(daysSince1970: 20_000), state: state,
            quantity: state == .planned ? nil : Self.quantity, hold: nil, releasedAt: nil, closedAt: nil,
            version: 1)
    }

    @Test(arguments: Fill.State.allCases) func `is one table`(state: Fill.State) throws {
        let row = try #require(Self.table[state])
        try #require(row.count == Self.events.count)
        for (event, expected) in zip(Self.events, row) {
            var fill = fill(state)
            var met: String
            do {
                try event.hear(&fill)
                met = fill.version == 1 ? "=" : fill.state.rawValue
            } catch let refusal as FillRefusal {
                met = "!\(refusal.code)"
                #expect(fill.state == state && fill.version == 1)
            }
            #expect(met == expected, "\(state) hears \(event.name)")
        }
    }

    @Test func `waits while it is held, and goes on when the hold is lifted`() throws {
        var fill = fill(.planned)
        _ = try fill.hold("address", by: .system("test"))
        #expect(throws: FillRefusal.onHold) { try fill.release(Self.quantity, at: Fixture.now) }
        #expect(fill.lift() == .changed)
        #expect(fill.lift() == .none)
        #expect(try fill.release(Self.quantity, at: Fixture.now) == .changed)
        #expect(throws: FillRefusal.alreadyReleased) {
            try fill.release(FillQuantity(lozenges: 80, of: Milligrams(15)), at: Fixture.now)
        }
    }
}
