/// Who acts, as PostgreSQL hears it: every transaction and every read says so before anything else.
///
/// The clinic's `Actor` is one; platform parts such as the job queue bring their own. The setting stands in
/// `lozenge.actor` until the transaction ends, where row-level security and audit triggers can read it.
package protocol DatabaseActor: Sendable {
    /// A short form without personal data: `staff:<id>`, `system:jobs`.
    var databaseSetting: String { get }
}
