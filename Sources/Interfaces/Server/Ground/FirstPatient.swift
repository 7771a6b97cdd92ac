import Access
import CarePath
import Clinic
import Foundation

/// What stands between an installation and its first patient, each with the command that brings it.
struct FirstPatient: Sendable {
    let carePath: CarePath

    /// One line each; none where patients can come.
    func missing() async throws -> [String] {
        let reader = Caller(accountID: UUID(), kind: .staff, roles: [.administrator], session: UUID())
        let team = try await carePath.staffAccounts(after: nil, limit: 200, by: reader).members
        let roles = team.filter { $0.state == .active }.map(\.roles)
        var missing: [String] = []
        if roles.count(where: { $0.contains(.administrator) }) < 2 {
            missing.append(
                "two administrators: lozenged setup, then each opens their link with lozenge enrol")
        }
        for (role, why) in [
            (Role.medicalDirector, "answers for the rules"), (.careNavigator, "works through the queue"),
        ] where !roles.contains(where: { $0.contains(role) }) {
            missing.append("a \(role.rawValue), who \(why): lozenge staff invite --role \(role.rawValue)")
        }
        if try await carePath.servedStates().isEmpty {
            missing.append("a state in which the program works: PUT /v1/staff/program/states/AZ")
        }
        return missing
    }
}
