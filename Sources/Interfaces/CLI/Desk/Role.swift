/// The program's roles as a person says and types them.
enum Role {
    static let all = [
        "careNavigator", "prescriber", "medicalDirector", "pharmacist", "administrator", "auditor",
    ]

    /// `navigator, medical director`; `no role` of none.
    static func words(_ roles: [String]) -> String {
        roles.isEmpty
            ? "no role"
            : roles.map { $0 == "careNavigator" ? "navigator" : $0.spoken }.joined(separator: ", ")
    }

    /// `medicalDirector` of `medical director` or `medical-director`, `careNavigator` of `navigator`. A role
    /// that this tool does not know is left as it was typed: the program says whether it exists.
    static func code(_ typed: String) -> String {
        let letters = typed.lowercased().filter(\.isLetter)
        return all.first { $0.lowercased() == letters || words([$0]) == letters } ?? typed
    }
}
