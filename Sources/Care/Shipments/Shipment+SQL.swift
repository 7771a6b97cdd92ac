import Clinic
import Clocks
import Foundation
import Postgres
import Sealing

extension Shipment.State: PostgresEncodable, PostgresDecodable {}
extension Shipment.Purchase: PostgresEncodable, PostgresDecodable {}
extension Shipment.Receipt: PostgresEncodable, PostgresDecodable {}

extension Shipment {
    /// Puts a new parcel in; `false` where the order has this parcel already (`shipment_one_per_parcel`).
    package func insert(parcel: Int, on connection: Connection) throws -> Bool {
        try connection.run(
            """
            INSERT INTO shipment (id, order_id, fill_id, patient_id, pharmacy_id, parcel, state, purchase, attempts,
                created_at, version)
            VALUES (\(id), \(order), \(fill), \(patient), \(pharmacy), \(parcel), \(state), \(purchase), 0,
                \(createdAt), \(version))
            ON CONFLICT (order_id, parcel) WHERE state <> 'cancelled' DO NOTHING
            """, "shipment.insert") == 1
    }

    /// The parcel, locked until the transaction ends.
    package static func lock(_ id: ID<Shipment>, on connection: Connection) throws -> Shipment? {
        try connection.fetchFirst(
            "\(fragment: selection) WHERE id = \(id) FOR UPDATE", "shipment.lock", decode: Shipment.init)
    }

    /// The parcels of an order, the first first, locked.
    package static func lockAll(of order: UUID, on connection: Connection) throws -> [Shipment] {
        try connection.fetch(
            "\(fragment: selection) WHERE order_id = \(order) AND state <> 'cancelled' ORDER BY parcel FOR UPDATE",
            "shipment.lockAll", decode: Shipment.init)
    }

    /// The parcel that a carrier speaks of, locked: by its tracker; while none is known, by the carrier's id of the
    /// parcel, or by the code that the pharmacy told us.
    package static func lock(reportedBy report: CarrierReport, on connection: Connection) throws -> Shipment?
    {
        let found = try connection.fetch(select(reportedBy: report), "shipment.reported") { row in
            try row["id"] as ID<Shipment>
        }
        return try found.first.flatMap { try lock($0, on: connection) }
    }

    package static func select(reportedBy report: CarrierReport) -> SQL {
        """
        SELECT id, 1 AS preference FROM shipment WHERE tracker = \(report.tracker)
        UNION ALL
        SELECT id, 2 FROM shipment WHERE carrier_shipment = \(report.carrierShipment) AND tracker IS NULL
        UNION ALL
        SELECT id, 3 FROM shipment
        WHERE tracking_code = \(report.trackingCode) AND tracker IS NULL AND purchase = 'reported'
            AND ended_at IS NULL
        ORDER BY preference
        """
    }

    /// One parcel for reading.
    package static func select(_ id: ID<Shipment>) -> SQL { "\(fragment: selection) WHERE id = \(id)" }

    /// The id behind a handle such as `sh-7k2mq`.
    package static func selectID(handle: String) -> SQL { "SELECT id FROM shipment WHERE handle = \(handle)" }

    /// Whether a parcel of the fill has arrived, by the rule of `hasArrived`.
    package static func selectArrival(ofFill fill: UUID) -> SQL {
        "\(fragment: selection) WHERE fill_id = \(fill) AND state <> 'cancelled' ORDER BY parcel"
    }

    /// Writes what has changed, queued. A signer's name is written once and kept.
    package func save(signer: Sealed<String>? = nil, on connection: Connection) throws {
        try connection.execute(
            """
            UPDATE shipment
            SET state = \(state), carrier = \(label?.carrier), service = \(label?.service),
                carrier_shipment = \(carrierShipment), purchase = \(purchase), rate = \(rate), tracker = \(tracker),
                tracking_code = \(label?.trackingCode), label_url = \(label?.url), attempts = \(attempts),
                detail = \(detail), estimated_delivery = \(estimatedDelivery), labelled_at = \(times.labelled),
                handed_over_at = \(times.handedOver), last_scan_at = \(times.lastScan),
                delivered_at = \(times.delivered), signer = coalesce(signer, \(signer)),
                receipt = \(receipt?.receipt), receipt_at = \(receipt?.at),
                received_count = \(receipt?.count),
                damaged_count = \(receipt?.damaged), ended_at = \(times.ended),
                version = \(version)
            WHERE id = \(id)
            """, "shipment.save")
    }

    /// Where a signer's name is kept.
    package static func signerPlace(of id: ID<Shipment>) -> SealedPlace {
        SealedPlace(table: "shipment", column: "signer", row: id.description)
    }

    private static let selection: SQL = """
        SELECT id, order_id, fill_id, patient_id, pharmacy_id, state, carrier, service, carrier_shipment, purchase, rate,
            tracker, tracking_code, label_url, attempts, detail, estimated_delivery, labelled_at, handed_over_at,
            last_scan_at, delivered_at, signer IS NOT NULL AS is_signed, receipt, receipt_at, received_count,
            damaged_count, created_at, ended_at, version
        FROM shipment
        """

    /// Reads a row of the selections above.
    package init(_ row: Row) throws {
        self.init(
            id: try row["id"], order: try row["order_id"], fill: try row["fill_id"],
            patient: try row["patient_id"],
            pharmacy: try row["pharmacy_id"], openedAt: try row["created_at"])
        state = try row["state"]
        purchase = try row["purchase"]
        carrierShipment = try row["carrier_shipment"]
        rate = try row["rate"]
        if let code: String = try row["tracking_code"] {
            label = Label(
                carrier: try row["carrier"], service: try row["service"], trackingCode: code,
                url: try row["label_url"])
        }
        tracker = try row["tracker"]
        attempts = try row["attempts"]
        detail = try row["detail"]
        estimatedDelivery = try row["estimated_delivery"]
        times = Times(
            labelled: try row["labelled_at"], handedOver: try row["handed_over_at"],
            lastScan: try row["last_scan_at"], delivered: try row["delivered_at"], ended: try row["ended_at"])
        isSigned = try row["is_signed"]
        if let said: Receipt = try row["receipt"], let at: Instant = try row["receipt_at"] {
            receipt = ConfirmedReceipt(
                receipt: said, at: at, count: try row["received_count"], damaged: try row["damaged_count"])
        }
        version = try row["version"]
    }
}

extension CarrierReport {
    /// Keeps what was heard and what came of it, queued.
    package func record(
        of shipment: ID<Shipment>, _ effect: HeardEffect, by actor: Actor, on connection: Connection,
        now: Instant
    ) throws {
        try connection.execute(
            """
            INSERT INTO shipment_event (id, shipment_id, status, detail, occurred_at, heard_at, heard_by, effect)
            VALUES (\(ID<CarrierReport>(at: now)), \(shipment), \(status), \(detail), \(occurredAt), \(now),
                \(actor.databaseSetting), \(effect.name))
            """, "shipmentEvent.insert")
    }
}
