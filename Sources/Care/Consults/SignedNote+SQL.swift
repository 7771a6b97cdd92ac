import Clinic
import Clocks
import Foundation
import Postgres
import Sealing

extension SignedNote {
    /// Keeps a signed note or an addendum, queued, sealed with the patient's key.
    package func insert(
        of consult: ID<Consult>, sealedWith key: SealingKey, on connection: Connection
    ) throws {
        let (kind, bytes) = try sealed(with: key)
        try connection.execute(
            """
            INSERT INTO consult_note (id, consult_id, kind, content, signed_by, signed_at)
            VALUES (\(id), \(consult), \(kind), \(bytes), \(signedBy), \(signedAt))
            """, "consultNote.insert")
    }

    /// All that was signed of a visit, the note first.
    package static func select(of consult: ID<Consult>) -> SQL {
        """
        SELECT id, kind, content, signed_by, signed_at FROM consult_note
        WHERE consult_id = \(consult) ORDER BY signed_at, id
        """
    }

    /// Opens a row of `select`.
    package init(_ row: Row, with key: SealingKey) throws {
        let id: UUID = try row["id"]
        let kind: Content.Kind = try row["kind"]
        let content: Content =
            switch kind {
            case .note:
                .note(try (row["content"] as Sealed<ConsultNote>).open(with: key, at: Self.place(id)))
            case .addendum:
                .addendum(try (row["content"] as Sealed<String>).open(with: key, at: Self.place(id)))
            }
        self.init(id: id, signedBy: try row["signed_by"], signedAt: try row["signed_at"], content: content)
    }

    private func sealed(with key: SealingKey) throws -> (Content.Kind, Data) {
        switch content {
        case .note(let note): (.note, try Sealed(note, with: key, at: Self.place(id)).bytes)
        case .addendum(let text): (.addendum, try Sealed(text, with: key, at: Self.place(id)).bytes)
        }
    }

    private static func place(_ id: UUID) -> SealedPlace {
        SealedPlace(table: "consult_note", column: "content", row: id.uuidString.lowercased())
    }
}
