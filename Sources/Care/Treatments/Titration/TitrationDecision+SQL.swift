import Clinic
import Clocks
import Foundation
import Postgres

extension TitrationDecision.Kind: PostgresEncodable, PostgresDecodable {}
extension TitrationDecision.Needs: PostgresEncodable, PostgresDecodable {}

extension TitrationDecision {
    /// Keeps what titration said and why, queued; append-only.
    ///
    /// - Parameters:
    ///   - date: on which it was asked, in the patient's zone.
    ///   - occasion: what made it be asked: `checkIn`.
    ///   - reference: the protocol's, `daily-low-dose|1`.
    package func insert(
        _ id: ID<TitrationDecision>, of treatment: Treatment, on date: LocalDate, occasion: String,
        by reference: String, actor: Actor, on connection: Connection, now: Instant
    ) throws {
        try connection.execute(
            """
            INSERT INTO titration_decision (id, treatment_id, patient_id, local_date, for_date, occasion, kind, permission,
                dose_mg, to_mg, no_increase_before, needs, rules, flags, on_hand_mg, run_out, protocol, decided_at,
                decided_by)
            VALUES (\(id), \(treatment.id), \(treatment.patient), \(date), \(forDate), \(occasion), \(kind),
                \(permission), \(dose), \(to), \(noIncreaseBefore), \(needs), \(rules),
                \(flags.map { "\($0.severity) \($0.rule.rawValue)" }), \(onHand), \(runOut), \(reference), \(now),
                \(actor.databaseSetting))
            """, "titrationDecision.insert")
    }

    /// The columns of a decision, for whoever reads one.
    package static let columns: SQL = """
        titration_decision.for_date, titration_decision.kind, titration_decision.permission,
        titration_decision.dose_mg, titration_decision.to_mg, titration_decision.no_increase_before,
        titration_decision.needs, titration_decision.rules, titration_decision.flags, titration_decision.on_hand_mg,
        titration_decision.run_out
        """

    /// Reads a row of `columns`.
    package init(_ row: Row) throws {
        let flags: [String] = try row["flags"]
        self.init(
            kind: try row["kind"], permission: try row["permission"], forDate: try row["for_date"],
            dose: try row["dose_mg"], to: try row["to_mg"],
            noIncreaseBefore: try row["no_increase_before"],
            needs: try row["needs"], rules: try row["rules"], flags: flags.compactMap(RaisedFlag.init),
            onHand: try row["on_hand_mg"], runOut: try row["run_out"])
    }
}

extension TitrationDecision.RaisedFlag {
    /// Reads `2 T4`.
    fileprivate init?(_ text: String) {
        let parts = text.split(separator: " ")
        guard parts.count == 2, let severity = Int(parts[0]),
            let rule = TitrationRule(rawValue: String(parts[1]))
        else { return nil }
        self.init(severity: severity, rule: rule)
    }
}
