import Clinic
import Clocks
import Postgres
import Sealing
import Shipments

extension CarePath {
    /// Keeps why somebody of the care team marked a parcel, queued.
    func note(
        _ reason: String, on shipment: Shipment, by actor: Actor, on connection: Connection, now: Instant
    ) throws {
        let id = ID<ShipmentNote>(at: now)
        let sealed = try Sealed(
            reason, with: keyring.derivedKey(for: "shipment_note"),
            at: SealedPlace(table: "shipment_note", column: "note", row: id.description))
        try connection.execute(
            """
            INSERT INTO shipment_note (id, shipment_id, state, note, written_by, written_at)
            VALUES (\(id), \(shipment.id), \(shipment.state), \(sealed), \(actor.databaseSetting), \(now))
            """, "shipmentNote.insert")
    }
}

/// Why somebody marked a parcel, for the record.
enum ShipmentNote {}
