import Postgres

/// Somebody to act in tests of the platform, which knows no clinic.
package struct TestActor: DatabaseActor {
    package let databaseSetting: String

    package init(_ databaseSetting: String = "system:test") { self.databaseSetting = databaseSetting }
}
