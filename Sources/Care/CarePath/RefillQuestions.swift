import Clinic
import Clocks
import Foundation
import Patients
import Postgres
import RefillReviews
import Safety
import Treatments

/// What a patient says before the next 30 days are decided.
package struct RefillReply: Sendable {
    /// The nine items, 0 to 3, and the seven.
    package let phq9: [Int]
    package let gad7: [Int]
    /// 0 none to 3 severe.
    package let urinary: Int
    package let wish: RefillReview.Wish
    package let count: LozengeCount
    package let note: String?

    package init(
        phq9: [Int], gad7: [Int], urinary: Int, wish: RefillReview.Wish, count: LozengeCount, note: String?
    ) {
        self.phq9 = phq9
        self.gad7 = gad7
        self.urinary = urinary
        self.wish = wish
        self.count = count
        self.note = note
    }

    /// The questions in their order, as the body names them.
    package static let questions = ["phq9", "gad7", "urinary", "wish", "count"]
}

extension CarePath {
    /// The patient answers the questions of their review: scores and count are kept, what speaks of danger has its flag at
    /// once, and eligibility is run again, so that what it opens can be answered before the visit. Again, as long as nobody
    /// decided, the later answers count.
    package func answerRefillReview(
        _ reply: RefillReply, once: Once<OwnRefillReview>?, by patient: ID<Patient>
    ) async throws -> OnceOutcome<OwnRefillReview> {
        let actor = Actor.patient(patient.uuid)
        return try await exactlyOnce(once, by: actor) { connection, now in
            // The mornings first: one of them may open the review.
            let heard = try hear(.refillReview, of: patient, by: actor, on: connection, now: now) { _ in nil }
            guard
                var review = try RefillReview.lockAll(of: heard.treatment.id.uuid, on: connection).last
            else { throw RefillReviewRefusal.notOpen }
            let answers = RefillReview.Answers(
                phq9: reply.phq9.reduce(0, +), gad7: reply.gad7.reduce(0, +), urinary: reply.urinary,
                wish: reply.wish)
            try review.answered(answers, at: now)
            try review.saveAnswers(
                RefillAnswers(phq9: reply.phq9, gad7: reply.gad7, note: reply.note),
                sealedWith: heard.key, on: connection)
            try keepScores(reply, heard, of: patient, by: actor, on: connection, now: now)
            try raiseFlags(reply, heard, of: patient, by: actor, on: connection, now: now)
            // The ledger hears of the count, and titration of the scores with it.
            _ = try record(reply.count, on: .day14, of: patient, by: actor, on: connection, now: now)
            try tell(.refillReviewAnswered, to: patient, on: connection, now: now)
            try AuditEntry(
                "refillReview.answer", .init("refillReview", review.id.uuid), patient: patient.uuid,
                by: actor, at: now
            ).record(on: connection)
            let ground = try renewalGround(
                of: patient, under: heard.treatment.prescription, on: connection)
            let today = LocalDate(of: now, in: ground.zone)
            let days = program.refills.renewal.bloodPressureWithinDays
            if let measured = ground.bloodPressureOn, today - measured <= days {
                _ = try evaluateAgain(patient, by: actor, on: connection, now: now)
            }
            return try ownRefillReview(
                of: patient, speaksOfSelfHarm: (reply.phq9.last ?? 0) > 0, on: connection, now: now)
        }
    }

    private func keepScores(
        _ reply: RefillReply, _ heard: HeardCourse, of patient: ID<Patient>, by actor: Actor,
        on connection: Connection, now: Instant
    ) throws {
        let date = LocalDate(of: now, in: heard.treatment.zone)
        for (instrument, items) in [
            (InstrumentReport.Instrument.phq9, reply.phq9), (.gad7, reply.gad7),
        ] {
            let total = items.reduce(0, +)
            try InstrumentReport(
                instrument: instrument, date: date, total: total, band: program.band(of: total, instrument),
                item9: instrument == .phq9 ? items.last : nil
            ).insert(
                of: patient.uuid, answers: items, from: .refillReview, sealedWith: heard.key, by: actor,
                on: connection, now: now)
        }
    }

    /// What T1 and T6 say of a check-in they say of these answers too, whether or not there is a check-in today.
    private func raiseFlags(
        _ reply: RefillReply, _ heard: HeardCourse, of patient: ID<Patient>, by actor: Actor,
        on connection: Connection, now: Instant
    ) throws {
        let item9 = reply.phq9.last ?? 0
        let numbers = program.titration.titration
        if item9 > (heard.course.terms.baseline.item9 ?? 0) || item9 >= numbers.selfHarm.item9 {
            try raiseFlag(
                TitrationRule.t1.rawValue, .concern, of: patient, in: heard.treatment.zone,
                reasons: ["item9"], by: actor, on: connection, now: now)
        }
        if reply.urinary >= numbers.urinary.grade {
            try raiseFlag(
                TitrationRule.t6.rawValue, .concern, of: patient, in: heard.treatment.zone,
                reasons: ["urinary"], by: actor, on: connection, now: now)
        }
    }
}
