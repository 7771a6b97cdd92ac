import Clinic
import Clocks
import Foundation
import PharmacyOrders
import Testing

@testable import Pharmacies

@Suite struct `Our own form of a pharmacy's messages` {
    static let order = "0193a1b2-0000-7000-8000-000000000001"

    func read(_ type: String, _ data: String) -> PharmacyEventForm.Reading {
        PharmacyEventForm.read(
            Data(#"{"type":"\#(type)","timestamp":"2026-11-24T17:00:00Z","data":{\#(data)}}"#.utf8))
    }

    func event(_ type: String, _ more: String = "") -> PharmacyReport.Event? {
        let named = #""orderId":"\#(Self.order)","occurredAt":"2026-11-24T17:00:00Z""#
        guard case .report(let report) = read(type, named + more) else { return nil }
        return report.event
    }

    @Test func `names each thing that a pharmacy can say`() {
        let reason = #","reason":{"code":"badAddress","note":"no unit number"}"#
        let all: [(String, String, PharmacyReport.Event)] = [
            ("order.acknowledged", "", .acknowledged), ("order.compounding", "", .compounding),
            ("order.verified", "", .verified), ("order.ready", "", .ready),
            ("order.triaged", reason, .triaged(code: "badAddress")),
            ("order.rejected", reason, .rejected(code: "badAddress")),
            ("order.declined", reason, .declined(code: "badAddress")), ("order.cancelled", "", .cancelled),
            ("order.cancelRefused", "", .cancelRefused),
            (
                "order.shipped", #","parcels":[{"carrier":"UPS","trackingCode":"1Z1"}]"#,
                .shipped([.init(carrier: "UPS", trackingCode: "1Z1")])
            ),
        ]
        for (type, more, expected) in all { #expect(event(type, more) == expected, "\(type)") }
    }

    @Test func `reads a dispense with its lots`() {
        let more = """
            ,"pharmacyReference":"A-1","rxNumber":"7000001","fillNumber":1,"quantity":81,"pharmacist":"P. Novak",\
            "lots":[{"lot":"K2291","useBy":"2027-05-23","quantity":40},{"lot":"K2292","quantity":41}]
            """
        let lots: [Dispense.Lot] = [
            .init(lot: "K2291", useBy: LocalDate("2027-05-23"), quantity: 40),
            .init(lot: "K2292", useBy: nil, quantity: 41),
        ]
        #expect(
            event("order.dispensed", more)
                == .dispensed(
                    Dispense(
                        rxNumber: "7000001", fillNumber: 1, quantity: 81, pharmacist: "P. Novak", lots: lots))
        )
    }

    @Test func `knows an order by the pharmacy's number alone`() {
        guard
            case .report(let report) = read(
                "order.ready", #""pharmacyReference":"A-1","occurredAt":"2026-11-24T17:00:00Z""#)
        else {
            Issue.record("not read")
            return
        }
        #expect(report.order == nil && report.reference == "A-1")
        #expect(report.occurredAt == Instant(rfc3339: "2026-11-24T17:00:00Z"))
    }

    @Test func `is left to a person where it is not understood`() {
        #expect(PharmacyEventForm.read(Data("[]".utf8)) == .unknown(reason: "noType"))
        #expect(PharmacyEventForm.read(Data("{".utf8)) == .unknown(reason: "notJSON"))
        #expect(read("order.abducted", "") == .unknown(reason: "unknownType"))
        for (type, data) in [
            ("order.ready", #""occurredAt":"2026-11-24T17:00:00Z""#),
            ("order.ready", #""orderId":"or-1","occurredAt":"2026-11-24T17:00:00Z""#),
            ("order.ready", #""orderId":"\#(Self.order)""#),
            ("order.ready", #""orderId":"\#(Self.order)","occurredAt":"2026-11-24T17:00:00Z","mood":1"#),
            (
                "order.dispensed",
                #""orderId":"\#(Self.order)","occurredAt":"2026-11-24T17:00:00Z","quantity":81"#
            ),
            ("order.shipped", #""orderId":"\#(Self.order)","occurredAt":"2026-11-24T17:00:00Z""#),
        ] {
            #expect(read(type, data) == .unknown(reason: "badData"), "\(data)")
        }
    }
}
