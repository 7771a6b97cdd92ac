import Clocks
import Foundation
import Outbound
import Testing
import Wire

/// The stand-in partners of `lozenged dev`, on its clock.
@Suite(.serialized) struct `Partners on the dev clock` {
    /// Where the partners are and what they ask for, as the data folder has it.
    private struct Sheet: Decodable {
        let textsPort: Int
        let pharmacyPassword: String
    }

    private let client = HTTPClient(policy: OutboundPolicy(hosts: ["127.0.0.1"], reach: .anywhere))

    @Test(arguments: [false, true])
    func `make an order while the clock goes on, and outlive a kill`(areOutside: Bool) async throws {
        let home = try DevHome()
        let folder = areOutside ? home.folder.appending(path: "partners") : home.folder
        let options = ["--serve-only"] + (areOutside ? ["--sandbox", folder.path] : [])
        let sandbox =
            areOutside
            ? try RunningProgram(
                "lozenged",
                [
                    "sandbox", "--data", folder.path, "--clock", home.folder.path, "--webhooks", home.url,
                ]) : nil
        try await sandbox?.prints(/pharmacy at/)
        let first = try await home.start(options)
        let sheet = try JSONDecoder().decode(
            Sheet.self, from: Data(contentsOf: folder.appending(path: "partners.json")))
        #expect(try await pharmacy(sheet, .post, "", Self.order).status == 200)

        let before: DevClockAnswer = try await Client().get("\(home.url)/dev/clock")
        let goal = try #require(Instant(rfc3339: before.now)) + .hours(24 * 4)
        let after: DevClockAnswer = try await Client().post(
            "\(home.url)/dev/clock/advance", AdvanceRequest(to: goal.rfc3339), status: 200)
        #expect(after.stuck.isEmpty)
        let journal = try String(
            contentsOf: folder.appending(path: "pharmacy-alpha.jsonl"), encoding: .utf8)
        for stage in ["acknowledged", "compounding", "verified", "ready", "dispensed"] {
            #expect(journal.contains("\"stage\":\"\(stage)\""))
        }
        // The messages prove themselves with the secrets that the clinic was given.
        #expect(journal.contains("\"status\":204") && !journal.contains("\"status\":401"))

        first.signal(SIGKILL)
        try await first.ended()
        let second = try await home.start(options)
        let found = try await pharmacy(sheet, .get, "?referenceId=or-1", nil)
        #expect(found.text.contains("\"status\":\"dispensed\""))
        second.signal(SIGTERM)
        #expect(try await second.ended(within: .seconds(15)) == 0)
        sandbox?.signal(SIGTERM)
        if let sandbox { #expect(try await sandbox.ended(within: .seconds(15)) == 0) }
        try await home.remove()
    }

    private func pharmacy(
        _ sheet: Sheet, _ method: OutboundRequest.Method, _ query: String, _ body: String?
    ) async throws -> OutboundResponse {
        let credentials = Data("lozenge:\(sheet.pharmacyPassword)".utf8).base64EncodedString()
        return try await client.send(
            OutboundRequest(
                method: method, url: "http://127.0.0.1:\(sheet.textsPort)/pharmacy/alpha/order\(query)",
                headers: [
                    ("Authorization", "Basic \(credentials)"), ("X-Vendor-ID", "11001"),
                    ("X-Practice-ID", "220022"), ("X-Location-ID", "330033"),
                ], body: Data((body ?? "").utf8)))
    }

    private static let order = """
        {"message":{"id":"1","sentTime":"2026-11-23T15:00:00Z"},"order":{"general":{"memo":"","referenceId":"or-1"},\
        "prescriber":{"npi":"1234567893","licenseState":"AZ","licenseNumber":"A-1","dea":"FL5550101",\
        "lastName":"Lin","firstName":"Wei"},"practice":{"id":"220022"},"patient":{"lastName":"Ortiz",\
        "firstName":"Maya","dateOfBirth":"1992-03-02","address1":"1 Main St","city":"Phoenix","state":"AZ",\
        "zip":"85004"},"shipping":{"recipientType":"patient","service":"adultSignature"},\
        "billing":{"payorType":"doc"},"rxs":[{"rxType":"new","drugName":"ketamine HCl","drugStrength":"15 mg",\
        "drugForm":"lozenge","lfProductID":"10015","foreignRxNumber":"rx-1","quantity":81,\
        "quantityUnits":"each","directions":"One in the cheek.","refills":2,"dateWritten":"2026-11-20",\
        "daysSupply":30,"scheduleCode":"3"}]}}
        """
}
