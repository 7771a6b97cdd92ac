import Access
import Clinic
import Clocks
import Consults
import Foundation
import Patients
import Postgres
import Safety
import Sealing

/// How a prescriber ends a visit.
package struct ConsultConclusion: Sendable {
    package let note: ConsultNote
    package let outcome: Consult.Outcome
    /// Why declined, what is missing, when to follow up.
    package let detail: String?

    package init(note: ConsultNote, outcome: Consult.Outcome, detail: String?) {
        self.note = note
        self.outcome = outcome
        self.detail = detail
    }
}

extension CarePath {
    /// The patient is there and waits.
    package func checkIn(
        to id: ID<Consult>, of owner: ID<Patient>?, once: Once<Appointment>?, by actor: Actor
    ) async throws -> OnceOutcome<Appointment> {
        try await change(id, of: owner, "checkIn", once: once, by: actor) { consult, _, now in
            try consult.checkIn(lead: program.visits.lead, now: now)
        } then: { consult, _, connection, now in
            try consult.save(on: connection, now: now)
        }
    }

    /// The prescriber begins: identity confirmed, the patient's place attested, and a licence for that place (P1).
    package func startConsult(
        _ id: ID<Consult>, _ opening: Consult.Opening, once: Once<Appointment>?, by caller: Caller
    ) async throws -> OnceOutcome<Appointment> {
        try await change(id, of: nil, "start", once: once, by: caller.actor) { consult, connection, now in
            let isLicensed = try Prescriber.isLicensed(
                consult.prescriber, in: opening.place, on: program.today(at: now), on: connection)
            return try consult.start(
                opening, by: caller.accountID, isLicensed: isLicensed, lead: program.visits.lead, now: now)
        } then: { consult, _, connection, now in
            try consult.save(on: connection, now: now)
            try tell(.consultStarted, to: ID(consult.patient), on: connection, now: now)
        }
    }

    /// The prescriber ends the visit: the note is signed, the outcome stands, and what follows from it begins, in one
    /// transaction.
    package func completeConsult(
        _ id: ID<Consult>, _ conclusion: ConsultConclusion, once: Once<Appointment>?, by caller: Caller
    ) async throws -> OnceOutcome<Appointment> {
        try await change(id, of: nil, "complete", once: once, by: caller.actor) { consult, _, _ in
            try consult.complete(
                as: conclusion.outcome, hasDetail: conclusion.detail != nil, by: caller.accountID)
        } then: { consult, _, connection, now in
            let key = try dataKey(of: consult, on: connection)
            let detail = try conclusion.detail.map {
                try Sealed($0, with: key, at: Consult.place("outcome_detail", consult.id))
            }
            try consult.save(.init(by: caller.actor, outcomeDetail: detail), on: connection, now: now)
            try sign(.note(conclusion.note), of: consult, with: key, by: caller, on: connection, now: now)
            try conclude(consult, conclusion.outcome, by: caller, on: connection, now: now)
        }
    }

    /// The prescriber adds something to a signed note, which itself stays as it was.
    package func addAddendum(
        _ text: String, to id: ID<Consult>, once: Once<Appointment>?, by caller: Caller
    ) async throws -> OnceOutcome<Appointment> {
        try await exactlyOnce(once, by: caller.actor) { connection, now in
            let consult = try lock(id, of: nil, on: connection)
            guard consult.prescriber == caller.accountID else { throw ConsultRefusal.ofAnotherPrescriber }
            guard case .completed = consult.state else { throw ConsultRefusal.notCompleted }
            let key = try dataKey(of: consult, on: connection)
            try sign(.addendum(text), of: consult, with: key, by: caller, on: connection, now: now)
            try audit("addendum", consult, by: caller.actor, on: connection, now: now)
            return try appointment(id, on: connection)
        }
    }

    /// One of the two did not come.
    package func consultMissed(
        _ id: ID<Consult>, by who: Consult.Party, once: Once<Appointment>?, actor: Actor
    ) async throws -> OnceOutcome<Appointment> {
        try await change(id, of: nil, "noShow", once: once, by: actor) { consult, _, now in
            try consult.noShow(of: who, now: now)
        } then: { consult, _, connection, now in
            try consult.save(.init(by: actor), on: connection, now: now)
            try tell(.consultMissed, to: ID(consult.patient), on: connection, now: now)
        }
    }

    /// Picture or sound failed.
    package func consultFailed(
        _ id: ID<Consult>, once: Once<Appointment>?, by actor: Actor
    ) async throws -> OnceOutcome<Appointment> {
        try await change(id, of: nil, "techFailed", once: once, by: actor) { consult, _, now in
            try consult.fail(now: now)
        } then: { consult, _, connection, now in
            try consult.save(.init(by: actor), on: connection, now: now)
            try tell(.consultMissed, to: ID(consult.patient), on: connection, now: now)
        }
    }

    private func sign(
        _ content: SignedNote.Content, of consult: Consult, with key: SealingKey, by caller: Caller,
        on connection: Connection, now: Instant
    ) throws {
        try SignedNote(
            id: ID<SignedNote>(at: now).uuid, signedBy: caller.accountID, signedAt: now, content: content
        ).insert(of: consult.id, sealedWith: key, on: connection)
    }

    /// What an outcome brings with it.
    private func conclude(
        _ consult: Consult, _ outcome: Consult.Outcome, by caller: Caller, on connection: Connection,
        now: Instant
    ) throws {
        let patient = ID<Patient>(consult.patient)
        switch outcome {
        case .approved:
            try tell(.consultCompleted, to: patient, on: connection, now: now)
            // What follows from a review's visit is the decision on the review.
            guard consult.kind != .refillReview else { break }
            try consultApproved(
                consult.id, of: patient, prescriber: consult.prescriber, by: caller.actor, on: connection,
                now: now)
        case .declined:
            try tell(.consultDeclined, to: patient, on: connection, now: now)
        case .needsInformation, .followUp:
            try tell(.consultCompleted, to: patient, on: connection, now: now)
            try WorkItem.open(
                .consultFollowUp, about: consult.id.description, of: consult.patient,
                reasons: [outcome.rawValue],
                due: try program.workItems.due(.consultFollowUp, arisingAt: now), on: connection, now: now)
        }
    }
}
