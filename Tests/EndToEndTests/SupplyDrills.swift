import Clocks
import Cohort
import EmbeddedPostgres
import Foundation
import Outbound
import Postgres
import Support
import Testing
import Wire

/// Server and worker, killed at named points between the signature and the parcel, while the partners live on. Whatever
/// the point, the program goes on from its tables and by asking: one signature, one order, one label, each message once.
@Suite(.serialized) struct `Killed between the signature and the parcel` {
    @Test func `nothing is sent twice and nothing is lost`() async throws {
        let stage = try await DrillStage()
        // Each takes twenty seconds, most of them a partner's patience: the gate kills at every second moment.
        let step = ProcessInfo.processInfo.environment["DEPLOY_TEST_THOROUGH"] == "1" ? 1 : 2
        for place in stride(from: 0, to: DrillPoint.all.count, by: step) {
            try await stage.drill(DrillPoint.all[place])
        }
        try await stage.close()
    }
}

/// A moment at which the program is killed, and how it is brought about from outside: a lock that holds a transaction
/// open, or a partner that lets it wait.
struct DrillPoint: Sendable {
    let name: String
    /// Ordered at the partners before anything happens.
    var fault: String?
    /// What the drill holds in another session.
    var lock: Lock?
    /// When the kill comes.
    let moment: Moment

    struct Lock: Sendable {
        /// Locks what it names, of this prescription alone where it can.
        let sql: @Sendable (_ prescription: UUID) -> SQL
        /// The journal entry that must be there first; without it the lock is taken before the signature.
        var after: (journal: String, entry: String)?
    }

    enum Moment: Sendable {
        /// Once the program waits for the drill's lock.
        case blocked
        /// Once a partner has written this down about this prescription's order or parcel.
        case written(journal: String, entry: String)
        /// Once the tables say so.
        case table(@Sendable (_ prescription: UUID) -> SQL)
    }

    private static let pharmacy = "pharmacy-alpha.jsonl"
    private static let carrier = "carrier.jsonl"

    private static func row(_ sql: @escaping @Sendable (UUID) -> SQL, after: (String, String)? = nil) -> Lock
    {
        Lock(sql: sql, after: after.map { (journal: $0.0, entry: $0.1) })
    }

    private static let order: @Sendable (UUID) -> SQL = {
        "SELECT id FROM pharmacy_order WHERE prescription_id = \($0) FOR UPDATE"
    }
    private static let shipment: @Sendable (UUID) -> SQL = {
        """
        SELECT shipment.id FROM shipment JOIN fill ON fill.id = shipment.fill_id
        WHERE fill.prescription_id = \($0) FOR UPDATE OF shipment
        """
    }

    static let all: [DrillPoint] = [
        DrillPoint(
            name: "server: in the transaction that signs",
            lock: row { "SELECT id FROM prescription WHERE id = \($0) FOR UPDATE" }, moment: .blocked),
        DrillPoint(
            name: "server: right after the commit of the signature",
            moment: .table { "SELECT id FROM prescription WHERE id = \($0) AND signed_at IS NOT NULL" }),
        DrillPoint(
            name: "worker: in the transaction that releases the fill",
            lock: row { _ in "LOCK TABLE pharmacy_order IN EXCLUSIVE MODE" }, moment: .blocked),
        DrillPoint(
            name: "worker: the order is on its way to the pharmacy",
            fault: #"{"operation":"pharmacy.order","kind":"delay","milliseconds":4000}"#,
            moment: .table {
                "SELECT id FROM pharmacy_order WHERE prescription_id = \($0) AND submitted_at IS NOT NULL"
            }),
        DrillPoint(
            name: "worker: the pharmacy has the order and has not answered",
            fault: #"{"operation":"pharmacy.order","kind":"timeoutAfterSuccess"}"#,
            moment: .written(journal: pharmacy, entry: "orderAccepted")),
        DrillPoint(
            name: "worker: in the transaction that records the pharmacy's answer",
            fault: #"{"operation":"pharmacy.order","kind":"timeoutAfterSuccess"}"#,
            lock: row(order, after: (pharmacy, "orderAccepted")), moment: .blocked),
        DrillPoint(
            name: "server: in the transaction that keeps a message",
            lock: row(
                { _ in "LOCK TABLE webhook_event IN EXCLUSIVE MODE" }, after: (pharmacy, "orderAccepted")),
            moment: .blocked),
        DrillPoint(
            name: "worker: in the transaction that applies a message",
            lock: row(order, after: (pharmacy, "orderMoved")), moment: .blocked),
        DrillPoint(
            name: "worker: in the transaction that records the dispense",
            lock: row({ _ in "LOCK TABLE shipment IN EXCLUSIVE MODE" }, after: (pharmacy, "orderAccepted")),
            moment: .blocked),
        DrillPoint(
            name: "worker: the carrier is asked for a shipment",
            fault: #"{"operation":"carrier.create","kind":"timeoutAfterSuccess"}"#,
            moment: .written(journal: carrier, entry: "shipmentCreated")),
        DrillPoint(
            name: "worker: the label is bought and the carrier has not answered",
            fault: #"{"operation":"carrier.buy","kind":"timeoutAfterSuccess"}"#,
            moment: .written(journal: carrier, entry: "labelBought")),
        DrillPoint(
            name: "worker: in the transaction that records that a purchase is in doubt",
            fault: #"{"operation":"carrier.buy","kind":"timeoutAfterSuccess"}"#,
            lock: row(shipment, after: (carrier, "labelBought")), moment: .blocked),
    ]
}
