import Clinic
import Clocks
import Foundation
import Postgres
import Sealing

extension Treatment.State.Name: PostgresEncodable, PostgresDecodable {}

extension Treatment {
    /// Begins to await the first day; `false` where the patient is in treatment already
    /// (`treatment_one_at_a_time`).
    package func insert(on connection: Connection) throws -> Bool {
        try connection.run(
            """
            INSERT INTO treatment (id, patient_id, prescription_id, first_fill_id, state, time_zone, arrived_at, version)
            VALUES (\(id), \(patient), \(prescription), \(firstFill), \(state.name), \(zone.identifier), \(arrivedAt),
                \(version))
            ON CONFLICT (patient_id) WHERE state NOT IN ('stopped', 'discharged') DO NOTHING
            """, "treatment.insert") == 1
    }

    /// The patient's treatment, locked until the transaction ends.
    package static func lock(of patient: UUID, on connection: Connection) throws -> Treatment? {
        try connection.fetchFirst(
            "\(fragment: select(of: patient)) FOR UPDATE", "treatment.lock", decode: Treatment.init)
    }

    /// The patient's treatment, while there is one.
    package static func select(of patient: UUID) -> SQL {
        """
        \(fragment: selection)
        WHERE patient_id = \(patient) AND state NOT IN ('stopped', 'discharged')
        """
    }

    /// The id alone, for what belongs to the treatment under way.
    package static func selectID(of patient: UUID) -> SQL {
        "SELECT id FROM treatment WHERE patient_id = \(patient) AND state NOT IN ('stopped', 'discharged')"
    }

    /// One treatment, for the job that looks after it.
    package static func select(_ id: ID<Treatment>) -> SQL { "\(fragment: selection) WHERE id = \(id)" }

    /// A patient's last treatment, whether or not it has ended.
    package static func selectLast(of patient: UUID) -> SQL {
        """
        \(fragment: selection)
        WHERE patient_id = \(patient)
        ORDER BY arrived_at DESC
        LIMIT 1
        """
    }

    /// Treatments whose early morning should have been evaluated before `moment`, along `treatment_by_next_day`.
    package static func selectOverdue(before moment: Instant) -> SQL {
        """
        \(fragment: selection)
        WHERE next_day_at < \(moment)
        ORDER BY next_day_at
        LIMIT 1000
        """
    }

    /// Writes what has changed, queued.
    package func save(on connection: Connection, now: Instant) throws {
        try connection.execute(
            """
            UPDATE treatment
            SET state = \(state.name), first_day = \(state.firstDay), chosen_at = coalesce(chosen_at, \(now)),
                evaluated_through = \(evaluatedThrough), next_day_at = \(nextDayAt), version = \(version),
                ended_at = CASE WHEN \(state.isEnd) THEN coalesce(ended_at, \(now)) END
            WHERE id = \(id)
            """, "treatment.save")
    }

    /// Keeps why it ended, in words sealed with the patient's key; queued.
    package func keepEnd(
        reason: String, sealedWith key: SealingKey, on connection: Connection
    ) throws {
        let place = SealedPlace(table: "treatment", column: "end_reason", row: id.description)
        let sealed = try Sealed(reason, with: key, at: place)
        try connection.execute(
            "UPDATE treatment SET end_reason = \(sealed) WHERE id = \(id)", "treatment.endReason")
    }

    /// What ends with a treatment, queued: the offer and the pause under way.
    package func closeOpen(by actor: Actor, on connection: Connection, now: Instant) throws {
        try connection.execute(
            """
            UPDATE dose_change SET state = 'withdrawn', ended_at = \(now), end_code = 'treatmentEnded'
            WHERE treatment_id = \(id) AND state = 'offered'
            """, "treatment.endOffer")
        try connection.execute(
            """
            UPDATE treatment_pause SET ended_at = \(now), ended_by = \(actor.databaseSetting)
            WHERE treatment_id = \(id) AND ended_at IS NULL
            """, "treatment.endPause")
    }

    /// Keeps what the treatment is judged by, queued: scores and reasons of the intake, and the eligibility rules that fired.
    package func saveGround(
        baseline: CourseTerms.Baseline, indications: [String], on connection: Connection
    ) throws {
        try connection.execute(
            """
            UPDATE treatment
            SET baseline_phq9 = \(baseline.phq9), baseline_gad7 = \(baseline.gad7), baseline_item9 = \(baseline.item9),
                baseline_pcl5 = \(baseline.pcl5),
                indications = \(indications),
                eligibility_rules = coalesce(
                    (SELECT rules FROM eligibility WHERE patient_id = \(patient) AND superseded_at IS NULL), '{}')
            WHERE id = \(id)
            """, "treatment.ground")
    }

    private static let selection: SQL = """
        SELECT id, patient_id, prescription_id, first_fill_id, state, time_zone, arrived_at, first_day,
            evaluated_through, version
        FROM treatment
        """

    package init(_ row: Row) throws {
        let name: State.Name = try row["state"]
        let firstDay: LocalDate? = try row["first_day"]
        guard let zone = TimeZone(identifier: try row["time_zone"]) else { throw TreatmentRowBroken() }
        self.init(
            id: try row["id"], patient: try row["patient_id"], prescription: try row["prescription_id"],
            firstFill: try row["first_fill_id"], zone: zone, arrivedAt: try row["arrived_at"],
            state: try Self.state(name, firstDay),
            evaluatedThrough: try row["evaluated_through"], version: try row["version"])
    }

    /// A CHECK holds that all but the first state have their first day.
    private static func state(_ name: State.Name, _ firstDay: LocalDate?) throws(TreatmentRowBroken) -> State
    {
        guard let firstDay else {
            guard name == .awaitingStart else { throw TreatmentRowBroken() }
            return .awaitingStart
        }
        return switch name {
        case .awaitingStart: .awaitingStart
        case .active: .active(firstDay: firstDay)
        case .paused: .paused(firstDay: firstDay)
        case .tapering: .tapering(firstDay: firstDay)
        case .stopped: .stopped(firstDay: firstDay)
        case .discharged: .discharged(firstDay: firstDay)
        }
    }
}

/// A treatment's row lacks what its state needs, though a CHECK forbids it.
package struct TreatmentRowBroken: Error {}
