import Access
import Clinic
import Clocks
import Foundation
import Patients
import Postgres
import Safety
import Treatments

/// At whose word the care team pauses a treatment: it says who may end the pause.
package enum PauseWish: String, Sendable, CaseIterable {
    /// The patient asked for it, on the phone: they may resume themselves.
    case patient
    /// The care team wants it: only a prescriber resumes.
    case careTeam
}

extension CarePath {
    /// The care team pauses a treatment, with the reason in writing: nothing is taken and nothing released until it goes
    /// on. Caution is everybody's, so a navigator may.
    ///
    /// - Parameter until: the patient's own plan, at most 60 days ahead.
    /// - Throws: `CourseRefusal.alreadyPaused`, `.pauseTooLong`, `.ended`; `NotFound` without a treatment that has begun.
    package func pauseTreatment(
        of patient: ID<Patient>, wishedBy wish: PauseWish, until: LocalDate?, because reason: String,
        once: Once<DecisionLine>?, by caller: Caller
    ) async throws -> OnceOutcome<DecisionLine> {
        try await exactlyOnce(once, by: caller.actor) { connection, now in
            let pause = ID<CoursePause>(at: now).uuid
            let cause: CoursePause.Cause = wish == .patient ? .patient : .prescriber
            let heard = try hear(.pause, of: patient, by: caller.actor, on: connection, now: now) { course in
                try course.paused(by: cause, until: until, id: pause, now: now)
            }
            try CoursePause.keep(
                reason: reason, of: pause, sealedWith: heard.key, on: connection)
            return try latestDecision(of: patient, on: connection)
        }
    }

    /// A prescriber lets a treatment go on, with a dose at most that of before and its flags closed.
    ///
    /// - Throws: `CourseRefusal.flagOpen`, `.doseNotAllowed`, `.readingNeeded`, `.resumeDateNotAllowed`, `.notPaused`;
    ///   `RefillReviewRefusal.consultFirst` after more than 90 days without a dose.
    package func resumeTreatment(
        of patient: ID<Patient>, dose: Milligrams, from date: LocalDate, because reason: String,
        once: Once<DecisionLine>?, by caller: Caller
    ) async throws -> OnceOutcome<DecisionLine> {
        try await exactlyOnce(once, by: caller.actor) { connection, now in
            try requireConsultAfterIdling(of: patient, on: connection, now: now)
            let heard = try hear(.resume, of: patient, by: caller.actor, on: connection, now: now) { course in
                try course.resumed(dose: dose, from: date, now: now)
            }
            try keep(reason, ofChange: .resume, in: heard, on: connection)
            return try latestDecision(of: patient, on: connection)
        }
    }

    /// The care team ends a treatment at the patient's word, who may stop at any time, with the reason in writing: unsent
    /// fills are cancelled, and somebody sees to what is left. Again, it changes nothing.
    package func stopTreatment(
        of patient: ID<Patient>, because reason: String, once: Once<TreatmentView>?, by caller: Caller
    ) async throws -> OnceOutcome<TreatmentView> {
        try await exactlyOnce(once, by: caller.actor) { connection, now in
            try endTreatment(
                of: patient, as: .stopped, because: reason, by: caller.actor, on: connection, now: now)
            return try treatmentView(of: patient, on: connection, now: now)
        }
    }
}
