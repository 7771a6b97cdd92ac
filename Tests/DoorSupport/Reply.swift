import Foundation
import Outbound
import Wire

/// What the server answered.
package struct Reply: Sendable {
    /// As it came over the socket.
    package let status: Int
    package let headers: OutboundHeaders
    package let body: Data

    /// A header by its name, in any case.
    package subscript(name: String) -> String? { headers[name] }

    /// The body as text.
    package var text: String { String(decoding: body, as: UTF8.self) }

    /// The body as a type of the wire.
    package func json<Value: Decodable>(_ type: Value.Type = Value.self) throws -> Value {
        try JSONDecoder().decode(type, from: body)
    }

    /// The body as a problem document whose status is the answer's; nil where it is not a whole one.
    package var problem: Problem? {
        guard headers["Content-Type"] == "application/problem+json",
            let problem = try? JSONDecoder().decode(Problem.self, from: body), problem.status == status
        else { return nil }
        return problem
    }

    /// The answer in one line that a test compares: `200`, `404 not_found`,
    /// `422 validation_failed /email missing, /phone badFormat`. A no that is not a whole problem document reads
    /// `no problem document`.
    package var said: String {
        guard status >= 400 else { return "\(status)" }
        guard let problem else { return "\(status) no problem document" }
        let fields = (problem.errors ?? []).map { "\($0.pointer) \($0.code)" }.joined(separator: ", ")
        return "\(status) \(problem.code)" + (fields.isEmpty ? "" : " \(fields)")
    }

    /// Where the next page of a list is, as its `Link` says.
    package var nextPage: String? {
        headers["Link"]?.firstMatch(of: /<([^>]+)>; rel="next"/).map { String($0.output.1) }
    }
}
