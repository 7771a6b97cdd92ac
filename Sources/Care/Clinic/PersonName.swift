/// A person's name as they write it.
package struct PersonName: Sendable, Hashable, Codable {
    package let given: String
    package let family: String

    package init(given: String, family: String) {
        self.given = given
        self.family = family
    }

    package var full: String { "\(given) \(family)" }
}
