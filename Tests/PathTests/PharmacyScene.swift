import Access
import CarePath
import CareSupport
import Clinic
import Clocks
import DoorSupport
import Foundation
import JobQueue
import Logging
import Outbound
import Pharmacies
import PharmacyOrders
import Postgres
import Sandbox
import Support
import Testing
import Wire
import Workers

/// A clinic behind its door, a stand-in pharmacy behind its own, and workers that carry orders between them.
struct PharmacyScene: Sendable {
    let server: ClinicServer
    let sandbox: SandboxServices
    /// A navigator and a medical director, signed in.
    let nora, dora: TokenAnswer
    let baseURL: String
    private let navigator: Colleague
    private let directory: PharmacyDirectory

    /// Runs `body` with a pharmacy `alpha` that is registered, licensed in Arizona and makes lozenges of 15 mg.
    static func open(_ body: @Sendable @escaping (PharmacyScene) async throws -> Void) async throws {
        try await ClinicServer.open { server in
            let quiet = Logger(label: "tests", factory: { _ in SwiftLogNoOpLogHandler() })
            let sandbox = try SandboxServices(
                SandboxServices.Settings(), clock: server.clock, logger: quiet)
            sandbox.sendWebhooks(to: server.address)
            try await withThrowingTaskGroup(of: Void.self) { group in
                group.addTask { try await sandbox.run() }
                let baseURL = try await sandbox.addresses().pharmacyURL("alpha")
                let client = HTTPClient(
                    policy: OutboundPolicy(
                        hosts: ["127.0.0.1"], reach: .publicInternetAndLoopback,
                        totalTimeout: .milliseconds(500)))
                let team = try await server.administrators()
                let navigator = try await server.join("Nora", [.careNavigator], team)
                let ledger = ExchangeLedger(server.clinic.carePath, logger: quiet)
                let scene = PharmacyScene(
                    server: server, sandbox: sandbox, nora: try await server.signIn(navigator),
                    dora: try await server.colleague("Dora", [.medicalDirector], team), baseURL: baseURL,
                    navigator: navigator,
                    directory: PharmacyDirectory {
                        LifeFilePharmacy(address: $0, client: client, recorder: ledger.recorder)
                    })
                let result: Result<Void, any Error>
                do {
                    try await scene.register()
                    result = .success(try await body(scene))
                } catch { result = .failure(error) }
                await client.shutdown()
                group.cancelAll()
                try? await group.waitForAll()
                try result.get()
            }
        }
    }

    /// What a medical director puts for a pharmacy.
    func request(state: String = "takingOrders") -> PharmacyRequest {
        PharmacyRequest(
            name: "Alpha Compounding", npi: "1234567893", dea: "BA1234563",
            address: .init(
                line1: "2 Mortar Road", line2: nil, city: "Phoenix", state: "AZ", postalCode: "85004"),
            phone: nil, timeZone: "America/New_York",
            hours: Dictionary(uniqueKeysWithValues: (1...7).map { ("\($0)", ["09:00", "17:00"]) }),
            holidays: nil, adapter: "lifeFile", baseUrl: baseURL, practice: "220022", location: "330033",
            vendor: "11001", state: state, suspendedUntil: nil, labelBuyer: "program", daysToShip: 3,
            dailyCapacity: 100, rank: 1)
    }

    private func register() async throws {
        let path = "/v1/staff/pharmacies/alpha"
        try #require(try await server.put(path, request(), as: dora).said == "200")
        try #require(
            try await server.post(
                "\(path)/licences",
                PharmacyLicenceRequest(state: "AZ", number: "P1", from: "2026-01-01", until: "2027-12-31"),
                as: dora
            ).said == "200")
        try #require(
            try await server.put(
                "\(path)/products/15", PharmacyProductRequest(product: "10015", scored: false), as: dora
            ).said == "200")
        let profile = PharmacyProfile()
        try #require(
            try await server.post(
                "\(path)/credentials",
                PharmacyCredentialsRequest(user: profile.user, password: profile.password), as: dora
            ).said == "200")
        guard let partner = WebhookPartner(.pharmacy, slug: "alpha") else { throw TestClinic.Unexpected() }
        let director = try await server.clinic.colleague("Secretary", [.medicalDirector])
        _ = try await server.clinic.carePath.addWebhookSecret(
            profile.webhookSecret, by: .standardWebhooks, to: partner, once: nil, caller: director)
    }

    /// Somebody whose first fill is planned and whom only `alpha` serves.
    func person(_ email: String = "maya@example.org") async throws -> TestClinic.Person {
        let person = try await server.clinic.person(at: .signed, email: email)
        try await server.clinic.database.transaction(by: Actor.system("test")) { connection in
            try connection.execute(
                "UPDATE pharmacy SET state = 'draining' WHERE id = \(person.pharmacy)", "test.drain")
        }
        return person
    }

    /// Asks for the release of a fill, as the navigator.
    func release(_ fill: UUID, key: UUID = UUID()) async throws -> Reply {
        try await server.post(
            "/v1/staff/orders/release", ReleaseRequest(fill: fill.uuidString.lowercased()), as: nora, key: key
        )
    }

    /// The navigator on a later day, signed in anew.
    func noraLater() async throws -> TokenAnswer { try await server.signIn(navigator) }

    /// The order as the navigator sees it, at any later time.
    func order(_ id: String) async throws -> OrderAnswer {
        try await server.get("/v1/staff/orders/\(id)", as: noraLater()).json(OrderAnswer.self)
    }

    /// Runs all jobs that are due.
    func work() async throws {
        let jobs = ProgramJobs(
            carePath: server.clinic.carePath, delivery: SilentDelivery(), pharmacies: directory,
            carrier: NoCarrier())
        let worker = JobWorker(
            database: server.database.database, clock: server.clock, handlers: jobs.handlers, schedules: [],
            settings: .init(), logger: Logger(label: "test", factory: { _ in SwiftLogNoOpLogHandler() }))
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await worker.run() }
            _ = try await worker.settle()
            worker.beginStopping()
            try await group.waitForAll()
        }
    }

    /// Goes on by `duration`, from one thing that the pharmacy does to the next.
    func pass(_ duration: Duration) async throws {
        let end = server.clock.now + duration
        while let next = sandbox.time.nextDue(), next <= end {
            server.clock.advance(to: next)
            _ = try await sandbox.time.act()
        }
        server.clock.advance(to: end)
    }

    /// Goes on by `duration` as days do: whatever the pharmacy says is heard before it says the next thing.
    func live(_ duration: Duration) async throws {
        let end = server.clock.now + duration
        while let next = sandbox.time.nextDue(), next <= end {
            server.clock.advance(to: next)
            _ = try await sandbox.time.act()
            try await work()
        }
        server.clock.advance(to: end)
        try await work()
    }

    /// How many orders the pharmacy holds under our reference.
    func held(_ order: String) async throws -> Int {
        let answer = try await server.http.send(
            OutboundRequest(
                url: "\(baseURL)/order?referenceId=\(order)",
                headers: [
                    ("Authorization", "Basic \(Data("lozenge:sandbox".utf8).base64EncodedString())"),
                    ("X-Vendor-ID", "11001"), ("X-Practice-ID", "220022"), ("X-Location-ID", "330033"),
                ]))
        struct List: Decodable {
            struct Orders: Decodable { let orders: [Order] }
            struct Order: Decodable { let orderId: String }
            let data: Orders
        }
        return try JSONDecoder().decode(List.self, from: answer.body).data.orders.count
    }
}
