import Clinic
import Clocks
import Foundation
import Postgres
import Sealing

extension Merge.State: PostgresEncodable, PostgresDecodable {}

extension Merge {
    /// Writes a proposal. Of two about one record, `patient_merge_one_live` lets one through.
    package func insert(because reason: String, sealedWith key: SealingKey, on connection: Connection) throws
    {
        let sealed = try Sealed(
            reason, with: key,
            at: SealedPlace(table: "patient_merge", column: "reason", row: id.description))
        do {
            try connection.run(
                """
                INSERT INTO patient_merge (id, survivor_id, merged_id, state, reason, proposed_by, proposed_at)
                VALUES (\(id), \(survivor), \(merged), \(state), \(sealed), \(proposedBy), \(proposedAt))
                """, "merge.insert")
        } catch PostgresError.uniqueViolation("patient_merge_one_live") {
            throw MergeRefusal.partOfAnother
        }
    }

    /// The merge, locked until the transaction ends.
    package static func lock(_ id: ID<Merge>, on connection: Connection) throws -> Merge? {
        try connection.fetchFirst(
            "\(fragment: selection) WHERE merge.id = \(id) FOR UPDATE OF merge", "merge.lock",
            decode: Merge.init)
    }

    /// Writes the state, and waits for the guards' word: both records are locked, and what must not be refused.
    package func save(by colleague: UUID, on connection: Connection, now: Instant) throws {
        do {
            switch state {
            case .proposed: break
            case .merged, .declined:
                try connection.run(
                    """
                    UPDATE patient_merge
                    SET state = \(state), decided_by = \(colleague), decided_at = \(now), undo_until = \(undoUntil)
                    WHERE id = \(id)
                    """, "merge.decide")
            case .undone:
                try connection.run(
                    """
                    UPDATE patient_merge SET state = \(state), undone_by = \(colleague), undone_at = \(now)
                    WHERE id = \(id)
                    """, "merge.undo")
            }
        } catch let fault as PostgresError {
            if fault.violates("patient_merge_one_prescribed") { throw MergeRefusal.bothPrescribed }
            if fault.violates("patient_merge_nothing_under_way") { throw MergeRefusal.underWay }
            if fault.violates("patient_merge_no_chain") { throw MergeRefusal.partOfAnother }
            throw fault
        }
    }

    /// The record under which somebody is found now; nothing where it is their own.
    package static func selectSurvivor(of patient: UUID) -> SQL {
        "SELECT survivor_id FROM patient_merge WHERE merged_id = \(patient) AND state = \(State.merged)"
    }

    /// Merges, the latest first, with both records' handles.
    package static func select(after cursor: TimelineEntry.Position?, limit: Int) -> SQL {
        let page: SQL =
            if let cursor { "WHERE (proposed_at, merge.id) < (\(cursor.at), \(cursor.id))" } else { "" }
        return
            "\(fragment: selection) \(fragment: page) ORDER BY proposed_at DESC, merge.id DESC LIMIT \(limit)"
    }

    package static func select(_ id: ID<Merge>) -> SQL { "\(fragment: selection) WHERE merge.id = \(id)" }

    /// Records of which these tokens say the same as of `patient`: the same birth date and the first letters of both
    /// names, or the same e-mail or telephone; with what they share. Pairs that somebody has decided on are left out.
    package static func selectCandidates(
        for patient: ID<Patient>, birthDate: SearchToken, given: SearchToken, family: SearchToken,
        contacts: [SearchToken]
    ) -> SQL {
        """
        WITH shared AS (
            SELECT patient_id,
                bool_or(token = \(birthDate)) AND bool_or(token = \(given)) AND bool_or(token = \(family))
                    AS same_person,
                bool_or(token = ANY (\(contacts))) AS same_contact
            FROM patient_search_token
            WHERE token = ANY (\(contacts + [birthDate, given, family])) AND patient_id <> \(patient)
            GROUP BY patient_id)
        SELECT shared.patient_id, same_person, same_contact
        FROM shared
        WHERE (same_person OR same_contact)
            AND NOT EXISTS (SELECT FROM patient_merge AS merge
                WHERE (merge.merged_id, merge.survivor_id) = (\(patient), shared.patient_id)
                    OR (merge.survivor_id, merge.merged_id) = (\(patient), shared.patient_id))
            AND NOT EXISTS (SELECT FROM work_item
                WHERE work_item.patient_id IN (\(patient), shared.patient_id)
                    AND kind = 'duplicateSuspected' AND outcome = 'twoPeople'
                    AND cause = least(\(patient), shared.patient_id) || '/' || greatest(\(patient), shared.patient_id))
        ORDER BY shared.patient_id LIMIT 5
        """
    }

    private static let selection: SQL = """
        SELECT merge.id, merge.survivor_id, merge.merged_id, merge.state, merge.proposed_by, merge.proposed_at,
            merge.undo_until, merge.reason, survivor.handle AS survivor_handle, merged.handle AS merged_handle,
            survivor.data_key
        FROM patient_merge AS merge
        JOIN patient AS survivor ON survivor.id = merge.survivor_id
        JOIN patient AS merged ON merged.id = merge.merged_id
        """

    package init(_ row: Row) throws {
        self.init(
            id: try row["id"], survivor: try row["survivor_id"], merged: try row["merged_id"],
            proposedBy: try row["proposed_by"], proposedAt: try row["proposed_at"], state: try row["state"],
            undoUntil: try row["undo_until"])
    }
}

/// A merge as it is read.
package struct MergeLine: Sendable {
    package let merge: Merge
    package let survivorHandle: String
    package let mergedHandle: String
    package let reason: String
    /// Sessions that ended with it, for whoever refuses their tokens.
    package var ended: [UUID] = []

    package init(_ row: Row, keyring: Keyring) throws {
        merge = try Merge(row)
        survivorHandle = try row["survivor_handle"]
        mergedHandle = try row["merged_handle"]
        let sealed: Sealed<String> = try row["reason"]
        reason = try sealed.open(
            with: try keyring.unwrap(try row["data_key"]),
            at: SealedPlace(table: "patient_merge", column: "reason", row: merge.id.description))
    }
}
