import Shipments
import Treatments

extension Rejection {
    static func of(_ refusal: ShipmentRefusal) -> Rejection {
        switch refusal {
        case .alreadyReceived: Rejection(.shipmentAlreadyReceived)
        case .ended: Rejection(.shipmentEnded)
        case .damagedExceedsCount: Rejection(.damagedExceedsCount, at: "damaged")
        case .onTheWay: Rejection(.shipmentOnTheWay)
        case .notTracked: Rejection(.shipmentNotTracked)
        }
    }

    static func of(_ refusal: TreatmentRefusal) -> Rejection {
        switch refusal {
        case .notArrived: Rejection(.treatmentNotArrived)
        case .firstDayPast: Rejection(.firstDayPast, at: "firstDay")
        case .firstDayTooLate: Rejection(.firstDayTooLate, at: "firstDay")
        case .firstDayFixed: Rejection(.firstDayFixed)
        }
    }
}
