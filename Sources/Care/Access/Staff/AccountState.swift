import Postgres

/// Whether an account may be used.
///
///     (patient)  ──────────────────▶ active
///     (staff)    invited ── enrol ─▶ active ── last role ends ─▶ inactive ── invite again ─▶ invited
package enum AccountState: String, CaseIterable, Sendable, PostgresEncodable, PostgresDecodable {
    case invited, active, inactive
}
