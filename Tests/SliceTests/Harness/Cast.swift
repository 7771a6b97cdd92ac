import API
import Access
import Foundation
import Testing
import Wire

/// One person for each role, signed in, and what they might lay hands on.
struct Cast: Sendable {
    let people: [Role: TokenAnswer]
    /// Another patient than the one in `people`, whom the care team looks after.
    let otherPatient: TokenAnswer
    let workItem: String

    /// Somebody whom a permission lets in; nobody where nobody is asked.
    func somebody(allowedBy permission: Permission) -> TokenAnswer? {
        guard let roles = permission.roles else { return nil }
        return Role.allCases.first { roles.contains($0) }.flatMap { people[$0] }
    }

    /// The route's path with real things in it, of others where there are any. Grants, accounts and sessions are
    /// invented, so that a story may call every route and everybody keeps their roles.
    func path(of route: Route) throws -> String {
        let invented = UUID().uuidString.lowercased()
        let values = [
            "slug": "screening", "state": "AZ", "patient": otherPatient.account.id, "workItem": workItem,
            "sessionId": invented, "accountId": invented, "grantId": invented,
        ]
        return try route.path.description.split(separator: "/", omittingEmptySubsequences: false).map {
            step in
            guard step.hasPrefix("{") else { return String(step) }
            return try #require(values[String(step.dropFirst().dropLast())], "\(route.path) is new here")
        }.joined(separator: "/")
    }
}

extension SliceServer {
    func cast() async throws -> Cast {
        let team = try await administrators()
        var people: [Role: TokenAnswer] = [
            .administrator: team.ana, .patient: try await patient(Newcomer("Maya")),
        ]
        for role in Role.staff where role != .administrator {
            people[role] = try await colleague("Colleague-\(role.rawValue)", [role], team)
        }
        let other = try await patient(.toReview("Otis"))
        let navigator = try #require(people[.careNavigator])
        let queue = try await get("/v1/staff/queue", as: navigator).json(QueueAnswer.self)
        return Cast(
            people: people, otherPatient: other, workItem: try #require(queue.items.first).handle)
    }
}
