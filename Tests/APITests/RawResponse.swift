import Foundation
import Wire

/// One answer as it came over the wire.
struct RawResponse: Sendable {
    let status: Int
    let body: [UInt8]
    private let fields: [(name: String, value: String)]

    init(_ bytes: [UInt8], withoutBody: Bool = false) throws {
        guard let end = bytes.firstRange(of: Array("\r\n\r\n".utf8)) else {
            throw NotHTTP(bytes: bytes.count)
        }
        let lines = String(decoding: bytes[..<end.lowerBound], as: UTF8.self).components(separatedBy: "\r\n")
        guard let code = lines[0].split(separator: " ").dropFirst().first.flatMap({ Int($0) }) else {
            throw NotHTTP(bytes: bytes.count)
        }
        status = code
        fields = lines.dropFirst().map { line in
            let parts = line.split(separator: ":", maxSplits: 1).map {
                $0.trimmingCharacters(in: .whitespaces)
            }
            return (parts[0].lowercased(), parts.count > 1 ? parts[1] : "")
        }
        let rest = Array(bytes[end.upperBound...])
        let length = fields.first { $0.name == "content-length" }.flatMap { Int($0.value) }
        body = withoutBody ? rest : Array(rest.prefix(length ?? rest.count))
    }

    subscript(_ name: String) -> String? { fields.first { $0.name == name.lowercased() }?.value }

    func all(_ name: String) -> [String] { fields.filter { $0.name == name.lowercased() }.map(\.value) }

    var text: String { String(decoding: body, as: UTF8.self) }

    func json<Value: Decodable>(_ type: Value.Type) throws -> Value {
        try JSONDecoder().decode(type, from: Data(body))
    }

    /// The problem it tells of, checked for the form that every one has.
    var problem: Problem {
        get throws {
            let problem = try json(Problem.self)
            guard self["content-type"] == "application/problem+json", problem.status == status,
                problem.instance == self["x-request-id"], problem.type.hasSuffix("/\(problem.code)")
            else { throw NotHTTP(bytes: body.count) }
            return problem
        }
    }

    /// Its stable code.
    var code: String { get throws { try problem.code } }
}

/// What came back was not an answer, or not a problem in its form.
struct NotHTTP: Error {
    let bytes: Int
}
