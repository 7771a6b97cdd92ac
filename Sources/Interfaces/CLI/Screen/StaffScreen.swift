import Wire

/// A row of the staff list: an account with one of its roles, or with none.
struct StaffRow: Sendable {
    let account: StaffAccount
    let grant: StaffAccount.Grant?

    /// What the row stands for in later commands.
    var names: [Noun: String] {
        var names = [Noun.staff: account.handle]
        if let grant { names[.grant] = grant.id }
        return names
    }
}

extension StaffAccount {
    /// One row for each role; an account without any has one row too.
    var rows: [StaffRow] {
        grants.isEmpty
            ? [StaffRow(account: self, grant: nil)] : grants.map { StaffRow(account: self, grant: $0) }
    }
}

extension Reader {
    /// The colleagues and their roles.
    func staff(_ rows: [StaffRow], more: Bool) -> Screen {
        var screen = screen()
        screen.rule()
        screen.table(
            Table(
                [
                    .init("#", rightAligned: true), .init("Name", narrowest: 10), .init("Handle"),
                    .init("E-mail", narrowest: 10), .init("Account"), .init("Role", narrowest: 10),
                    .init("Grant"),
                ],
                rows: rows.enumerated().map { index, row in
                    [
                        "\(index + 1)", .init(row.account.name), .init(row.account.handle),
                        .init(row.account.email),
                        .init(row.account.state), .init(row.grant.map { Role.words([$0.role]) } ?? "-"),
                        .init(row.grant?.state ?? "-", tone: row.grant?.state == "pending" ? .alarm : .plain),
                    ]
                }))
        if more { screen.footer("more  (staff list --all)") }
        return screen
    }
}
