import Clinic
import Clocks
import Foundation
import Postgres

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

    /// One treatment, for the job that looks after it.
    package static func select(_ id: ID<Treatment>) -> SQL { "\(fragment: selection) WHERE id = \(id)" }

    /// Writes what has changed, queued.
    package func save(on connection: Connection, now: Instant) throws {
        try connection.execute(
            """
            UPDATE treatment
            SET state = \(state.name), first_day = \(state.firstDay), chosen_at = \(now), version = \(version)
            WHERE id = \(id)
            """, "treatment.save")
    }

    private static let selection: SQL = """
        SELECT id, patient_id, prescription_id, first_fill_id, state, time_zone, arrived_at, first_day, version
        FROM treatment
        """

    package init(_ row: Row) throws {
        let name: State.Name = try row["state"]
        let firstDay: LocalDate? = try row["first_day"]
        guard let zone = TimeZone(identifier: try row["time_zone"]) else { throw TreatmentRowBroken() }
        self.init(
            id: try row["id"], patient: try row["patient_id"], prescription: try row["prescription_id"],
            firstFill: try row["first_fill_id"], zone: zone, arrivedAt: try row["arrived_at"],
            state: try Self.state(name, firstDay), version: try row["version"])
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
