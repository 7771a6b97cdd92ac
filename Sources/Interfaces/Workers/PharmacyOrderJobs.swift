import CarePath
import Clinic
import Clocks
import JobQueue
import PharmacyOrders
import Prescriptions

/// The jobs of pharmacy orders: a fill is released on its day, its order handed over, asked about, stopped, watched.
///
/// Each reads, calls the pharmacy outside of any transaction (its line records the exchange), and then says what came of
/// it through the corridor. Those of one order share a lane.
struct PharmacyOrderJobs: Sendable {
    let carePath: CarePath
    let directory: PharmacyDirectory

    var handlers: [JobHandler] {
        [
            JobHandler(kind: ReleaseFill.kind) { try await release($0) },
            JobHandler(kind: SubmitOrder.kind, timeout: .seconds(45)) { try await submit($0) },
            JobHandler(kind: AskForOrder.kind, timeout: .seconds(45)) { try await ask($0) },
            JobHandler(kind: CancelOrder.kind, timeout: .seconds(45)) { try await cancel($0) },
            JobHandler(kind: WatchOrder.kind) { try await watch($0) },
        ]
    }

    private func release(_ context: JobContext) async throws -> JobOutcome {
        let fill = ID<Fill>(try context.decode(ReleaseFill.self).fill)
        switch try await carePath.releaseDue(fill, by: .system(context.kind)) {
        case .released: return .done
        case .kept(let rules): return .cancel(why: rules.map(\.rawValue).joined(separator: " "))
        case .tooSoon(let until): return .snooze(until: max(until, context.now + .minutes(1)))
        }
    }

    private func submit(_ context: JobContext) async throws -> JobOutcome {
        let actor = Actor.system(context.kind)
        let order = ID<PharmacyOrder>(try context.decode(SubmitOrder.self).order)
        switch try await carePath.beginSubmission(order, by: actor) {
        case .nothing, .ask: return .done
        case .send(let form, let address):
            let answer: SubmissionAnswer
            if let partner = directory.partner(address) {
                answer = await partner.submit(form)
            } else {
                answer = .notSent(code: "noAdapter")
            }
            guard try await carePath.submissionAnswered(order, answer, by: actor) == .retry else {
                return .done
            }
            if context.isLastAttempt { try await carePath.submissionGivenUp(order, by: actor) }
            return .pharmacyNotReached
        }
    }

    private func ask(_ context: JobContext) async throws -> JobOutcome {
        let actor = Actor.system(context.kind)
        let order = ID<PharmacyOrder>(try context.decode(AskForOrder.self).order)
        guard let address = try await carePath.orderToAskFor(order, by: actor) else { return .done }
        let answer: FindAnswer
        if let partner = directory.partner(address) {
            answer = await partner.find(order)
        } else {
            answer = .cannotBeAsked
        }
        let again = try await carePath.pharmacyAsked(order, answer, asked: context.attempt, by: actor)
        return again.map { .snooze(until: $0) } ?? .done
    }

    private func cancel(_ context: JobContext) async throws -> JobOutcome {
        let actor = Actor.system(context.kind)
        let order = ID<PharmacyOrder>(try context.decode(CancelOrder.self).order)
        guard let (address, reference) = try await carePath.orderToCancel(order, by: actor) else {
            return .done
        }
        guard let partner = directory.partner(address) else { return .pharmacyNotReached }
        let answer = await partner.cancel(order, reference: reference)
        guard answer != .notNow else { return .pharmacyNotReached }
        try await carePath.cancelAnswered(order, answer, by: actor)
        return .done
    }

    private func watch(_ context: JobContext) async throws -> JobOutcome {
        let watched = try context.decode(WatchOrder.self)
        try await carePath.watchOrder(ID(watched.order), watched.watch, by: .system(context.kind))
        return .done
    }
}

extension JobOutcome {
    /// The pharmacy certainly did not get it; trying again is safe.
    fileprivate static let pharmacyNotReached = JobOutcome.retry(why: "pharmacyNotReached")
}

extension DispenseNotHeardYet: JobFailure {
    package var failureCode: String { "dispenseNotHeardYet" }
}
