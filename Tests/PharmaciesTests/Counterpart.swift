import Clinic
import Clocks
import Foundation
import Locks
import Logging
import Outbound
import PharmacyOrders
import Sandbox
import StrictJSON

@testable import Pharmacies

/// The program's side of a pharmacy, joined by real sockets to a stand-in.
struct Counterpart: Sendable {
    let sandbox: SandboxServices
    let pharmacy: LifeFilePharmacy
    let clock: SteppedClock
    let recorded: Locked<[RecordedExchange]>
    private let baseURL: String
    private let client: HTTPClient

    /// A Monday, 10:00 in New York.
    static let monday = Instant(microsecondsSince1970: 1_795_446_000_000_000)

    /// Runs `body` while the pharmacy listens.
    static func run(
        password: String = "sandbox", product: String = "10015", wait timeout: Duration = .seconds(10),
        _ body: @Sendable @escaping (Counterpart) async throws -> Void
    ) async throws {
        let quiet = Logger(label: "tests") { _ in SwiftLogNoOpLogHandler() }
        let clock = SteppedClock(monday)
        let sandbox = try SandboxServices(SandboxServices.Settings(), clock: clock, logger: quiet)
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await sandbox.run() }
            let baseURL = try await sandbox.addresses().pharmacyURL("alpha")
            let client = HTTPClient(
                policy: OutboundPolicy(
                    hosts: ["127.0.0.1"], reach: .publicInternetAndLoopback, totalTimeout: timeout))
            let address = Self.address(baseURL, password: password)
            let recorded = Locked<[RecordedExchange]>([])
            let counterpart = Counterpart(
                sandbox: sandbox,
                pharmacy: LifeFilePharmacy(
                    address: address, client: client,
                    recorder: ExchangeRecorder { exchange in recorded.withLock { $0.append(exchange) } }),
                clock: clock, recorded: recorded,
                baseURL: baseURL, client: client)
            let result: Result<Void, any Error>
            do { result = .success(try await body(counterpart)) } catch { result = .failure(error) }
            await client.shutdown()
            group.cancelAll()
            try? await group.waitForAll()
            try result.get()
        }
    }

    /// How many orders the pharmacy holds under our reference, asked behind the partner's back.
    func held(_ order: ID<PharmacyOrder>) async throws -> Int {
        let answer = try await client.send(
            OutboundRequest(
                url: "\(baseURL)/order?referenceId=\(order)",
                headers: [
                    ("Authorization", "Basic \(Data("lozenge:sandbox".utf8).base64EncodedString())"),
                    ("X-Vendor-ID", "11001"), ("X-Practice-ID", "220022"), ("X-Location-ID", "330033"),
                ]))
        return try JSONValue(parsing: answer.body)["data"]?["orders"]?.arrayValue?.count ?? -1
    }

    static func address(_ baseURL: String, password: String) -> PharmacyAddress {
        PharmacyAddress(
            slug: "alpha",
            access: .init(
                adapter: .lifeFile, baseURL: baseURL,
                settings: .init(practice: "220022", location: "330033", vendor: "11001")),
            credentials: .init(user: "lozenge", password: password))
    }

    /// An order for Maya, valid unless told otherwise.
    static func form(product: String = "10015") -> OrderForm {
        let home = PostalAddress(
            line1: "12 Juniper Street", line2: nil, city: "Phoenix",
            state: StateCode("AZ") ?? StateCode.all[0],
            postalCode: "85004")
        return OrderForm(
            order: ID(at: monday), sentAt: monday,
            prescriber: .init(
                name: PersonName(given: "Mei", family: "Lin"), npi: "1234567893", dea: "BL1234563",
                licenceState: "AZ", licenceNumber: "AZ-1001", address: home),
            patient: .init(
                name: PersonName(given: "Maya", family: "Ortiz"), birthDate: LocalDate(daysSince1970: 8096),
                address: home, phone: "+16025550143", email: "maya@example.org"),
            medicine: .init(
                prescription: "rx-4m9xd", fillNumber: 1, drug: "ketamine hydrochloride",
                strength: Milligrams(15),
                form: "lozenge", product: product, quantity: 81, directions: "Place in the cheek.",
                refills: 5,
                writtenOn: LocalDate(daysSince1970: 20780), daysSupply: 30),
            doNotDispenseBefore: LocalDate(daysSince1970: 20780))
    }
}
