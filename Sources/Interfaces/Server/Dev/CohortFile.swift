import Cohort

/// The cohort of a data folder: its plan from the moment it begins, its table when it is through. After a kill in
/// between the plan is taken up again.
struct CohortFile: Sendable {
    private struct Content: Codable {
        var plan: CohortPlan
        var memory: CohortMemory?
        var table: CohortTable?
    }

    private static let file = "cohort.json"

    let folder: DataFolder

    func plan() throws -> CohortPlan? { try content()?.plan }

    func table() throws -> CohortTable? { try content()?.table }

    /// Where a run was killed; `nil` for one that has not begun.
    func memory() throws -> CohortMemory? { try content()?.memory }

    func keep(_ memory: CohortMemory?, of plan: CohortPlan) throws {
        try folder.write(Content(plan: plan, memory: memory, table: nil), to: Self.file)
    }

    func end(_ table: CohortTable) throws {
        try folder.write(Content(plan: table.plan, memory: nil, table: table), to: Self.file)
    }

    private func content() throws -> Content? { try folder.read(Self.file) }
}
