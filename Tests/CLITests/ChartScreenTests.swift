import Foundation
import Testing
import Wire

@testable import lozenge

@Suite struct `A chart's screen` {
    private func lines(width: Int) throws -> [String] {
        let me = StaffAnswer(
            id: "1", handle: "st-4m9xd", name: "Ana Ruiz", roles: ["careNavigator"], environment: "live",
            now: "2026-11-21T16:14:05Z")
        return try Reader(me, server: ServerAddress("https://care.example")).chart(Self.chart)
            .lines(in: Layout(width: width))
    }

    private static let chart = Chart(
        patient: PatientAnswer(
            id: "2", handle: "pt-7k2mq", name: .init(given: "Maya", family: "Ortiz"), birthDate: "1992-03-02",
            address: .init(
                line1: "12 Palm Lane", line2: nil, city: "Phoenix", state: "AZ", postalCode: "85004"),
            timeZone: "America/Phoenix", email: "maya@example.org", phone: "+16025550143", language: "es",
            consentToMessages: true, registeredAt: "2026-10-21T16:14:05Z",
            screening: .init(id: "3", result: "qualified", rules: [], standing: "qualified")),
        path: ChartPath(
            stage: "parcel",
            eligibility: .init(
                outcome: "clearance", rules: ["E7", "E11"], evaluatedAt: "2026-10-28T15:02:11Z"),
            scores: [
                .init(instrument: "phq9", total: 17, band: "moderatelySevere"),
                .init(instrument: "gad7", total: nil, band: nil),
            ], consents: .init(signed: 5, required: 5),
            visit: .init(handle: "co-2k7mq", state: "booked", startsAt: "2026-11-30T17:00:00Z"),
            prescription: .init(
                handle: "rx-4m9xd", state: "active", quantity: 81, strengthMg: 15, refills: 5,
                signedAt: "2026-10-30T16:20:00Z", lastFillOn: "2027-04-30"),
            order: .init(handle: "or-h81zt", state: "dispensed", fill: 1, lot: "K2291", useBy: "2027-02-14"),
            shipment: .init(
                handle: "sh-3n8wv", state: "delivered", carrier: "UPS", expected: nil,
                deliveredAt: "2026-11-08T19:31:00Z", receipt: "received"),
            flags: [], closedFlags: 1), work: [], timeline: [])

    @Test(arguments: [60, 80, 120]) func `never runs over the terminal`(width: Int) throws {
        for line in try lines(width: width) {
            #expect(line.columns <= width, "\(line)")
        }
    }

    @Test func `has a line for each stage, and fits one screen`() throws {
        let lines = try lines(width: 80)
        #expect(lines.count <= 24)
        for label in ["STAGE", "RULES", "SCORES", "NEXT", "RX", "ORDER", "PARCEL", "FLAGS", "WORK"] {
            #expect(lines.contains { $0.hasPrefix(label) }, "\(label)")
        }
        #expect(lines.contains { $0.contains("81 x 15 mg") && $0.contains("5 refills") })
        #expect(lines.contains { $0.contains("none open (1 closed)") })
    }

    /// Somebody in treatment: the chart of the care team's own words, on one screen.
    @Test(arguments: [60, 80, 120]) func `shows a course with its days in a row`(width: Int) throws {
        var chart = Self.chart
        chart.course = CourseAnswers.course
        let me = StaffAnswer(
            id: "1", handle: "st-4m9xd", name: "Ana Ruiz", roles: ["careNavigator"], environment: "live",
            now: "2026-11-21T16:14:05Z")
        let reader = try Reader(me, server: ServerAddress("https://care.example"))
        let lines = reader.chart(chart).lines(in: Layout(width: width))
        for line in lines { #expect(line.columns <= width, "\(line)") }
        for label in [
            "STAGE", "DOSE", "WHY", "DECIDED", "OFFER", "SUPPLY", "EFFECTS", "PHQ-9", "NEXT", "FLAGS",
        ] {
            #expect(lines.contains { $0.hasPrefix(label) }, "\(label)")
        }
        guard width == 80 else { return }
        #expect(lines.count <= 28)
        let text = lines.joined(separator: "\n")
        #expect(text.contains("45 mg = 1½ lozenges of 30 mg, since Wed 18 Nov, range 15-60 mg"))
        #expect(text.contains("▂▂▂▄▄▄▄▄▆▆▆·  15 30 45 mg"))
        #expect(text.contains("00100010001·  nausea, worst 1"))
        #expect(text.contains("118/76, pulse 70 (Thu 19 Nov)"))
        #expect(text.contains("17 > 14 (day 7)") && text.contains("13 > 11 (day 7)"))
        #expect(text.contains("11 of 11 days"))
        #expect(text.contains("45 > 60 mg from Sun 22 Nov; waits for a prescriber, for the patient"))
        let plain = reader.chart(chart).lines(in: Layout(plain: true))
        #expect(plain.contains("Stage: treatment, cycle 1, day 12") && !plain.contains { $0.contains("---") })
    }
}
