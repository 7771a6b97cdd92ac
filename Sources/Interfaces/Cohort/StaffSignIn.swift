/// A care navigator's way in: what `lozenged dev` prints, or what somebody was given when they enrolled.
package struct StaffSignIn: Codable, Sendable {
    package let email: String
    package let password: String
    /// Base 32.
    package let totpSecret: String

    package init(email: String, password: String, totpSecret: String) {
        self.email = email
        self.password = password
        self.totpSecret = totpSecret
    }
}
