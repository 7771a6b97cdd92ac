import Clinic
import Clocks
import Foundation
import JobQueue
import Patients
import PharmacyOrders
import Postgres
import Safety

/// The job that hands an order to its pharmacy.
package struct SubmitOrder: Codable, Sendable {
    package static let kind = "order.submit"

    package let order: UUID
}

/// The job that asks a pharmacy whether it has an order.
package struct AskForOrder: Codable, Sendable {
    package static let kind = "order.ask"

    package let order: UUID
}

/// What the submitting job is to do.
package enum OrderSubmission: Sendable {
    case send(OrderForm, to: PharmacyAddress)
    /// Whether the pharmacy has it is not known: the asking job sees to it.
    case ask
    case nothing
}

extension CarePath {
    /// The attempt to hand an order over begins. It is on record before the pharmacy hears of it, so that a worker
    /// killed after this line has left a trace, and the next attempt asks instead of sending (N3).
    ///
    /// The rules of release are asked again, with patient, prescription and fill locked: what was committed since the
    /// release keeps the order back, which then ends with the rules as its reason.
    package func beginSubmission(_ id: ID<PharmacyOrder>, by actor: Actor) async throws -> OrderSubmission {
        defer { wakeWorkers() }
        return try await database.transaction(by: actor) { connection in
            let now = clock.now
            guard let subject = try ReleaseSubject.lock(ofOrder: id, on: connection),
                var order = try PharmacyOrder.lock(id, on: connection)
            else { return .nothing }
            let before = order
            switch order.beginSubmission(now: now) {
            case .send:
                let obstacles = try releaseFacts(of: subject, on: connection, now: now).0.obstaclesToSending
                guard obstacles.isEmpty else {
                    try keepBack(before, because: obstacles, by: actor, on: connection, now: now)
                    return .nothing
                }
                guard let sheet = try OrderSheet.fetch(id, keyring: keyring, on: connection, now: now) else {
                    throw OrderSheetIncomplete()
                }
                try order.save(on: connection)
                return .send(sheet.form, to: sheet.address)
            case .ask:
                if before.state != order.state {
                    try order.save(on: connection)
                    try noteUnknown(order, by: actor, on: connection, now: now)
                }
                return .ask
            case .nothing: return .nothing
            }
        }
    }

    /// What came between the release and the sending ends the order before a pharmacy hears of it.
    private func keepBack(
        _ unsent: PharmacyOrder, because rules: [ReleaseRule], by actor: Actor, on connection: Connection,
        now: Instant
    ) throws {
        var order = unsent
        guard order.giveUp(code: "keptBack", by: actor.databaseSetting, now: now) == .applied else {
            preconditionFailure("what is about to be sent is with nobody")
        }
        try order.save(on: connection)
        try note(
            order, "submission.keptBack", .applied, code: "keptBack", by: actor, on: connection, now: now)
        try audit(order, "keepBack", by: actor, on: connection, now: now)
        try ended(order, because: rules.map(\.rawValue), by: actor, on: connection, now: now)
    }

    /// How the attempt ended. The job calls it once the pharmacy answered, or did not; it may come late.
    package func submissionAnswered(_ id: ID<PharmacyOrder>, _ answer: SubmissionAnswer, by actor: Actor)
        async throws -> SubmissionOutcome
    {
        defer { wakeWorkers() }
        let answer = known(answer)
        return try await database.transaction(by: actor) { connection in
            let now = clock.now
            guard var order = try lockOrder(id, on: connection) else { throw NotFound() }
            let was = order.state
            let outcome = order.answered(answer, by: actor.databaseSetting, now: now)
            try order.save(on: connection)
            try note(order, answer.event, .applied, code: answer.code, by: actor, on: connection, now: now)
            switch outcome {
            case .taken: try taken(order, by: actor, on: connection, now: now)
            case .ended: try ended(order, by: actor, on: connection, now: now)
            case .ask where was != order.state: try noteUnknown(order, by: actor, on: connection, now: now)
            case .retry, .ask, .nothing: break
            }
            return outcome
        }
    }

    /// Nothing brought the order to the pharmacy: it ends, and a person finds another way.
    package func submissionGivenUp(_ id: ID<PharmacyOrder>, by actor: Actor) async throws {
        try await database.transaction(by: actor) { connection in
            let now = clock.now
            guard var order = try lockOrder(id, on: connection) else { throw NotFound() }
            guard order.giveUp(code: "notReached", by: actor.databaseSetting, now: now) == .applied else {
                return
            }
            try order.save(on: connection)
            try ended(order, by: actor, on: connection, now: now)
        }
    }

    /// The pharmacy has the order: the patient reads it, and the watchdogs begin.
    func taken(_ order: PharmacyOrder, by actor: Actor, on connection: Connection, now: Instant) throws {
        try tell(.orderSubmitted, to: ID(order.patient), on: connection, now: now)
        try WorkItem.settle(
            .orderUnknown, about: order.id.description, as: "found", by: actor, on: connection, now: now)
        try watch(order, on: connection, now: now)
    }

    /// Nobody knows whether the pharmacy has it: it is asked, soon.
    private func noteUnknown(
        _ order: PharmacyOrder, by actor: Actor, on connection: Connection, now: Instant
    ) throws {
        try Job(
            kind: AskForOrder.kind, arguments: AskForOrder(order: order.id.uuid), lane: order.id.description,
            runAt: now + program.pharmacyRules.pause(afterAsking: 1)
        ).enqueue(on: connection, now: now)
        try AuditEntry(
            "order.unknown", .init("pharmacyOrder", order.id.uuid), patient: order.patient, by: actor, at: now
        ).record(on: connection)
    }

    /// A pharmacy's codes are its own words; what is kept is ours.
    private func known(_ answer: SubmissionAnswer) -> SubmissionAnswer {
        if case .rejected(let code) = answer { return .rejected(code: program.pharmacyCodes.known(code)) }
        return answer
    }
}

extension SubmissionAnswer {
    /// As it stands among the order's events.
    fileprivate var event: String {
        switch self {
        case .accepted: "submission.accepted"
        case .rejected: "submission.rejected"
        case .notSent: "submission.notSent"
        case .unknown: "submission.unknown"
        }
    }

    fileprivate var code: String? {
        switch self {
        case .rejected(let code), .notSent(let code): code
        case .accepted, .unknown: nil
        }
    }
}

/// What an order needs to be sent is not all there: a licence, a product, credentials. A person adds it; until then
/// the job waits.
package struct OrderSheetIncomplete: Error, JobFailure {
    package var failureCode: String { "orderSheetIncomplete" }
}
