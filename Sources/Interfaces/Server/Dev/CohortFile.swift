import Cohort

/// The cohort of a data folder: its plan from the moment it begins, its table when it is through. After a kill in
/// between the plan is taken up again.
struct CohortFile: Sendable {
    private struct Content: Codable {
        var plan: CohortPlan
        var table: CohortTable?
    }

    private static let file = "cohort.json"

    let folder: DataFolder

    func plan() throws -> CohortPlan? { try content()?.plan }

    func table() throws -> CohortTable? { try content()?.table }

    func begin(_ plan: CohortPlan) throws { try folder.write(Content(plan: plan, table: nil), to: Self.file) }

    func end(_ table: CohortTable) throws { try folder.write(Content(plan: table.plan, table: table), to: Self.file) }

    private func content() throws -> Content? { try folder.read(Self.file) }
}
