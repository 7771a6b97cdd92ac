/// `GET /healthz` and `GET /readyz`: whether the server runs, and whether it can do its work.
package struct HealthAnswer: Codable, Sendable {
    /// One thing that must be there: the database, its migrations, a worker.
    package struct Check: Codable, Sendable {
        package var name: String
        package var ok: Bool
        /// In a few words, for whoever looks after it.
        package var note: String?

        package init(name: String, ok: Bool, note: String? = nil) {
            self.name = name
            self.ok = ok
            self.note = note
        }
    }

    /// `test` or `live`.
    package var environment: String
    /// Of the build.
    package var version: String
    package var ok: Bool
    package var checks: [Check]

    package init(environment: String, version: String, ok: Bool, checks: [Check]) {
        self.environment = environment
        self.version = version
        self.ok = ok
        self.checks = checks
    }
}
