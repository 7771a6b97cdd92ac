import Foundation
import HTTPTypes
import Wire

/// Which page of a list is asked for.
package struct PageRequest: Sendable {
    package static let defaultLimit = 50
    package static let largestLimit = 200

    package let limit: Int
    fileprivate let cursor: String?
}

/// The place in a list where the next page starts, as clients see it: base64url of a small JSON, to be given back
/// and not to be read.
package enum Cursor {
    package static func text(of position: some Encodable) throws -> String {
        try Answer.json(position).base64EncodedString()
            .replacing("+", with: "-").replacing("/", with: "_").replacing("=", with: "")
    }

    static func position<Position: Decodable>(_ text: String, as type: Position.Type) throws(Rejection)
        -> Position
    {
        let standard = text.replacing("-", with: "+").replacing("_", with: "/")
        let padded = standard + String(repeating: "=", count: (4 - standard.utf8.count % 4) % 4)
        guard text.utf8.count <= 512, !text.contains("="), let data = Data(base64Encoded: padded),
            let position = try? JSONDecoder().decode(type, from: data)
        else { throw Rejection(.invalidCursor) }
        return position
    }
}

extension PageRequest {
    /// Where the page starts, `nil` for the first: 400 for a cursor that no page of this list gave.
    package func position<Position: Decodable>(as type: Position.Type) throws(Rejection) -> Position? {
        guard let cursor else { return nil }
        return try Cursor.position(cursor, as: type)
    }
}

extension Call {
    /// The page that the query asks for.
    package func page() throws(Rejection) -> PageRequest {
        PageRequest(
            limit: try query.integer(.limit, in: 1...PageRequest.largestLimit) ?? PageRequest.defaultLimit,
            cursor: try query.text(.cursor, longest: 512))
    }

    /// An answer that is a page, with the link to the one after it (RFC 8288).
    package func answer(page value: some Encodable, next cursor: String?) throws -> Answer {
        var answer = try Answer(value)
        if let cursor { answer.headers[.link] = "<\(path)?\(query.with(cursor: cursor))>; rel=\"next\"" }
        return answer
    }
}
