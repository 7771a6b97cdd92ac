import Clocks
import Foundation
import Outbound
import StrictJSON
import Testing

@testable import Sandbox

@Suite(.timeLimit(.minutes(1))) struct `The control page of partners` {
    @Test(arguments: [
        (
            #"{"operation":"pharmacy.order","kind":"triage","code":"callPatient"}"#,
            SandboxFaults.Kind.triage(code: "callPatient")
        ),
        (#"{"operation":"pharmacy.order","kind":"reject"}"#, .reject(code: "outOfStock")),
        (#"{"operation":"pharmacy.order","kind":"error500AfterSuccess"}"#, .error500AfterSuccess),
        (#"{"operation":"pharmacy.order","kind":"delay","milliseconds":5}"#, .delay(.milliseconds(5))),
        (#"{"operation":"pharmacy.order","kind":"unknownStatus"}"#, .unknownStatus),
        (#"{"operation":"pharmacy.order","kind":"wrongSignature"}"#, .wrongSignature),
        (#"{"operation":"pharmacy.order","kind":"noSigner"}"#, .noSigner),
        (#"{"operation":"pharmacy.order","kind":"lost"}"#, .lost),
        (#"{"operation":"pharmacy.order","kind":"duplicate"}"#, .duplicate),
        (#"{"operation":"pharmacy.order","kind":"reorder"}"#, .reorder),
    ])
    func `orders each fault by its name`(json: String, kind: SandboxFaults.Kind) throws {
        #expect(try FaultOrder(JSONValue(parsing: json.utf8)).kind == kind)
    }

    @Test func `leads the partners through time for a clock elsewhere`() async throws {
        try await Correspondent.run { us in
            _ = try await us.order(Forms.order())
            let due = us.sandbox.time.nextDue()
            let before = try JSONValue(parsing: await us.control("/control/time", .get).body)
            #expect(before["nextDue"]?.stringValue == due?.rfc3339)
            #expect(before["backlog"] == [])
            us.clock.advance(by: .minutes(20))
            #expect(try await us.control("/control/time/act").status == 200)
            #expect(us.inbox.letters.map(\.type) == ["order.acknowledged"])
        }
    }
}
