import Access
import CarePath
import Clinic
import Foundation
import HTTPTypes
import Patients
import Shipments
import StrictJSON
import Treatments
import Wire

/// The care team at the supply: recalled lots, fills that replace what is gone, counts and losses told on the phone, and the
/// report of dates without medicine.
package struct SupplyCareRoutes: RouteTopic {
    let care: CarePath

    package var routes: [Route] { recalls + replacing + telling + reading }

    private var recalls: [Route] {
        [
            Route(
                .get, "/v1/staff/recalls",
                "Recalled lots, the latest first, and how many people they reached.",
                permission: .readProgram
            ) { call in
                try await Answer(
                    Page(items: care.recalls(limit: 200, by: call.actor).map(RecallAnswer.init)))
            },
            Route(
                .post, "/v1/staff/recalls",
                "Records that a pharmacy's lot is recalled: nothing of it is taken or sent any more.",
                permission: .recallLots, idempotency: .required, body: .json
            ) { call in
                let lot = try call.read { $0.recalledLot() }
                return try await call.once({ try Answer(RecallAnswer($0)) }) {
                    try await care.recall(lot, once: $0, by: call.actor)
                }
            },
            Route(
                .post, "/v1/staff/recalls/{recall}/lift", "The recall was a mistake, or has ended.",
                permission: .recallLots, idempotency: .required, body: .json
            ) { call in
                let id: ID<LotRecall> = try await call.reference("recall", prefix: "rc") { handle in
                    try await care.recallID(handle: handle, by: call.actor)
                }
                let reason = try call.read { body in
                    let reason = body.text("reason", length: 1...500)
                    return body.made { reason.value }
                }
                return try await call.once({ try Answer(RecallAnswer($0)) }) {
                    try await care.liftRecall(id, because: reason, once: $0, by: call.actor)
                }
            },
        ]
    }

    private var replacing: [Route] {
        [
            Route(
                .post, "/v1/staff/patients/{patient}/early-fills",
                "Has a refill go before its date, once, with the reason in writing.",
                permission: .prescribe, idempotency: .required, body: .json
            ) { call in
                let order = try call.read { $0.earlyFill() }
                let patient = try await call.patient(care)
                return try await call.once({ try Answer(NextFillAnswer($0)) }) {
                    try await care.authorizeEarlyFill(order, of: patient, once: $0, by: call.signedIn)
                }
            },
            Route(
                .post, "/v1/staff/shipments/{shipment}/reship",
                "Has another fill replace a parcel that is lost, damaged or back.",
                permission: .prescribe, idempotency: .required, body: .json
            ) { call in
                let id: ID<Shipment> = try await call.reference("shipment", prefix: "sh") { handle in
                    try await care.shipmentID(handle: handle, by: call.actor)
                }
                let note = try call.read { body in
                    let note = body.text("note", length: 1...4000)
                    return body.made { note.value }
                }
                return try await call.once({ try Answer(NextFillAnswer($0)) }) {
                    try await care.replaceParcel(id.uuid, note: note, once: $0, by: call.signedIn)
                }
            },
        ]
    }

    private var telling: [Route] {
        [
            Route(
                .post, "/v1/staff/patients/{patient}/counts", "Notes how many lozenges a patient has.",
                permission: .prepareCare, idempotency: .required, body: .json
            ) { call in
                let (count, occasion) = try call.read { $0.lozengeCount() }
                let patient = try await call.patient(care)
                return try await call.once({ try Answer(CountAnswer($0)) }) {
                    try await care.counted(count, on: occasion, of: patient, once: $0, by: call.actor)
                }
            },
            Route(
                .post, "/v1/staff/patients/{patient}/supply-events",
                "Notes that lozenges of a patient are gone without having been taken.",
                permission: .prepareCare, idempotency: .required, body: .json
            ) { call in
                let (kind, count) = try call.read { $0.supplyLoss() }
                let patient = try await call.patient(care)
                return try await call.once({ try Answer(SupplyAnswer($0)) }) {
                    try await care.supplyGone(count, kind, of: patient, once: $0, by: call.actor)
                }
            },
        ]
    }

    private var reading: [Route] {
        [
            Route(
                .get, "/v1/staff/reports/gaps",
                "Dose dates without medicine by whose delay they are; the last 90 days where from and to are left out.",
                permission: .readProgram, query: ["from", "to"]
            ) { call in
                try await Answer(GapReportAnswer(care.gaps(in: call.dates(), by: call.actor)))
            }
        ]
    }
}

extension JSONReader {
    fileprivate mutating func recalledLot() -> RecalledLot? {
        let pharmacy = text("pharmacy", length: 1...60)
        let lot = text("lot", length: 1...60)
        let drug = optionalText("drug", length: 1...120)
        let reason = option("reason", of: LotRecall.Reason.self)
        let notice = text("notice", length: 1...200)
        return made {
            RecalledLot(
                pharmacy: pharmacy.value, lot: lot.value.trimmingCharacters(in: .whitespaces),
                drug: drug.value ?? "ketamine hydrochloride", reason: reason.value, notice: notice.value)
        }
    }

    fileprivate mutating func earlyFill() -> EarlyFill? {
        let reason = option("reason", of: EarlyFill.AtHome.self)
        let note = text("note", length: 1...4000)
        return made { EarlyFill(reason: reason.value.reason, note: note.value) }
    }
}
