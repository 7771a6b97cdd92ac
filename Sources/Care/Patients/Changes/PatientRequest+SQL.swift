import Clinic
import Clocks
import Foundation
import Postgres
import Sealing

extension PatientRequest.Kind: PostgresEncodable, PostgresDecodable {}
extension PatientRequest.Outcome: PostgresEncodable, PostgresDecodable {}

extension PatientRequest {
    /// What people wrote on a request; sealed with the patient's key.
    package enum Writing: String, Sendable {
        case detail
        case extensionReason = "extension_reason"
        case answer
    }

    package func insert(
        saying detail: String?, sealedWith key: SealingKey, by actor: Actor, on connection: Connection
    ) throws {
        let sealed = try detail.map { try Sealed($0, with: key, at: Self.place(.detail, id)) }
        do {
            try connection.run(
                """
                INSERT INTO patient_request (id, patient_id, kind, basis, detail, state, received_at, received_by,
                    due_on, version)
                VALUES (\(id), \(patient), \(kind), \(basis), \(sealed), 'open', \(receivedAt),
                    \(actor.databaseSetting), \(dueOn), \(version))
                """, "request.insert")
        } catch PostgresError.uniqueViolation("patient_request_one_closing") {
            throw RequestRefusal.closingAsked
        }
    }

    /// The request, locked until the transaction ends.
    package static func lock(_ id: ID<PatientRequest>, on connection: Connection) throws -> PatientRequest? {
        try connection.fetchFirst(
            """
            SELECT id, patient_id, kind, basis, state, outcome, received_at, due_on, extended_to, version
            FROM patient_request WHERE id = \(id) FOR UPDATE
            """, "request.lock", decode: PatientRequest.init)
    }

    /// Writes an extension with its reason, queued.
    package func saveExtension(
        because reason: String, sealedWith key: SealingKey, by actor: Actor, on connection: Connection,
        now: Instant
    ) throws {
        let sealed = try Sealed(reason, with: key, at: Self.place(.extensionReason, id))
        try connection.execute(
            """
            UPDATE patient_request
            SET extended_to = \(extendedTo), extended_at = \(now), extended_by = \(actor.databaseSetting),
                extension_reason = \(sealed), version = \(version)
            WHERE id = \(id)
            """, "request.extend")
    }

    /// Writes the answer, queued.
    package func saveAnswer(
        _ answer: String, sealedWith key: SealingKey, by actor: Actor, on connection: Connection, now: Instant
    ) throws {
        guard case .resolved(let outcome) = state else { return }
        let sealed = try Sealed(answer, with: key, at: Self.place(.answer, id))
        try connection.execute(
            """
            UPDATE patient_request
            SET state = 'resolved', outcome = \(outcome), answer = \(sealed), resolved_at = \(now),
                resolved_by = \(actor.databaseSetting), version = \(version)
            WHERE id = \(id)
            """, "request.resolve")
    }

    package init(_ row: Row) throws {
        let outcome: Outcome? = try row["outcome"]
        self.init(
            id: try row["id"], patient: try row["patient_id"], kind: try row["kind"], basis: try row["basis"],
            receivedAt: try row["received_at"], dueOn: try row["due_on"], extendedTo: try row["extended_to"],
            state: outcome.map { .resolved($0) } ?? .open, version: try row["version"])
    }

    static func place(_ writing: Writing, _ id: ID<PatientRequest>) -> SealedPlace {
        SealedPlace(table: "patient_request", column: writing.rawValue, row: id.description)
    }
}

/// A request as it is read, with all that was written on it.
package struct RequestLine: Sendable {
    package let request: PatientRequest
    package let handle: String
    package let patientHandle: String
    package let detail: String?
    package let extensionReason: String?
    package let answer: String?
    package let resolvedAt: Instant?
    /// Sessions that ended with it, for whoever refuses their tokens.
    package var ended: [UUID] = []

    /// The requests of one patient, the latest first.
    package static func select(of patient: ID<Patient>) -> SQL {
        "\(fragment: selection) WHERE request.patient_id = \(patient) ORDER BY received_at DESC, request.id DESC"
    }

    /// One of them.
    package static func select(_ id: ID<PatientRequest>) -> SQL {
        "\(fragment: selection) WHERE request.id = \(id)"
    }

    /// All that are open, what is due first at the top, after a place in that order.
    package static func selectOpen(after cursor: (LocalDate, UUID)?, limit: Int) -> SQL {
        let page: SQL =
            if let cursor {
                "AND (coalesce(extended_to, due_on), request.id) > (\(cursor.0), \(cursor.1))"
            } else { "" }
        return """
            \(fragment: selection) WHERE request.state = 'open' \(fragment: page)
            ORDER BY coalesce(extended_to, due_on), request.id LIMIT \(limit)
            """
    }

    /// The id behind a handle such as `rq-7k2mq`.
    package static func selectID(handle: String) -> SQL {
        "SELECT id FROM patient_request WHERE handle = \(handle)"
    }

    private static let selection: SQL = """
        SELECT request.id, request.handle, request.patient_id, kind, basis, request.state, outcome, received_at, due_on,
            extended_to, detail, extension_reason, answer, resolved_at, request.version,
            patient.handle AS patient_handle, patient.data_key
        FROM patient_request AS request JOIN patient ON patient.id = request.patient_id
        """

    package init(_ row: Row, keyring: Keyring) throws {
        let request = try PatientRequest(row)
        let key = try keyring.unwrap(try row["data_key"])
        func open(_ writing: PatientRequest.Writing) throws -> String? {
            let sealed: Sealed<String>? = try row[writing.rawValue]
            return try sealed?.open(with: key, at: PatientRequest.place(writing, request.id))
        }
        self.request = request
        handle = try row["handle"]
        patientHandle = try row["patient_handle"]
        detail = try open(.detail)
        extensionReason = try open(.extensionReason)
        answer = try open(.answer)
        resolvedAt = try row["resolved_at"]
    }
}
