import Clocks
import Foundation
import StrictJSON

/// A stand-in pharmacy's order desk: takes orders, says what it has, calls off what nobody began.
struct PharmacyDesk: Sendable {
    let profile: PharmacyProfile
    let journal: Journal<PharmacyBook>
    let clock: any ProgramClock

    /// Takes an order. It does not ask whether it has one of that reference: a pharmacy would make both.
    ///
    /// - Returns: the pharmacy's number of it.
    func take(_ json: JSONValue, fault: SandboxFaults.Kind?) throws -> String {
        let form: OrderForm
        do {
            form = try OrderForm(json)
        } catch {
            throw PharmacyRefusal.form(fields: error.fields)
        }
        guard let strength = profile.products[form.product] else { throw PharmacyRefusal.unknownProduct }
        guard strength == form.strengthMg else { throw PharmacyRefusal.wrongStrength }
        guard form.practice == profile.practice else { throw PharmacyRefusal.wrongPractice }
        let course: PharmacyCourse =
            switch fault {
            case .triage(let code): .triage(code: code)
            case .reject(let code): .reject(code: code)
            default: .usual
            }
        return try journal.write(at: clock.now) { book in
            let order = AcceptedOrder(form, course: course, in: book)
            return ([.orderAccepted(order: order)], order.orderId)
        }
    }

    /// The orders of a reference, those that ended too.
    func find(_ referenceId: String) throws -> JSONValue {
        let orders = try journal.write(at: clock.now) { book in
            let orders = book.orders(of: referenceId)
            return ([.orderAsked(referenceId: referenceId, found: orders.count)], orders)
        }
        return [
            "orders": .array(
                orders.map { order in
                    [
                        "orderId": .string(order.accepted.orderId),
                        "referenceId": .string(order.accepted.referenceId),
                        "status": .string(order.stage.rawValue),
                    ]
                })
        ]
    }

    /// Calls an order off, or says that it is too late. Hearing it twice is hearing it once.
    func cancel(_ id: String) throws -> JSONValue {
        let now = clock.now
        let refusal: PharmacyRefusal? = try journal.write(at: now) { book in
            guard let order = book.order(id) else { return ([], .unknown) }
            let reference = order.accepted.referenceId
            if order.stage == .cancelled { return ([], nil) }
            let message = PharmacyMessage(of: order.accepted, at: profile, number: order.number)
            guard order.stage.canBeCancelled else {
                return (
                    [
                        .cancelRefused(orderId: id, referenceId: reference, stage: order.stage),
                        .webhookQueued(webhook: message.cancelRefused(at: now)),
                    ], .tooLate(order.stage)
                )
            }
            return (
                [
                    .orderCancelled(orderId: id, referenceId: reference),
                    .webhookQueued(webhook: message.of(.cancelled, at: now)),
                ], nil
            )
        }
        if let refusal { throw refusal }
        return ["orderId": .string(id), "status": "cancelled"]
    }

    /// Lets an order go on that was put aside.
    func release(_ id: String) throws -> Bool {
        try journal.write(at: clock.now) { book in
            guard book.order(id)?.stage == .triaged else { return ([], false) }
            return ([.orderReleased(orderId: id)], true)
        }
    }
}

extension AcceptedOrder {
    fileprivate init(_ form: OrderForm, course: PharmacyCourse, in book: PharmacyBook) {
        self.init(
            orderId: "\(100_001 + book.orders.count)", referenceId: form.referenceId,
            foreignRxNumber: form.foreignRxNumber, rxNumber: book.rxNumber(of: form.foreignRxNumber),
            fillNumber: book.fillNumber(of: form.foreignRxNumber), product: form.product,
            strengthMg: form.strengthMg, quantity: form.quantity, refills: form.refills,
            daysSupply: form.daysSupply, dateWritten: form.dateWritten,
            doNotDispenseBefore: form.doNotDispenseBefore, prescriberNPI: form.prescriberNPI,
            shipToState: form.shipToState, course: course)
    }
}
