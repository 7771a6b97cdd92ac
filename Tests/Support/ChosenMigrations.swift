import Postgres

/// Which of the checkout's migrations a test's database has: all for the program, few for a part of the
/// platform.
package enum ChosenMigrations: Sendable, Hashable {
    case all
    /// By file name without `.sql`.
    case only([String])

    func load() throws -> [Migration] {
        let files = try Migration.load(from: Checkout.migrations)
        switch self {
        case .all: return files
        case .only(let names):
            let chosen = files.filter { names.contains($0.name) }
            precondition(chosen.count == names.count, "Not all of \(names) are in Schema/migrations.")
            return chosen
        }
    }
}
