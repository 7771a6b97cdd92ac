import Clinic
import Foundation
import Postgres
import Shipments

extension CarePath {
    static func selectSender(_ pharmacy: UUID) -> SQL {
        "SELECT name, address, phone FROM pharmacy WHERE id = \(pharmacy)"
    }

    static func sender(_ row: Row) throws -> ParcelToSend.Party {
        let address: JSONText = try row["address"]
        return ParcelToSend.Party(
            name: try row["name"], address: try address.decoded(), phone: try row["phone"])
    }
}
