import Clinic
import Clocks
import Foundation
import Postgres
import Sealing

extension KeptCheckIn {
    /// Writes the version, queued; from then on it is the one that counts of its date (`check_in_one_a_date`).
    ///
    /// - Parameter note: sealed with the patient's key.
    package func insert(
        of treatment: Treatment, note: String?, sealedWith key: SealingKey, by actor: Actor,
        on connection: Connection
    ) throws {
        if version > 1 {
            try connection.execute(
                """
                UPDATE check_in SET is_current = false
                WHERE patient_id = \(treatment.patient) AND local_date = \(date) AND is_current
                """, "checkIn.supersede")
        }
        let sealed = try note.map { try Sealed($0, with: key, at: Self.notePlace(id)) }
        try connection.execute(
            """
            INSERT INTO check_in (id, treatment_id, patient_id, local_date, version, is_current, is_late, taken, taken_mg,
                taken_at, planned_mg, discrepancy_mg, effects, mood, anxiety, energy, sleep, benefit, wish, sedative,
                self_harm, asq, asq_due_at, warnings, systolic, diastolic, pulse, note, reported_at, reported_by)
            VALUES (\(id), \(treatment.id), \(treatment.patient), \(date), \(version), true, \(checkIn.isLate),
                \(checkIn.taken.name), \(takenAmount), \(takenAt), \(planned), \(discrepancy), \(checkIn.effects.column),
                \(scales.mood), \(scales.anxiety), \(scales.energy), \(scales.sleep), \(checkIn.benefit),
                \(checkIn.wish), \(checkIn.sedative), \(checkIn.selfHarm), \(checkIn.asq), \(asqDueAt),
                \(WarningSign.allCases.filter(checkIn.warnings.contains)), \(checkIn.reading?.systolic),
                \(checkIn.reading?.diastolic), \(checkIn.reading?.pulse), \(sealed), \(checkIn.reportedAt),
                \(actor.databaseSetting))
            """, "checkIn.insert")
    }

    /// A page of what a patient reported, the version that counts of each date, the latest date first.
    package static func select(of patient: UUID, before date: LocalDate?, limit: Int) -> SQL {
        let page: SQL = if let date { "AND local_date < \(date)" } else { "" }
        return """
            SELECT \(fragment: columns) FROM check_in
            WHERE patient_id = \(patient) AND is_current \(fragment: page)
            ORDER BY local_date DESC
            LIMIT \(limit)
            """
    }

    static let columns: SQL = """
        id, local_date, version, taken, taken_mg, taken_at, planned_mg, discrepancy_mg, effects, mood, anxiety, energy,
        sleep, benefit, wish, sedative, self_harm, asq, asq_due_at, warnings, systolic, diastolic, pulse, is_late,
        reported_at
        """

    package init(_ row: Row) throws {
        self.init(
            id: try row["id"], date: try row["local_date"], version: try row["version"],
            checkIn: try CheckIn(row), takenAt: try row["taken_at"],
            scales: DayScales(
                mood: try row["mood"], anxiety: try row["anxiety"], energy: try row["energy"],
                sleep: try row["sleep"]),
            planned: try row["planned_mg"], discrepancy: try row["discrepancy_mg"],
            asqDueAt: try row["asq_due_at"])
    }

    private static func notePlace(_ id: ID<KeptCheckIn>) -> SealedPlace {
        SealedPlace(table: "check_in", column: "note", row: id.description)
    }
}

extension KeptCheckIn.Standing {
    /// Reads a row of `CheckIn.select`.
    package init(_ row: Row) throws {
        self.init(version: try row["version"])
    }
}
