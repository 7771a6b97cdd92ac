import Clinic
import Clocks
import Foundation
import Postgres

extension Consult {
    /// What `init(_:)` reads, for any statement that has `consult` among its tables.
    package static let columns: SQL = """
        consult.id, consult.origin_id, consult.patient_id, consult.prescriber_id, consult.kind, consult.state,
        consult.starts_at, consult.ends_at, consult.buffer_minutes, consult.held_until, consult.checked_in_at,
        consult.identity_confirmed, consult.attested_state, consult.outcome, consult.is_late, consult.no_show,
        consult.rescheduled_to, consult.sequence, consult.version
        """

    /// Reads the columns above.
    package init(_ row: Row) throws {
        let id: ID<Consult> = try row["id"]
        let origin: ID<Consult>? = try row["origin_id"]
        self.init(
            id: id, origin: origin ?? id, patient: try row["patient_id"],
            prescriber: try row["prescriber_id"],
            kind: try row["kind"],
            time: VisitTime(
                starts: try row["starts_at"], ends: try row["ends_at"],
                buffer: Int(try row["buffer_minutes"] as Int32)),
            state: try StateColumns(row).state, sequence: Int(try row["sequence"] as Int32),
            version: try row["version"])
    }

    /// The state as the table's columns have it, there and back.
    struct StateColumns: Sendable {
        let name: State.Name
        var heldUntil: Instant?
        var checkedInAt: Instant?
        var identity: Identity?
        var place: String?
        var outcome: Outcome?
        var isLate: Bool?
        var noShow: Party?
        var rescheduledTo: ID<Consult>?

        init(_ consult: Consult) {
            name = consult.state.name
            switch consult.state {
            case .held(let until): heldUntil = until
            case .checkedIn(let at): checkedInAt = at
            case .inProgress(let opening): (identity, place) = (opening.identity, opening.place.code)
            case .completed(let opening, let outcome):
                (identity, place, self.outcome) = (opening.identity, opening.place.code, outcome)
            case .cancelled(let isLate): self.isLate = isLate
            case .rescheduled(let to): rescheduledTo = to
            case .noShow(let who): noShow = who
            case .booked, .expired, .techFailed: break
            }
        }

        init(_ row: Row) throws {
            name = try row["state"]
            heldUntil = try row["held_until"]
            checkedInAt = try row["checked_in_at"]
            identity = try row["identity_confirmed"]
            place = try row["attested_state"]
            outcome = try row["outcome"]
            isLate = try row["is_late"]
            noShow = try row["no_show"]
            rescheduledTo = try row["rescheduled_to"]
        }

        /// The table's CHECKs hold that each state has what it needs; a row without it is a broken database.
        var state: State {
            get throws(ConsultRowBroken) {
                switch name {
                case .held: .held(until: try known(heldUntil))
                case .booked: .booked
                case .checkedIn: .checkedIn(at: try known(checkedInAt))
                case .inProgress: .inProgress(try opening)
                case .completed: .completed(try opening, try known(outcome))
                case .expired: .expired
                case .cancelled: .cancelled(isLate: try known(isLate))
                case .rescheduled: .rescheduled(to: try known(rescheduledTo))
                case .noShow: .noShow(try known(noShow))
                case .techFailed: .techFailed
                }
            }
        }

        private var opening: Opening {
            get throws(ConsultRowBroken) {
                Opening(identity: try known(identity), place: try known(place.flatMap { StateCode($0) }))
            }
        }

        private func known<Value>(_ value: Value?) throws(ConsultRowBroken) -> Value {
            guard let value else { throw ConsultRowBroken() }
            return value
        }
    }
}

/// A visit's row lacks what its state needs, though a CHECK forbids it.
package struct ConsultRowBroken: Error {}

extension Consult.Kind: PostgresEncodable, PostgresDecodable {}
extension Consult.State.Name: PostgresEncodable, PostgresDecodable {}
extension Consult.Identity: PostgresEncodable, PostgresDecodable {}
extension Consult.Outcome: PostgresEncodable, PostgresDecodable {}
extension Consult.Party: PostgresEncodable, PostgresDecodable {}
extension Consult.Modality: PostgresEncodable, PostgresDecodable {}
extension SignedNote.Content.Kind: PostgresEncodable, PostgresDecodable {}
