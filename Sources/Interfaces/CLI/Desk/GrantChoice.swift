import ArgumentParser
import Foundation
import Wire

/// Which role of which colleague is meant.
struct GrantChoice: ParsableArguments {
    @Argument(help: "The row in staff list, the grant's id, or the colleague's handle.")
    var grant: String?

    @Option(help: "With a handle: which of the colleague's roles.")
    var role: String?
}

/// What an administrator does with a role of a colleague's.
enum GrantChange: String {
    case approve, end

    var path: String { rawValue }

    /// Whether it can be done to a grant in this state.
    func applies(to grant: StaffAccount.Grant) -> Bool {
        switch self {
        case .approve: grant.state == "pending"
        case .end: grant.state != "ended"
        }
    }

    var consequence: String {
        switch self {
        case .approve: "takes effect"
        case .end: "ends at once"
        }
    }
}

extension Desk {
    /// Approves or ends a grant, named by its id, its row, or the handle of the colleague who has it. A
    /// handle is looked up with `--dry-run` too: otherwise nobody could say what would be sent.
    func changeGrant(_ choice: GrantChoice, _ kind: GrantChange, _ options: ChangeOptions) async throws {
        try conversation.require(["<grant>": choice.grant])
        let typed = try conversation.line(choice.grant, "Whose role (handle, or row of staff list)")
        if let id = try grantID(typed) {
            let held = options.dryRun ? nil : try await heldGrants().first { $0.grant.id == id }
            return try await change(id, held?.words ?? "The role", kind, options)
        }
        let handle = try name(typed, of: .staff)
        let role = choice.role.map(Role.code)
        let fitting = try await heldGrants().filter {
            $0.account.handle == handle && kind.applies(to: $0.grant)
                && (role == nil || $0.grant.role == role)
        }
        guard let held = fitting.first, fitting.count == 1 else {
            throw ToolFailure.usage(
                fitting.isEmpty
                    ? "\(handle) has no role to \(kind.rawValue) like this"
                    : "say which with --role: \(Role.words(fitting.map(\.grant.role)))")
        }
        try await change(held.grant.id, held.words, kind, options)
    }

    private func change(_ id: String, _ words: String, _ kind: GrantChange, _ options: ChangeOptions)
        async throws
    {
        let consequence = "\(words) \(kind.consequence)."
        if !options.dryRun { try conversation.confirm(consequence, agreed: options.yes) }
        try await carryOut(.change("/v1/staff/grants/\(id)/\(kind.path)"), options) { _, screen in
            screen.text("Done. \(consequence)")
        }
    }

    /// The grant's id where its id or its row was given; `nil` where a colleague's handle was.
    private func grantID(_ typed: String) throws(ToolFailure) -> String? {
        if case .name(let handle) = try? Reference(typed, to: .staff), UUID(uuidString: handle) == nil {
            return nil
        }
        return try name(typed, of: .grant)
    }

    private func heldGrants() async throws -> [HeldGrant] {
        let pages = try await pages(
            of: "/v1/staff/accounts", .everything, as: Page<StaffAccount>.self, next: \.nextCursor)
        return pages.flatMap(\.value.items).flatMap { account in
            account.grants.map { HeldGrant(account: account, grant: $0) }
        }
    }
}

/// A role with whose it is.
private struct HeldGrant {
    let account: StaffAccount
    let grant: StaffAccount.Grant

    var words: String { "The role \(Role.words([grant.role])) of \(account.name)" }
}
