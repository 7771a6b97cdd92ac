import CareSupport
import Carriers
import Clinic
import Clocks
import Foundation
import JobQueue
import Logging
import Outbound
import Postgres
import Sandbox
import Shipments
import Support
import Testing
import Workers

@testable import CarePath

/// The label job, the real partner over real sockets, and the stand-in carrier: what went wrong on the way, there is
/// one label.
@Suite(.database, .timeLimit(.minutes(2))) struct `The purchase of a label` {
    private let actor = Actor.system("test")

    @Test(arguments: [
        (SandboxFaults.Operation.carrierBuy, SandboxFaults.Kind.timeoutAfterSuccess),
        (.carrierBuy, .error500AfterSuccess), (.carrierBuy, .error500),
        (.carrierCreate, .timeoutAfterSuccess),
        (.carrierCreate, .error500),
    ])
    func `buys one, whatever goes wrong`(operation: SandboxFaults.Operation, fault: SandboxFaults.Kind)
        async throws
    {
        let clinic = try await TestClinic()
        let person = try await clinic.person(at: .dispensed, email: "maya-\(UUID())@example.org")
        let carePath = clinic.carePath
        let actor = actor
        try await clinic.database.transaction(by: actor) { connection in
            try carePath.orderDispensed(ID(person.order), by: actor, on: connection, now: clinic.clock.now)
        }
        let id = try #require(try await carePath.shipments(of: person.patient, by: actor).first).shipment.id
        try await withCarrier(clinic) { sandbox, carrier in
            sandbox.faults.order(fault, for: operation)
            try await work(clinic, carrier) {
                try await eventually(within: .seconds(60), "the label is bought") {
                    clinic.clock.advance(by: .hours(1))
                    return try await carePath.shipment(id, by: actor)?.purchase == .bought
                }
            }
            let parcel = try #require(try await carePath.shipment(id, by: actor))
            #expect(parcel.state == .labelled)
            let known = try #require(parcel.carrierShipment)
            let there = try await carrier.parcel(known, about: id.uuid)
            #expect(there.label?.trackingCode == parcel.label?.trackingCode)
            // A second purchase is refused there: this is the one label, and it takes an adult's signature.
            await #expect(throws: CarrierFault.refused(code: "SHIPMENT.POSTAGE.EXISTS")) {
                try await carrier.buy(known, at: try #require(parcel.rate), about: id.uuid)
            }
            let kept = try await clinic.database.read(
                by: actor, "SELECT count(*) AS n FROM partner_exchange WHERE reference = \(id.description)",
                "test.exchanges"
            ) { try $0["n"] as Int }
            #expect((kept.first ?? 0) >= 2)
        }
    }

    private func withCarrier(
        _ clinic: TestClinic, _ body: @escaping @Sendable (SandboxServices, EasyPost) async throws -> Void
    ) async throws {
        let quiet = Logger(label: "tests") { _ in SwiftLogNoOpLogHandler() }
        let sandbox = try SandboxServices(.init(), clock: clinic.clock, logger: quiet)
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await sandbox.run() }
            let addresses = try await sandbox.addresses()
            let client = HTTPClient(
                policy: OutboundPolicy(
                    hosts: ["127.0.0.1"], reach: .publicInternetAndLoopback, totalTimeout: .seconds(2)))
            let carrier = EasyPost(
                account: .init(baseURL: addresses.carrierURL, key: "EZSANDBOX"), client: client,
                recorder: ExchangeLedger(clinic.carePath, logger: quiet).recorder)
            let result: Result<Void, any Error>
            do { result = .success(try await body(sandbox, carrier)) } catch { result = .failure(error) }
            await client.shutdown()
            group.cancelAll()
            try? await group.waitForAll()
            try result.get()
        }
    }

    /// A worker at work while `body` runs.
    private func work(
        _ clinic: TestClinic, _ carrier: EasyPost, _ body: @escaping @Sendable () async throws -> Void
    ) async throws {
        let jobs = ProgramJobs(carePath: clinic.carePath, delivery: SilentDelivery(), carrier: carrier)
        let worker = JobWorker(
            database: clinic.database, clock: clinic.clock, handlers: jobs.handlers,
            logger: Logger(label: "jobs") { _ in SwiftLogNoOpLogHandler() })
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await worker.run() }
            let result: Result<Void, any Error>
            do { result = .success(try await body()) } catch { result = .failure(error) }
            worker.beginStopping()
            try await group.waitForAll()
            try result.get()
        }
    }
}
