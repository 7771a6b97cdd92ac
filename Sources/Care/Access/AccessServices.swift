/// What signing in needs beside the database: keys, the hashing of passwords, the source of codes.
package struct AccessServices: Sendable {
    /// Whether this installation treats people.
    package let realm: Realm
    package let tokens: AccessTokens
    package let passwords: PasswordHasher
    package let codes: any CodeSource
    /// Where one-time links lead: the token is put behind it. A `#` at its end keeps the token out of servers' logs.
    private let enrolmentPage: String

    package init(
        realm: Realm, tokens: AccessTokens, passwords: PasswordHasher = PasswordHasher(),
        codes: any CodeSource = RandomCodes(), enrolmentPage: String
    ) {
        self.realm = realm
        self.tokens = tokens
        self.passwords = passwords
        self.codes = codes
        self.enrolmentPage = enrolmentPage
    }

    /// Where the program is reached, without a token: what a page for the care team links to.
    package var home: String {
        guard let scheme = enrolmentPage.firstRange(of: "://") else { return enrolmentPage }
        let rest = enrolmentPage[scheme.upperBound...]
        return String(enrolmentPage[..<(rest.firstIndex(of: "/") ?? rest.endIndex)])
    }

    /// The link as it stands in an invitation or on the console.
    package func url(of link: EnrolmentLink) -> String { enrolmentPage + link.token.text }
}
