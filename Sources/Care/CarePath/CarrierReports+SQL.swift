import Postgres
import Shipments

extension CarePath {
    static func selectDataKey(of shipment: Shipment) -> SQL {
        "SELECT data_key FROM patient WHERE id = \(shipment.patient)"
    }

    static func selectZone(of shipment: Shipment) -> SQL {
        "SELECT time_zone FROM patient WHERE id = \(shipment.patient)"
    }
}
