import Access
import Clinic
import Foundation
import HTTPTypes

/// One request that the door has let in: who asks, for what, in which language.
///
/// All that can be judged without the route's own knowledge has been judged when a handler sees it: permission,
/// rate limit, media types, size, names of query parameters, form of the idempotency key.
package struct Call: Sendable {
    package let route: Route
    /// Who is signed in; always there unless the route is open to anyone.
    package let caller: Caller?
    package let query: Query
    /// What the caller asked for by `Accept-Language`.
    package let askedLanguage: Language?
    /// Quoted in problems and logs.
    package let requestID: String
    package let headers: HTTPFields
    /// The body's bytes as sent; empty where there was none.
    package let body: [UInt8]
    /// The path as sent, which an idempotency key counts for.
    package let path: String
    let parameters: [String: String]

    /// The language to answer in: English for a caller who asked for nothing.
    package var language: Language { askedLanguage ?? .en }

    /// Who acts, for the database and the audit.
    package var actor: Actor { caller?.actor ?? .anonymous }

    /// Whoever is signed in. A route that asks for them without demanding a permission is a mistake of ours.
    package var signedIn: Caller {
        get throws(Rejection) {
            guard let caller else { throw Rejection(.unauthenticated) }
            return caller
        }
    }

    /// The signed-in patient's own id.
    package func ownID<Thing>(of thing: Thing.Type = Thing.self) throws(Rejection) -> ID<Thing> {
        ID(try signedIn.accountID)
    }

    /// The id in the path. What is no id is nobody's: 404, like an id that does not exist.
    package func id<Thing>(_ name: String, of thing: Thing.Type = Thing.self) throws(NotFound) -> ID<Thing> {
        guard let id = ID<Thing>(text(name)) else { throw NotFound() }
        return id
    }

    /// A step of the path as text.
    package func text(_ name: String) -> String {
        guard let text = parameters[name] else {
            preconditionFailure("\(route.path) has no parameter \(name).")
        }
        return text
    }
}
