import Clinic
import Clocks
import Foundation
import Postgres

extension CheckIn.Taken.Name: PostgresEncodable, PostgresDecodable {}
extension CheckIn.Benefit: PostgresEncodable, PostgresDecodable {}
extension CheckIn.Wish: PostgresEncodable, PostgresDecodable {}
extension SuicideScreen: PostgresEncodable, PostgresDecodable {}
extension WarningSign: PostgresEncodable, PostgresDecodable {}

extension CheckIn {
    /// The reports that count of a patient's treatment under way, as far back as its days are read.
    package static func select(of patient: UUID, from date: LocalDate) -> SQL {
        """
        SELECT local_date, taken, taken_mg, effects, benefit, wish, sedative, self_harm, asq, warnings, systolic,
            diastolic, pulse, is_late, reported_at, planned_mg, discrepancy_mg, asq_due_at, version
        FROM check_in
        WHERE treatment_id = (\(fragment: Treatment.selectID(of: patient))) AND is_current
            AND local_date >= (\(fragment: selectLookBack(of: patient, from: date)))
        ORDER BY local_date
        """
    }

    /// From when on days are read: `date`, or some weeks before the last dose, if that is longer ago.
    static func selectLookBack(of patient: UUID, from date: LocalDate) -> SQL {
        """
        SELECT least(\(date), max(local_date) - 40) FROM check_in
        WHERE treatment_id = (\(fragment: Treatment.selectID(of: patient))) AND is_current AND taken_mg > 0
        """
    }

    package init(_ row: Row) throws {
        let name: Taken.Name = try row["taken"]
        let amount: Milligrams = try row["taken_mg"]
        let effects: String = try row["effects"]
        let warnings: [WarningSign] = try row["warnings"]
        let reportedAt: Instant = try row["reported_at"]
        let systolic: Int? = try row["systolic"]
        let pulse: Int? = try row["pulse"]
        let version: Int = try row["version"]
        guard let grades = EffectGrades(column: effects) else { throw TreatmentRowBroken() }
        self.init(
            taken: Taken(name, amount), effects: grades, benefit: try row["benefit"], wish: try row["wish"],
            sedative: try row["sedative"], selfHarm: try row["self_harm"], asq: try row["asq"],
            warnings: Set(warnings),
            reading: systolic == nil && pulse == nil
                ? nil
                : Reading(
                    systolic: systolic, diastolic: try row["diastolic"], pulse: pulse, at: reportedAt),
            isLate: try row["is_late"], reportedAt: reportedAt, planned: try row["planned_mg"],
            discrepancy: try row["discrepancy_mg"], asqDue: try row["asq_due_at"], isAmended: version > 1)
    }
}

extension CheckIn.Taken {
    init(_ name: Name, _ amount: Milligrams) {
        self =
            switch name {
            case .none: .none
            case .planned: .planned
            case .part: .part(amount)
            case .more: .more(amount)
            }
    }
}
