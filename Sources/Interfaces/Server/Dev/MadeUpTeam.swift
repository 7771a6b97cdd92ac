import Access
import Clinic

/// The care team of a made-up clinic: nobody real, all at an address that reaches nobody (RFC 2606).
struct MadeUpColleague: Sendable {
    let name: String
    let email: String
    let roles: Set<Role>
    /// Where they are called; nobody has such a number.
    var pager: String?

    /// The two who open the one-time links of `lozenged setup`. Two, since a role that signs needs both.
    static let administrators = [
        MadeUpColleague(name: "Rosa Keller", email: "rosa@clinic.example", roles: [.administrator]),
        MadeUpColleague(name: "Dana Whitfield", email: "dana@clinic.example", roles: [.administrator]),
    ]

    /// Those whom the first administrator invites.
    static let invited = [
        MadeUpColleague(name: "Ana Ribeiro", email: "ana@clinic.example", roles: [.careNavigator]),
        MadeUpColleague(
            name: "Wei Lin", email: "wei@clinic.example", roles: [.prescriber], pager: "+16025550181"),
        MadeUpColleague(
            name: "Maria Santos", email: "maria@clinic.example", roles: [.prescriber], pager: "+16025550182"),
        MadeUpColleague(
            name: "Samuel Okoye", email: "samuel@clinic.example", roles: [.medicalDirector],
            pager: "+16025550183"),
        MadeUpColleague(name: "Judith Stern", email: "judith@clinic.example", roles: [.auditor]),
    ]

    /// Where the made-up program works; the cohort's people come from there and, some, from elsewhere.
    static let servedStates = ["AZ", "CA", "CO", "FL", "NV", "NY", "OH", "TX", "WA"].compactMap {
        StateCode($0)
    }
}
