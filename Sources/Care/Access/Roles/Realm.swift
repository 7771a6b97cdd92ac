/// Whether this installation treats people or plays at it. Every token and every screen says which.
package enum Realm: String, CaseIterable, Sendable, Codable {
    case test, live
}
