import API
import Access
import CarePath
import Clocks
import Foundation
import Logging
import Metrics
import Postgres
import Prescriptions
import Sealing
import Support
import Wire

/// The real table of routes, over a corridor that leads nowhere: for looking at routes, not for walking them.
enum RealRoutes {
    static func table() async throws -> RouteTable {
        let care = CarePath(
            database: Database(url: "postgresql://nobody@localhost:1/nothing"),
            keyring: try Keyring(reading: keys),
            clock: HostClock(),
            access: AccessServices(
                realm: .test, tokens: try await AccessTokens(keys: TokenKeys(), realm: .test),
                enrolmentPage: "https://care.example/enrol#"),
            program: try ProgramData(folder: Checkout.folder.appending(path: "Schema")),
            prescriptionOffice: PrescriptionOffice(key: PrescriptionSigningKey(), delivery: .sandbox),
            wakeWorkers: {})
        return RouteTable(
            APIDependencies(
                carePath: care, settings: .tests(), contract: Data(), readiness: { [] },
                metrics: NOOPMetricsHandler.instance, renderMetrics: { "" }, logger: Logger(label: "test"),
                dev: NoControls()))
    }

    private static var keys: String {
        let key = Data(repeating: 7, count: 32).base64EncodedString()
        return "search:\(key)\ntest:\(key)"
    }
}

/// Levers that move nothing.
struct NoControls: DevControls {
    let stages = ["welcome"]

    func clock() async throws -> DevClockAnswer {
        DevClockAnswer(now: "2026-11-21T16:14:05Z", running: false, stuck: [])
    }
    func advanceClock(to goal: DevClockGoal) async throws -> DevClockAnswer { try await clock() }
    func messages(to address: String?, limit: Int) async throws -> [SunkMessage] { [] }
    func people() async throws -> [DevPerson] { [] }
    func makePerson(at stage: String) async throws -> DevPerson {
        DevPerson(id: "", handle: "", name: "", kind: "patient", stage: stage, email: "")
    }
}
