import Clinic
import Foundation
import Locks
import Outbound
import PharmacyOrders
import Sandbox
import Testing

@testable import Pharmacies

@Suite(.timeLimit(.minutes(1))) struct `A pharmacy of LifeFile's form` {
    @Test func `takes an order and gives its number, under which it is found and stopped`() async throws {
        try await Counterpart.run { us in
            let form = Counterpart.form()
            let taken = await us.pharmacy.submit(form)
            guard case .accepted(let reference) = taken else {
                Issue.record("\(taken)")
                return
            }
            #expect(us.recorded.withLock { $0.map(\.end) } == [.answered(status: 200)])
            #expect(await us.pharmacy.find(form.order) == .found(reference: reference))
            #expect(await us.pharmacy.cancel(form.order, reference: reference) == .cancelled)
            #expect(await us.pharmacy.cancel(form.order, reference: reference) == .cancelled)
        }
    }

    @Test func `does not have what was never sent`() async throws {
        try await Counterpart.run { us in
            #expect(await us.pharmacy.find(ID(at: Counterpart.monday)) == .notFound)
        }
    }

    @Test func `rejects what it does not make, with its code`() async throws {
        try await Counterpart.run { us in
            let answer = await us.pharmacy.submit(Counterpart.form(product: "10099"))
            #expect(answer == .rejected(code: "unknownProduct"))
        }
    }

    @Test func `does not look at orders of somebody whom it does not know`() async throws {
        try await Counterpart.run(password: "wrong") { us in
            let form = Counterpart.form()
            #expect(await us.pharmacy.submit(form) == .notSent(code: "401"))
            #expect(await us.pharmacy.find(form.order) == .notNow)
            let held = try await us.held(form.order)
            #expect(held == 0)
        }
    }

    @Test func `may have an order that it never answered, and is asked`() async throws {
        try await Counterpart.run(wait: .milliseconds(400)) { us in
            us.sandbox.faults.order(.timeoutAfterSuccess, for: .pharmacyOrder)
            let form = Counterpart.form()
            let taken = await us.pharmacy.submit(form)
            #expect(taken == .unknown)
            #expect(us.recorded.withLock { $0.map(\.end) } == [.failed(.timeout, .unknown)])
            guard case .found = await us.pharmacy.find(form.order) else {
                Issue.record("not found")
                return
            }
            let held = try await us.held(form.order)
            #expect(held == 1)
        }
    }

    @Test func `leaves open what became of an order when it breaks, whatever it did before`() async throws {
        try await Counterpart.run { us in
            us.sandbox.faults.order(.error500, for: .pharmacyOrder)
            let lost = Counterpart.form()
            #expect(await us.pharmacy.submit(lost) == .unknown)
            #expect(await us.pharmacy.find(lost.order) == .notFound)
            us.sandbox.faults.order(.error500AfterSuccess, for: .pharmacyOrder)
            let kept = Counterpart.form()
            #expect(await us.pharmacy.submit(kept) == .unknown)
            let held = try await us.held(kept.order)
            #expect(held == 1)
            us.sandbox.faults.order(.error500, for: .pharmacyAsk)
            #expect(await us.pharmacy.find(kept.order) == .notNow)
        }
    }

    @Test func `certainly got nothing where nobody listens or the policy forbids it`() async throws {
        let clients = PharmacyClients(reach: .publicInternet, recorder: ExchangeRecorder { _ in })
        let forbidden = try #require(
            clients.directory.partner(Counterpart.address("http://127.0.0.1:9", password: "")))
        #expect(await forbidden.submit(Counterpart.form()) == .notSent(code: "notAllowed"))
        let recorded = Locked<[RecordedExchange]>([])
        let near = PharmacyClients(
            reach: .publicInternetAndLoopback,
            recorder: ExchangeRecorder { exchange in recorded.withLock { $0.append(exchange) } })
        let closed = try #require(
            near.directory.partner(Counterpart.address("http://127.0.0.1:9", password: "")))
        let form = Counterpart.form()
        #expect(await closed.submit(form) == .notSent(code: "connect"))
        let kept = recorded.withLock { $0 }
        #expect(kept.map(\.end) == [.failed(.connect, .notSent)])
        #expect(kept.map(\.operation) == ["submitOrder"])
        #expect(kept.map(\.reference) == [form.order.description])
    }

    @Test(arguments: [408, 409, 500, 502, 504])
    func `may have an order that it answers with a no that is none`(status: Int) {
        #expect(LifeFileAnswer.submission(Self.response(status, "{}")) == .unknown)
    }

    @Test func `is not believed when it names other people's orders`() {
        let order = Counterpart.form().order
        func find(_ orders: String) -> FindAnswer {
            LifeFileAnswer.find(
                Self.response(200, #"{"type":"success","data":{"orders":[\#(orders)]}}"#), about: order)
        }
        let other = #"{"orderId":1,"referenceId":"01000000-0000-7000-8000-000000000001"}"#
        #expect(find("") == .notFound)
        #expect(find(other) == .notNow)
        #expect(find(#"\#(other),{"orderId":2,"referenceId":"\#(order)"}"#) == .found(reference: "2"))
        #expect(find(#"{"orderId":3}"#) == .found(reference: "3"))
    }

    private static func response(_ status: Int, _ body: String) -> OutboundResponse {
        OutboundResponse(status: status, headers: .init(), body: Data(body.utf8))
    }
}
