import Clinic
import Clocks
import Foundation
import Postgres
import Sealing

extension RefillReview {
    /// Opens it; `false` where the cycle has its review already (`refill_review_once`).
    package func insert(on connection: Connection, now: Instant) throws -> Bool {
        try connection.run(
            """
            INSERT INTO refill_review (id, treatment_id, patient_id, cycle, state, opened_on, opened_at, due_on, run_out,
                ship_by, submit_by, decide_by, book_by, version)
            VALUES (\(id), \(treatment), \(patient), \(cycle), \(state), \(openedOn), \(now), \(dueOn), \(chain.runOut),
                \(chain.shipBy), \(chain.submitBy), \(chain.decideBy), \(chain.bookBy), \(version))
            ON CONFLICT ON CONSTRAINT refill_review_once DO NOTHING
            """, "refillReview.insert") == 1
    }

    /// The review, locked until the transaction ends. Lock patient and treatment before it.
    package static func lock(_ id: ID<RefillReview>, on connection: Connection) throws -> RefillReview? {
        try connection.fetchFirst(
            "SELECT \(fragment: columns) FROM refill_review WHERE id = \(id) FOR UPDATE", "refillReview.lock",
            decode: RefillReview.init)
    }

    /// All reviews of a treatment, locked, the first one first.
    package static func lockAll(of treatment: UUID, on connection: Connection) throws -> [RefillReview] {
        try connection.fetch(
            """
            SELECT \(fragment: columns) FROM refill_review WHERE treatment_id = \(treatment)
            ORDER BY cycle FOR UPDATE
            """, "refillReview.lockAll", decode: RefillReview.init)
    }

    /// The latest review of a patient, for reading.
    package static func selectLatest(of patient: UUID) -> SQL {
        """
        SELECT \(fragment: columns) FROM refill_review WHERE patient_id = \(patient)
        ORDER BY opened_at DESC, cycle DESC LIMIT 1
        """
    }

    /// Writes what has changed, queued.
    package func save(on connection: Connection) throws {
        try connection.execute(
            """
            UPDATE refill_review
            SET state = \(state), due_on = \(dueOn), run_out = \(chain.runOut), ship_by = \(chain.shipBy),
                submit_by = \(chain.submitBy), decide_by = \(chain.decideBy), book_by = \(chain.bookBy),
                consult_id = \(consult), outcome = \(decision?.outcome), look_again_on = \(decision?.lookAgainOn),
                decided_at = \(decision?.at), decided_by = \(decision?.by), version = \(version)
            WHERE id = \(id)
            """, "refillReview.save")
    }

    /// Writes what the patient said, queued, with the new state.
    package func saveAnswers(
        _ content: RefillAnswers, sealedWith key: SealingKey, on connection: Connection
    ) throws {
        let sealed = try Sealed(content, with: key, at: RefillAnswers.place(of: id))
        try connection.execute(
            """
            UPDATE refill_review
            SET state = \(state), answered_at = \(answeredAt), answers = \(sealed), phq9 = \(answers?.phq9),
                gad7 = \(answers?.gad7), urinary = \(answers?.urinary), wish = \(answers?.wish), version = \(version)
            WHERE id = \(id)
            """, "refillReview.saveAnswers")
    }

    /// Keeps a decision beside the earlier ones, queued.
    package func keep(
        _ decision: Decision, note: String, justification: String?, sealedWith key: SealingKey,
        on connection: Connection
    ) throws {
        let justified = try justification.map {
            try Sealed($0, with: key, at: RefillWords.place("justification", of: id))
        }
        let sealed = try Sealed(note, with: key, at: RefillWords.place("note", of: id))
        try connection.execute(
            """
            INSERT INTO refill_decision (review_id, seq, outcome, look_again_on, note, justification, decided_at,
                decided_by)
            SELECT \(id), coalesce(max(seq), 0) + 1, \(decision.outcome), \(decision.lookAgainOn), \(sealed),
                \(justified), \(decision.at), \(decision.by)
            FROM refill_decision WHERE review_id = \(id)
            """, "refillDecision.insert")
    }

    /// The treatment has ended: what nobody decided is closed, queued.
    package static func closeAll(of treatment: UUID, on connection: Connection) throws {
        try connection.execute(
            """
            UPDATE refill_review SET state = 'closed', version = version + 1
            WHERE treatment_id = \(treatment) AND state IN ('open', 'answered')
            """, "refillReview.closeAll")
    }

    /// What `init(_:)` reads, of the table under its own name.
    package static let columns: SQL = """
        refill_review.id, refill_review.treatment_id, refill_review.patient_id, refill_review.cycle,
        refill_review.state, refill_review.opened_on, refill_review.due_on, refill_review.run_out,
        refill_review.ship_by, refill_review.submit_by, refill_review.decide_by, refill_review.book_by,
        refill_review.answered_at, refill_review.phq9, refill_review.gad7, refill_review.urinary, refill_review.wish,
        refill_review.consult_id, refill_review.outcome, refill_review.look_again_on, refill_review.decided_at,
        refill_review.decided_by, refill_review.version
        """

    package init(_ row: Row) throws {
        let phq9: Int? = try row["phq9"]
        let gad7: Int? = try row["gad7"]
        let urinary: Int? = try row["urinary"]
        let wish: Wish? = try row["wish"]
        var answers: Answers?
        if let phq9, let gad7, let urinary, let wish {
            answers = Answers(phq9: phq9, gad7: gad7, urinary: urinary, wish: wish)
        }
        let outcome: Outcome? = try row["outcome"]
        let at: Instant? = try row["decided_at"]
        let by: String? = try row["decided_by"]
        let lookAgainOn: LocalDate? = try row["look_again_on"]
        var decision: Decision?
        if let outcome, let at, let by {
            decision = Decision(outcome: outcome, lookAgainOn: lookAgainOn, at: at, by: by)
        }
        self.init(
            id: try row["id"], treatment: try row["treatment_id"], patient: try row["patient_id"],
            cycle: try row["cycle"], openedOn: try row["opened_on"], state: try row["state"],
            dueOn: try row["due_on"],
            chain: NeededByChain(
                bookBy: try row["book_by"], decideBy: try row["decide_by"], submitBy: try row["submit_by"],
                shipBy: try row["ship_by"], runOut: try row["run_out"]),
            answers: answers, answeredAt: try row["answered_at"], consult: try row["consult_id"],
            decision: decision, version: try row["version"])
    }
}

/// What a patient said in full; sealed with their key in `refill_review.answers`.
package struct RefillAnswers: Sendable, Hashable, Codable {
    package let phq9: [Int]
    package let gad7: [Int]
    package let note: String?

    package init(phq9: [Int], gad7: [Int], note: String?) {
        self.phq9 = phq9
        self.gad7 = gad7
        self.note = note
    }

    package static func place(of review: ID<RefillReview>) -> SealedPlace {
        SealedPlace(table: "refill_review", column: "answers", row: review.description)
    }
}

/// Where a prescriber's words about a review stand.
package enum RefillWords {
    package static func place(_ column: String, of review: ID<RefillReview>) -> SealedPlace {
        SealedPlace(table: "refill_decision", column: column, row: review.description)
    }
}
